import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { type FormEvent, useRef } from 'react'
import { address } from '../../api/client'
import { type LedgerFilters, ledger as ledgerQuery, members } from '../../api/queries'
import type { LedgerEvent } from '../../api/shapes'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import control from '../../ui/controls.module.css'
import { Empty, Loading, ProblemNote } from '../../ui/Feedback'
import { BareSelect } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { exact } from '../../ui/time'
import { readSearch } from './filters'
import css from './ledger.module.css'
import { Seal } from './Seal'

interface Props {
  readonly projectId: string
  readonly search: LedgerFilters
  readonly onSearch: (search: LedgerFilters) => void
}

function Filters({ projectId, search, onSearch }: Props) {
  const t = useT()
  const first = useRef<HTMLInputElement>(null)
  const people = useQuery(members(projectId))
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSearch(readSearch(Object.fromEntries(new FormData(event.currentTarget))))
  }
  useKeys([{ keys: '/', label: t('ledger.filterAction'), run: () => first.current?.focus() }])
  return (
    // The key draws the fields anew when the address changes, so that they show what is filtered.
    <form key={JSON.stringify(search)} className={css['filters']} onSubmit={submit}>
      <input
        ref={first}
        className={control['input']}
        type="search"
        name="action"
        aria-label={t('ledger.filterAction')}
        placeholder={`${t('ledger.filterAction')}  /`}
        defaultValue={search.action ?? ''}
      />
      <BareSelect
        name={t('ledger.filterActor')}
        defaultValue={search.actor ?? ''}
        onChange={(event) => onSearch(readSearch({ ...search, actor: event.target.value }))}
      >
        <option value="">{t('ledger.anybody')}</option>
        {people.data?.items.map((one) => (
          <option key={one.user_id} value={one.user_id}>
            {one.name}
          </option>
        ))}
      </BareSelect>
      <input
        className={control['input']}
        type="search"
        name="object"
        aria-label={t('ledger.filterObject')}
        placeholder={t('ledger.filterObject')}
        defaultValue={search.object ?? ''}
      />
      <input type="hidden" name="actor" value={search.actor ?? ''} />
      <Button type="submit" keys="Enter">
        {t('ledger.filter')}
      </Button>
    </form>
  )
}

function Event({ projectId, event }: { readonly projectId: string; readonly event: LedgerEvent }) {
  const t = useT()
  const facts = Object.entries(event.facts ?? {})
  return (
    <tr>
      <td className={css['mono']}>
        {event.leaf === null ? <span title={t('ledger.notYet')}>…</span> : event.leaf.toLocaleString()}
      </td>
      <td>
        <time dateTime={event.at}>{exact(event.at)}</time>
      </td>
      <th scope="row" className={css['mono']}>
        {event.action}{' '}
        {event.outcome === 'ok' || event.outcome === 'done' ? null : <Tag tone="refuse">{event.outcome}</Tag>}
      </th>
      <td>{event.actor?.name ?? t('assets.bySystem')}</td>
      <td className={css['facts']}>
        {event.object_type} {event.object_id}
        {facts.length ? <br /> : null}
        {facts
          .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
          .join(' ')}
      </td>
      <td>
        {event.leaf === null ? null : (
          <a
            href={address(`/projects/${projectId}/ledger/${event.id}/receipt`)}
            download={`receipt-${event.leaf}.txt`}
            aria-label={t('ledger.receiptOf', { n: event.leaf })}
          >
            <Download size={16} strokeWidth={1.5} aria-hidden /> {t('ledger.receipt')}
          </a>
        )}
      </td>
    </tr>
  )
}

/** Every recorded event of the project, and a seal that this browser verifies by itself. */
export function LedgerPage({ projectId, search, onSearch }: Props) {
  const t = useT()
  const list = useInfiniteQuery(ledgerQuery(projectId, search))
  const events = list.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <Page title={t('nav.ledger')} lead={t('ledger.lead')}>
      <Seal projectId={projectId} />
      <Section title={t('ledger.events')}>
        <Filters projectId={projectId} search={search} onSearch={onSearch} />
        {list.isPending ? <Loading what={t('ledger.loading')} /> : null}
        {list.error ? (
          <ProblemNote problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
        ) : null}
        {list.data && events.length === 0 ? (
          <Empty title={t('ledger.emptyTitle')} command="labelkeep audit verify">
            {t('ledger.emptyText')}
          </Empty>
        ) : null}
        {events.length ? (
          <div className={layout['scroll']}>
            <table className={`${layout['table']} ${css['events']}`}>
              <thead>
                <tr>
                  <th>{t('ledger.leaf')}</th>
                  <th>{t('ledger.when')}</th>
                  <th>{t('ledger.action')}</th>
                  <th>{t('ledger.who')}</th>
                  <th>{t('ledger.what')}</th>
                  <th>{t('ledger.proof')}</th>
                </tr>
              </thead>
              <tbody>
                {events.map((event) => (
                  <Event key={event.id} projectId={projectId} event={event} />
                ))}
              </tbody>
            </table>
          </div>
        ) : null}
        {list.hasNextPage ? (
          <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
            {t('ui.more')}
          </Button>
        ) : null}
      </Section>
    </Page>
  )
}
