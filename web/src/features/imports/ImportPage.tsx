import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { call } from '../../api/client'
import { oneImport } from '../../api/queries'
import type { Import } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Bar, Notice, ProblemNote } from '../../ui/Feedback'
import { JobLine } from '../../ui/JobLine'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { bytes, duration, exact, secondsLeft } from '../../ui/time'
import { DropZone } from './DropZone'
import { takeChosen } from './handover'
import css from './imports.module.css'
import { Report } from './Report'
import { stateTone } from './state'
import { type Sending, useUpload } from './useUpload'

interface Props {
  readonly projectId: string
  readonly importId: string
}

function SendingLine({ sending }: { readonly sending: Extract<Sending, { name: 'sending' }> }) {
  const t = useT()
  const { progress, since } = sending
  const left = secondsLeft({
    done: progress.bytesSent,
    total: progress.bytes,
    started_at: new Date(since).toISOString(),
  })
  return (
    <div className={css['sending']} role="status">
      <div>
        {t('imports.sending', { sent: progress.sent, files: progress.files })} ·{' '}
        {t('imports.sendingBytes', { sent: bytes(progress.bytesSent), all: bytes(progress.bytes) })}
        {left === null ? '' : ` · ${t('job.left', { time: duration(left) })}`}
      </div>
      <Bar name={t('imports.upload')} done={progress.bytesSent} total={progress.bytes} />
    </div>
  )
}

function Upload({ projectId, importId, value }: Props & { readonly value: Import }) {
  const t = useT()
  const { sending, send, start } = useUpload(projectId, importId)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the chosen files are taken over once, when the page opens
  useEffect(() => {
    const chosen = takeChosen(importId)
    if (chosen.length) void send(chosen)
  }, [importId])
  if (sending.name === 'sending') return <SendingLine sending={sending} />
  return (
    <div className={layout['stack']}>
      {sending.name === 'failed' ? (
        <ProblemNote problem={sending.problem} onRetry={() => void start()} />
      ) : null}
      {sending.name === 'incomplete' ? (
        <Notice tone="wait">
          {t('imports.incomplete', { n: sending.progress.refused.length })}
          <ul>
            {sending.progress.refused.slice(0, 10).map((one) => (
              <li key={one.name}>
                <span className={css['file']}>{one.name}</span> {one.problem.detail}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <DropZone title={t('imports.resume')} onChosen={(sources) => void send(sources)} />
      {value.files > 0 ? (
        <div>
          <Button onClick={() => void start()}>
            {t(value.dry_run ? 'imports.tryWith' : 'imports.startWith', { n: value.files })}
          </Button>
        </div>
      ) : null}
    </div>
  )
}

function Numbers({ value }: { readonly value: Import }) {
  const t = useT()
  const numbers = [
    ['imports.files', value.files],
    [value.dry_run ? 'imports.wouldMake' : 'imports.assetsMade', value.assets_made],
    [value.dry_run ? 'imports.wouldMakeObjects' : 'imports.objectsMade', value.objects_made],
    ['imports.repaired', value.repaired],
    ['imports.refused', value.refused],
  ] as const
  return (
    <div className={css['numbers']}>
      {numbers.map(([key, n]) => (
        <div key={key} className={css['number']}>
          <b>{n.toLocaleString()}</b>
          <span>{t(key)}</span>
        </div>
      ))}
    </div>
  )
}

/** One import: what is sent, how far the job is, and what became of each file. */
export function ImportPage({ projectId, importId }: Props) {
  const t = useT()
  const one = useQuery(oneImport(projectId, importId))
  const cancel = useAct(
    (_: null) => call<Import>(`/projects/${projectId}/imports/${importId}/cancel`, { method: 'POST' }),
    [['project', projectId]],
  )
  const navigate = useNavigate()
  const forReal = useAct(
    (_: null) => call<Import>(`/projects/${projectId}/imports/${importId}/for-real`, { method: 'POST' }),
    [['project', projectId]],
  )
  const value = one.data
  const dry = value?.dry_run ?? false
  const tried = dry && value?.state === 'done'
  const toAssets = value?.state === 'done' && !dry && value.assets_made > 0
  const repeat = async () => {
    if (forReal.busy) return
    const made = await forReal.run(null)
    if (made) void navigate({ to: '/projects/$p/imports/$i', params: { p: projectId, i: made.id } })
  }
  useKeys(tried ? [{ keys: 'Ctrl+Enter', label: t('imports.forReal'), run: () => void repeat() }] : [])
  return (
    <Page
      title={t(dry ? 'imports.dryRun' : 'imports.one')}
      heading={
        <>
          {t(dry ? 'imports.dryRun' : 'imports.one')}{' '}
          {value ? (
            <Tag tone={stateTone(value.state)}>{t(`imports.state.${value.state}` as MessageKey)}</Tag>
          ) : null}
        </>
      }
      lead={value ? exact(value.created_at) : undefined}
      action={
        <>
          {value?.state === 'open' ? (
            <Button onClick={() => void cancel.run(null)}>{t('imports.cancel')}</Button>
          ) : null}
          {tried ? (
            <Button kind="primary" keys="Ctrl+Enter" disabled={forReal.busy} onClick={() => void repeat()}>
              {t('imports.forReal')}
            </Button>
          ) : null}
          {toAssets ? (
            <ButtonLink kind="primary" to="/projects/$p/assets" params={{ p: projectId }}>
              {t('imports.toAssets')}
            </ButtonLink>
          ) : null}
        </>
      }
    >
      <Await query={one} what={t('imports.loading')}>
        {(it) => (
          <div className={layout['stack']}>
            {cancel.problem ? <ProblemNote problem={cancel.problem} /> : null}
            {forReal.problem ? <ProblemNote problem={forReal.problem} /> : null}
            {it.dry_run ? (
              <Notice>{t(it.state === 'done' ? 'imports.dryDone' : 'imports.dryNotice')}</Notice>
            ) : null}
            {it.state === 'open' && it.source.kind === 'upload' ? (
              <Upload projectId={projectId} importId={importId} value={it} />
            ) : (
              <Numbers value={it} />
            )}
            {it.job && it.state !== 'done' ? (
              <JobLine job={it.job} onCancel={() => void cancel.run(null)} />
            ) : null}
            {it.state === 'open' ? null : <Report projectId={projectId} importId={importId} value={it} />}
          </div>
        )}
      </Await>
    </Page>
  )
}
