import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { useEffect, useState } from 'react'
import { call, query, type Result } from '../../api/client'
import { importReport, type ReportFilter, reportCounts } from '../../api/queries'
import type { Import, Page as ListPage, ReportLevel, ReportRow } from '../../api/shapes'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Loading, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import css from './imports.module.css'
import { byFile, csvOf, type FileReport } from './report'
import { levelTone } from './state'

const LEVELS = ['refused', 'warning', 'repaired', 'ok'] as const satisfies readonly ReportLevel[]
const ALL: ReportFilter = { level: null, code: null }
const PAGE = 500

interface Props {
  readonly projectId: string
  readonly importId: string
  readonly value: Import
}

/** Reads the whole report page by page and hands it over as a file; says how far it is. */
function useDownload(projectId: string, importId: string, filter: ReportFilter) {
  const [lines, setLines] = useState<number | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const run = async () => {
    const rows: ReportRow[] = []
    let after: string | null = null
    setFailed(null)
    do {
      setLines(rows.length)
      const at: string = `/projects/${projectId}/imports/${importId}/report${query({ after, ...filter, limit: PAGE })}`
      const page: Result<ListPage<ReportRow>> = await call<ListPage<ReportRow>>(at)
      if (!page.ok) {
        setLines(null)
        return setFailed(page.problem.detail)
      }
      rows.push(...page.value.items)
      after = page.value.next
    } while (after !== null)
    setLines(null)
    const url = URL.createObjectURL(new Blob([csvOf(rows)], { type: 'text/csv' }))
    const link = document.createElement('a')
    link.href = url
    link.download = `import-report-${importId}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return { run, lines, failed }
}

function Kinds({
  projectId,
  importId,
  value,
  filter,
  onFilter,
}: Props & {
  readonly filter: ReportFilter
  readonly onFilter: (filter: ReportFilter) => void
}) {
  const t = useT()
  const counts = useQuery(reportCounts(projectId, importId))
  const { refetch } = counts
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines are added while the import goes on; its progress says when
  useEffect(() => void refetch(), [value.state, value.job?.done, refetch])
  const items = counts.data?.items ?? []
  const of = (level: ReportLevel) => items.filter((one) => one.level === level)
  const sum = (level: ReportLevel) => of(level).reduce((n, one) => n + one.n, 0)
  const chip = (key: string, words: React.ReactNode, n: number, to: ReportFilter) => (
    <button
      type="button"
      key={key}
      className={css['chip']}
      aria-pressed={filter.level === to.level && filter.code === to.code}
      onClick={() => onFilter(to)}
    >
      {words} <b>{n.toLocaleString()}</b>
    </button>
  )
  return (
    <fieldset className={css['kinds']} aria-label={t('imports.level')}>
      <div>
        {chip(
          'all',
          t('imports.level.all'),
          LEVELS.reduce((n, level) => n + sum(level), 0),
          ALL,
        )}
        {LEVELS.map((level) => chip(level, t(`imports.level.${level}`), sum(level), { level, code: null }))}
      </div>
      {filter.level ? (
        <div>
          {of(filter.level).map((one) =>
            chip(one.code, <code>{one.code}</code>, one.n, { level: one.level, code: one.code }),
          )}
        </div>
      ) : null}
    </fieldset>
  )
}

function OneFile({ one }: { readonly one: FileReport }) {
  const t = useT()
  const [first] = one.rows
  const said = (row: ReportRow) => (
    <>
      {row.object ? <span className={css['file']}>{row.object} </span> : null}
      {row.message} <span className={`${layout['mono']} ${layout['dim']}`}>{row.code}</span>
    </>
  )
  const head = (
    <>
      <Tag tone={levelTone(one.level)}>{t(`imports.level.${one.level}`)}</Tag>
      <span className={css['file']}>{one.file || t('imports.wholeImport')}</span>
    </>
  )
  if (one.rows.length === 1 && first)
    return (
      <li className={css['fileLine']}>
        {head}
        <span>{said(first)}</span>
      </li>
    )
  return (
    <li>
      <details className={css['fileMore']}>
        <summary className={css['fileLine']}>
          {head}
          <span>{t('imports.lines', { n: one.rows.length })}</span>
        </summary>
        <ul className={css['lines']}>
          {one.rows.map((row, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a report is only ever appended to
            <li key={i} className={css['fileLine']}>
              <Tag tone={levelTone(row.level)}>{t(`imports.level.${row.level}`)}</Tag>
              <span>{said(row)}</span>
            </li>
          ))}
        </ul>
      </details>
    </li>
  )
}

/** What became of each file, or in a dry run what would: by file, by kind, and as a file to take away. */
export function Report({ projectId, importId, value }: Props) {
  const t = useT()
  const [filter, setFilter] = useState<ReportFilter>(ALL)
  const report = useInfiniteQuery(importReport(projectId, importId, filter))
  const { refetch } = report
  // biome-ignore lint/correctness/useExhaustiveDependencies: lines are added while the import goes on; its progress says when
  useEffect(() => void refetch(), [value.state, value.job?.done, refetch])
  const download = useDownload(projectId, importId, filter)
  const busy = download.lines !== null
  useKeys([{ keys: 'w', label: t('imports.download'), run: () => void (busy || download.run()) }])
  const rows = report.data?.pages.flatMap((page) => page.items) ?? []
  const take = (
    <Button keys="w" onClick={() => void download.run()} disabled={busy || rows.length === 0}>
      <Download size={16} strokeWidth={1.5} aria-hidden />
      {busy ? t('imports.downloading', { n: download.lines ?? 0 }) : t('imports.download')}
    </Button>
  )
  return (
    <Section title={t(value.dry_run ? 'imports.reportDry' : 'imports.report')} side={take}>
      <Kinds projectId={projectId} importId={importId} value={value} filter={filter} onFilter={setFilter} />
      {download.failed ? <p role="alert">{download.failed}</p> : null}
      {report.error ? (
        <ProblemNote problem={problemOf(report.error)} onRetry={() => void report.refetch()} />
      ) : null}
      {report.isPending ? <Loading what={t('imports.loadingReport')} /> : null}
      {report.data && rows.length === 0 ? (
        <p className={layout['dim']}>{t(filter.level ? 'imports.reportNoneOf' : 'imports.reportEmpty')}</p>
      ) : null}
      <ul className={css['reportFiles']}>
        {byFile(rows).map((one) => (
          <OneFile key={one.file} one={one} />
        ))}
      </ul>
      {report.hasNextPage ? (
        <Button onClick={() => void report.fetchNextPage()} disabled={report.isFetchingNextPage}>
          {t('ui.more')}
        </Button>
      ) : null}
    </Section>
  )
}
