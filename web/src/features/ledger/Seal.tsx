import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { readCheckpoint, type Verdict, verifyCheckpoint } from '../../api/note'
import { checkpoint as checkpointQuery } from '../../api/queries'
import type { Checkpoint } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import { type MessageKey, useT } from '../../ui/messages'
import { Facts } from '../../ui/Page'
import { SealBox, Signed } from '../../ui/SealBox'
import css from './ledger.module.css'

function useVerdict(it: Checkpoint): Verdict | null {
  const [verdict, setVerdict] = useState<Verdict | null>(null)
  useEffect(() => {
    let here = true
    setVerdict(null)
    void verifyCheckpoint(it).then((said) => {
      if (here) setVerdict(said)
    })
    return () => {
      here = false
    }
  }, [it])
  return verdict
}

function save(it: Checkpoint): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([it.note], { type: 'text/plain' }))
  link.download = `checkpoint-${it.size}.txt`
  link.click()
  URL.revokeObjectURL(link.href)
}

function Sealed({ it }: { readonly it: Checkpoint }) {
  const t = useT()
  const verdict = useVerdict(it)
  const read = verdict?.ok ? readCheckpoint(verdict.text) : null
  const state = verdict === null ? 'checking' : verdict.ok ? 'good' : 'bad'
  const bad = verdict && !verdict.ok ? t(`ledger.bad.${verdict.why}` as MessageKey) : ''
  useKeys([{ keys: 'c', label: t('ledger.saveCheckpoint'), run: () => save(it) }])
  const mono = (text: string) => <span className={css['mono']}>{text}</span>
  return (
    <SealBox
      state={state}
      title={
        state === 'bad'
          ? bad
          : `${t(`ledger.${state}`)}${read ? ` · ${t('ledger.sealed', { n: read.size })}` : ''}`
      }
      text={t(state === 'bad' ? 'ledger.badAdvice' : 'ledger.goodMeans')}
      action={
        <Button keys="c" onClick={() => save(it)}>
          <Download size={16} strokeWidth={1.5} aria-hidden />
          {t('ledger.saveCheckpoint')}
        </Button>
      }
    >
      <Signed name={t('ledger.showNote')} text={it.note}>
        {read ? (
          <Facts
            items={[
              [t('ledger.root'), mono(read.root)],
              [t('ledger.origin'), mono(read.origin)],
              [t('ledger.key'), mono(it.vkey)],
            ]}
          />
        ) : null}
      </Signed>
    </SealBox>
  )
}

/** The newest checkpoint with a seal; it is green only after this browser has verified the signature itself. */
export function Seal({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const it = useQuery(checkpointQuery(projectId))
  return (
    <Await query={it} what={t('ledger.loadingCheckpoint')}>
      {(value) => <Sealed it={value} />}
    </Await>
  )
}
