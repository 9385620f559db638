import { type InfiniteData, type UseInfiniteQueryResult, useInfiniteQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { type FormEvent, type ReactNode, useState } from 'react'
import {
  type CountedPage,
  type LateRow,
  lateWork,
  type Skip,
  type SkippedRow,
  skipped,
} from '../../api/aside'
import { call } from '../../api/client'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { TextArea } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { type MessageKey, type Translate, useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { Thumbnail } from '../../ui/Thumbnail'
import { ago, counted, exact } from '../../ui/time'
import css from './aside.module.css'
import { Look } from './Look'

interface InProject {
  readonly projectId: string
}

const REASONS = ['cannot_see', 'unclear', 'wrong_data', 'broken', 'other']

function reasonWords(t: Translate, reason: string): string {
  return REASONS.includes(reason) ? t(`workbench.skip.${reason}` as MessageKey) : reason
}

function Reasons({ skips }: { readonly skips: readonly Skip[] }) {
  const t = useT()
  if (skips.length === 0) return <span className={layout['dim']}>{t('aside.noReason')}</span>
  return (
    <ul>
      {skips.map((one) => (
        <li key={`${one.at} ${one.by.id}`}>
          <b>{one.by.name}</b>: {reasonWords(t, one.reason)}
          {one.comment ? <span className={layout['dim']}> · {one.comment}</span> : null}
        </li>
      ))}
    </ul>
  )
}

/** The way back into the queue, with a word why. */
function PutBack({ projectId, row, onClose }: InProject & { row: SkippedRow; onClose: () => void }) {
  const t = useT()
  const back = useAct(
    (comment: string) =>
      call<void>(`/projects/${projectId}/assets/${row.asset}/unskip`, { method: 'POST', body: { comment } }),
    [['project', projectId]],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const comment = String(new FormData(event.currentTarget).get('comment')).trim()
    if ((await back.run(comment)) !== null) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t('aside.backTitle')}>
      <form className={layout['stack']} onSubmit={submit}>
        <p>
          <b>{row.asset_name}</b>
        </p>
        <p className={layout['note']}>{t('aside.backText')}</p>
        {back.problem ? <ProblemNote problem={back.problem} /> : null}
        <TextArea label={t('aside.comment')} name="comment" maxLength={4000} rows={2} />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" disabled={back.busy} autoFocus>
            {t('aside.back')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Picture({ projectId, id, name }: InProject & { id: string; name: string }) {
  return (
    <span className={css['what']}>
      <Thumbnail className={css['thumb']} projectId={projectId} assetId={id} alt="" />
      <Link to="/projects/$p/assets/$a" params={{ p: projectId, a: id }}>
        {name}
      </Link>
    </span>
  )
}

function SkippedTable({ projectId, rows }: InProject & { rows: readonly SkippedRow[] }) {
  const t = useT()
  const [back, setBack] = useState<SkippedRow | null>(null)
  return (
    <>
      <table className={`${layout['table']} ${css['skipped']}`}>
        <thead>
          <tr>
            <th scope="col">{t('assets.name')}</th>
            <th scope="col">{t('aside.why')}</th>
            <th scope="col">{t('aside.when')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.asset} ${row.step}`}>
              <th scope="row">
                <Picture projectId={projectId} id={row.asset} name={row.asset_name} />
              </th>
              <td>
                <Reasons skips={row.skips} />
              </td>
              <td title={exact(row.at)} className={css['when']}>
                {ago(row.at)}
              </td>
              <td className={css['do']}>
                <Button onClick={() => setBack(row)} aria-label={t('aside.backOf', { name: row.asset_name })}>
                  {t('aside.back')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {back ? <PutBack projectId={projectId} row={back} onClose={() => setBack(null)} /> : null}
    </>
  )
}

function LateTable({ projectId, rows }: InProject & { rows: readonly LateRow[] }) {
  const t = useT()
  const [look, setLook] = useState<LateRow | null>(null)
  return (
    <>
      <table className={`${layout['table']} ${css['late']}`}>
        <thead>
          <tr>
            <th scope="col">{t('assets.name')}</th>
            <th scope="col">{t('aside.by')}</th>
            <th scope="col" className={layout['number']}>
              {t('aside.objects')}
            </th>
            <th scope="col">{t('aside.when')}</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <Picture projectId={projectId} id={row.asset} name={row.asset_name} />
              </th>
              <td>{row.by_name}</td>
              <td className={layout['number']}>{row.objects}</td>
              <td title={exact(row.saved_at)} className={css['when']}>
                {ago(row.saved_at)} {row.busy ? <Tag tone="accent">{t('aside.busy')}</Tag> : null}
              </td>
              <td className={css['do']}>
                <Button
                  onClick={() => setLook(row)}
                  aria-label={t('aside.lookOf', { by: row.by_name, name: row.asset_name })}
                >
                  {t('aside.look')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {look ? <Look projectId={projectId} row={look} onClose={() => setLook(null)} /> : null}
    </>
  )
}

interface ListProps<Item> {
  readonly query: UseInfiniteQueryResult<InfiniteData<CountedPage<Item>>>
  readonly title: string
  readonly text: string
  readonly none: string
  readonly side?: ReactNode
  readonly table: (rows: readonly Item[]) => ReactNode
}

/** One kind of what stands aside: how many there are, the newest first, and more on demand. */
function List<Item>({ query, title, text, none, side, table }: ListProps<Item>) {
  const t = useT()
  // Each page counted when it was read; the last one knows best.
  const count = query.data?.pages.at(-1)?.count
  const rows = query.data?.pages.flatMap(({ items }) => items) ?? []
  return (
    <Section title={count?.n ? `${title} · ${counted(count)}` : title} side={rows.length ? side : undefined}>
      <Await query={query} what={t('aside.loading')}>
        {() => (
          <>
            <p className={layout['note']}>{rows.length ? text : none}</p>
            {rows.length ? table(rows) : null}
            {query.hasNextPage ? (
              <Button kind="quiet" disabled={query.isFetching} onClick={() => void query.fetchNextPage()}>
                {t('ui.more')}
              </Button>
            ) : null}
          </>
        )}
      </Await>
    </Section>
  )
}

/** Work that no longer moves by itself, each with what can be done about it. */
export function AsidePage({ projectId }: InProject) {
  const t = useT()
  return (
    <Page title={t('nav.aside')} lead={t('aside.lead')}>
      <List
        query={useInfiniteQuery(skipped(projectId))}
        title={t('aside.skipped')}
        text={t('aside.skippedText')}
        none={t('aside.skippedNone')}
        side={
          <ButtonLink
            kind="quiet"
            to="/projects/$p/assets"
            params={{ p: projectId }}
            search={{ status: 'skipped', look: 'table' }}
          >
            {t('aside.backAll')}
          </ButtonLink>
        }
        table={(rows) => <SkippedTable projectId={projectId} rows={rows} />}
      />
      <List
        query={useInfiniteQuery(lateWork(projectId))}
        title={t('aside.late')}
        text={t('aside.lateText')}
        none={t('aside.lateNone')}
        table={(rows) => <LateTable projectId={projectId} rows={rows} />}
      />
    </Page>
  )
}
