import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { call } from '../../api/client'
import { importReport, oneImport } from '../../api/queries'
import type { Import, ReportLevel } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await, problemOf } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Bar, Loading, Notice, ProblemNote } from '../../ui/Feedback'
import { BareSelect } from '../../ui/Field'
import { JobLine } from '../../ui/JobLine'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { bytes, duration, exact, secondsLeft } from '../../ui/time'
import { DropZone } from './DropZone'
import { takeChosen } from './handover'
import css from './imports.module.css'
import { levelTone, stateTone } from './state'
import { type Sending, useUpload } from './useUpload'

interface Props {
  readonly projectId: string
  readonly importId: string
}

const LEVELS = ['refused', 'warning', 'repaired', 'ok'] as const satisfies readonly ReportLevel[]

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
          <Button onClick={() => void start()}>{t('imports.startWith', { n: value.files })}</Button>
        </div>
      ) : null}
    </div>
  )
}

function Numbers({ value }: { readonly value: Import }) {
  const t = useT()
  const numbers = [
    ['imports.files', value.files],
    ['imports.assetsMade', value.assets_made],
    ['imports.objectsMade', value.objects_made],
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

function Report({ projectId, importId, value }: Props & { readonly value: Import }) {
  const t = useT()
  const [level, setLevel] = useState<ReportLevel | null>(null)
  const report = useInfiniteQuery(importReport(projectId, importId, level))
  const { refetch } = report
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines are added while the import goes on; its progress says when
  useEffect(() => void refetch(), [value.state, value.job?.done, refetch])
  const rows = report.data?.pages.flatMap((page) => page.items) ?? []
  const filter = (
    <BareSelect
      name={t('imports.level')}
      value={level ?? ''}
      onChange={(event) => setLevel((event.target.value || null) as ReportLevel | null)}
    >
      <option value="">{t('imports.level.all')}</option>
      {LEVELS.map((one) => (
        <option key={one} value={one}>
          {t(`imports.level.${one}`)}
        </option>
      ))}
    </BareSelect>
  )
  return (
    <Section title={t('imports.report')} side={filter}>
      {report.error ? (
        <ProblemNote problem={problemOf(report.error)} onRetry={() => void report.refetch()} />
      ) : null}
      {report.isPending ? <Loading what={t('imports.loadingReport')} /> : null}
      {report.data && rows.length === 0 ? (
        <p className={layout['dim']}>{t(level ? 'imports.reportNoneOf' : 'imports.reportEmpty')}</p>
      ) : null}
      {rows.length ? (
        <table className={layout['table']}>
          <thead>
            <tr>
              <th>{t('imports.level')}</th>
              <th>{t('imports.file')}</th>
              <th>{t('imports.said')}</th>
              <th>{t('imports.object')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a report is only ever appended to
              <tr key={i}>
                <td>
                  <Tag tone={levelTone(row.level)}>{t(`imports.level.${row.level}` as MessageKey)}</Tag>
                </td>
                <td className={css['file']}>{row.file}</td>
                <td>
                  {row.message} <span className={`${layout['mono']} ${layout['dim']}`}>{row.code}</span>
                </td>
                <td className={css['file']}>{row.object}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : null}
      {report.hasNextPage ? (
        <Button onClick={() => void report.fetchNextPage()} disabled={report.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      ) : null}
    </Section>
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
  const value = one.data
  const toAssets = value?.state === 'done' && value.assets_made > 0
  return (
    <Page
      title={t('imports.one')}
      heading={
        <>
          {t('imports.one')}{' '}
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
