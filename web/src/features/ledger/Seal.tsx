import { useQuery } from '@tanstack/react-query'
import { Download, ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import { useEffect, useState } from 'react'
import { checkpoint as checkpointQuery } from '../../api/queries'
import type { Checkpoint } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { Facts } from '../../ui/Page'
import css from './ledger.module.css'
import { readCheckpoint, type Verdict, verifyCheckpoint } from './note'

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
  const Icon = { checking: ShieldQuestion, good: ShieldCheck, bad: ShieldAlert }[state]
  useKeys([{ keys: 'c', label: t('ledger.saveCheckpoint'), run: () => save(it) }])
  return (
    <div className={css['seal']} data-state={state}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      <div role="status">
        <div className={css['sealTitle']}>
          {verdict === null
            ? t('ledger.checking')
            : verdict.ok
              ? t('ledger.good')
              : t(`ledger.bad.${verdict.why}` as MessageKey)}
        </div>
        <div className={layout['note']}>{t(state === 'bad' ? 'ledger.badAdvice' : 'ledger.goodMeans')}</div>
      </div>
      <Button keys="c" onClick={() => save(it)}>
        <Download size={16} strokeWidth={1.5} aria-hidden />
        {t('ledger.saveCheckpoint')}
      </Button>
      {read ? (
        <div className={css['sealFacts']}>
          <Facts
            items={[
              [t('ledger.entries'), read.size.toLocaleString()],
              [
                t('ledger.root'),
                <span key="root" className={css['mono']}>
                  {read.root}
                </span>,
              ],
              [
                t('ledger.origin'),
                <span key="origin" className={css['mono']}>
                  {read.origin}
                </span>,
              ],
              [
                t('ledger.key'),
                <span key="key" className={css['mono']}>
                  {it.vkey}
                </span>,
              ],
            ]}
          />
        </div>
      ) : null}
      <details className={css['note']}>
        <summary>{t('ledger.showNote')}</summary>
        <pre>{it.note}</pre>
      </details>
    </div>
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
