import { useInfiniteQuery } from '@tanstack/react-query'
import { Eye, Package } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { ledger as ledgerQuery } from '../../api/queries'
import type { LedgerEvent } from '../../api/shapes'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Empty, Loading, Notice, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Bundle } from './Bundle'
import { Events, StrangersEvents } from './Events'
import { Filters } from './Filters'
import { filtersOf, type LedgerSearch } from './filters'
import css from './ledger.module.css'
import { Panel } from './Panel'
import { Seal } from './Seal'

interface Props {
  readonly projectId: string
  readonly search: LedgerSearch
  readonly onSearch: (search: LedgerSearch) => void
}

function without(search: LedgerSearch, name: 'event' | 'sight'): LedgerSearch {
  const { [name]: _, ...rest } = search
  return rest
}

/** Opens the event before or after the one on show. */
function useSteps(events: readonly LedgerEvent[], { search, onSearch }: Props): void {
  const t = useT()
  const step = (by: 1 | -1) => {
    const at = events.findIndex((one) => one.id === search.event)
    const next = events[at < 0 ? 0 : at + by]
    if (next) onSearch({ ...search, event: next.id })
  }
  useKeys([
    { keys: '.', label: t('ledger.next'), run: () => step(1) },
    { keys: ',', label: t('ledger.previous'), run: () => step(-1) },
    ...(search.event
      ? [{ keys: 'Escape', label: t('ui.close'), run: () => onSearch(without(search, 'event')) }]
      : []),
  ])
}

function useInSight(chosen: string | undefined) {
  const list = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the row moves when another one is chosen
  useEffect(() => {
    list.current?.querySelector('[aria-current="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return list
}

function Found(props: Props) {
  const t = useT()
  const { projectId, search, onSearch } = props
  const list = useInfiniteQuery(ledgerQuery(projectId, filtersOf(search)))
  const events = list.data?.pages.flatMap((page) => page.items) ?? []
  const place = useInSight(search.event)
  useSteps(events, props)
  const Table = search.sight === 'stranger' ? StrangersEvents : Events
  return (
    <div className={search.event ? css['beside'] : undefined}>
      <div className={layout['stack']}>
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
          <div ref={place} className={layout['scroll']}>
            <Table
              events={events}
              chosen={search.event}
              onChoose={(event) => onSearch({ ...search, event })}
            />
          </div>
        ) : null}
        {list.hasNextPage ? (
          <div>
            <Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>
              {t('ui.more')}
            </Button>
          </div>
        ) : null}
      </div>
      {search.event ? (
        <Panel
          projectId={projectId}
          eventId={search.event}
          onSearch={onSearch}
          onClose={() => onSearch(without(search, 'event'))}
        />
      ) : null}
    </div>
  )
}

/** Every recorded event of the project, a seal that this browser verifies by itself, and proofs to take away. */
export function LedgerPage(props: Props) {
  const t = useT()
  const { projectId, search, onSearch } = props
  const [packing, setPacking] = useState(false)
  const stranger = search.sight === 'stranger'
  const look = () => onSearch(stranger ? without(search, 'sight') : { ...search, sight: 'stranger' })
  useKeys([
    { keys: 'v', label: t('ledger.asStranger'), run: look },
    { keys: 'd', label: t('ledger.bundle'), run: () => setPacking(true) },
  ])
  return (
    <Page
      title={t('nav.ledger')}
      lead={t('ledger.lead')}
      action={
        <>
          <Button keys="v" aria-pressed={stranger} onClick={look}>
            <Eye size={16} strokeWidth={1.5} aria-hidden />
            {t('ledger.asStranger')}
          </Button>
          <Button kind="primary" keys="d" onClick={() => setPacking(true)}>
            <Package size={16} strokeWidth={1.5} aria-hidden />
            {t('ledger.bundle')}
          </Button>
        </>
      }
    >
      <Seal projectId={projectId} />
      <Section title={t('ledger.events')}>
        <Filters {...props} />
        {stranger ? <Notice icon={<Eye size={16} aria-hidden />}>{t('ledger.strangerMeans')}</Notice> : null}
        <Found {...props} />
      </Section>
      <Bundle projectId={projectId} search={search} open={packing} onClose={() => setPacking(false)} />
    </Page>
  )
}
