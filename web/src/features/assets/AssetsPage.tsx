import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useState } from 'react'
import { call } from '../../api/client'
import { assets as assetsQuery, project as projectQuery } from '../../api/queries'
import type { AssetRow } from '../../api/shapes'
import type { Steered, SteerVerb } from '../../api/steering'
import { useAct } from '../../api/useAct'
import { problemOf } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty, Loading, Notice, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { counted } from '../../ui/time'
import { Chosen } from './Chosen'
import css from './chosen.module.css'
import { Filters } from './Filters'
import { type AssetSearch, filtersOf, isFiltered } from './filters'
import { List } from './List'
import { Steer } from './Steer'
import { EVERYTHING, isEmpty, NOTHING, type Selection } from './selection'

interface Props {
  readonly projectId: string
  readonly search: AssetSearch
  readonly onSearch: (search: AssetSearch) => void
}

function Nothing({ projectId, search, onSearch }: Props) {
  const t = useT()
  if (isFiltered(search))
    return (
      <Empty
        title={t('assets.noneMatch')}
        action={<Button onClick={() => onSearch({})}>{t('assets.clear')}</Button>}
      >
        {t('assets.noneMatchText')}
      </Empty>
    )
  return (
    <Empty
      title={t('assets.emptyTitle')}
      command="labelkeep import PROJECT FOLDER"
      action={
        <ButtonLink kind="primary" to="/projects/$p/imports" params={{ p: projectId }}>
          {t('projects.do.import')}
        </ButtonLink>
      }
    >
      {t('assets.emptyText')}
    </Empty>
  )
}

/** What the last change did, and the way back while there is one. */
function Done({ projectId, done, onOver }: { projectId: string; done: Steered; onOver: () => void }) {
  const t = useT()
  const undo = useAct(
    (id: string) => call<Steered>(`/projects/${projectId}/steering/${id}/undo`, { method: 'POST' }),
    [['project', projectId]],
  )
  const [undone, setUndone] = useState<Steered | null>(null)
  const back = async () => {
    if (!done.id || undo.busy) return
    const answer = await undo.run(done.id)
    if (answer) setUndone(answer)
  }
  const may = done.undoable && !undone
  useKeys(may ? [{ keys: 'Ctrl+z', label: t('steer.undo'), run: () => void back() }] : [])
  const left = undone ? done.changed - undone.changed : 0
  return (
    <div className={css['done']} role="status">
      <Notice>
        {undone ? t('steer.undone', { n: undone.changed }) : t('steer.done', { n: done.changed })}
        {left > 0 ? ` ${t('steer.undoneLeft', { n: left })}` : ''}
      </Notice>
      {may ? (
        <Button onClick={() => void back()} keys="Ctrl+z" disabled={undo.busy}>
          {t('steer.undo')}
        </Button>
      ) : null}
      <Button kind="quiet" onClick={onOver}>
        {t('ui.close')}
      </Button>
      {undo.problem ? <ProblemNote problem={undo.problem} /> : null}
    </div>
  )
}

/** Everything there is to label, with its state; the filters are the address. */
export function AssetsPage({ projectId, search, onSearch }: Props) {
  const t = useT()
  const navigate = useNavigate()
  const filters = useMemo(() => filtersOf(search), [search])
  const list = useInfiniteQuery(assetsQuery(projectId, filters))
  const project = useQuery(projectQuery(projectId))
  const steers = project.data?.capabilities.includes('Steer') ?? false
  const [selection, setSelection] = useState<Selection>(NOTHING)
  const [verb, setVerb] = useState<SteerVerb | null>(null)
  const [done, setDone] = useState<Steered | null>(null)
  const asked = JSON.stringify(filters)
  // What was chosen under other filters may not be on this list at all.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the filters by value
  useEffect(() => setSelection(NOTHING), [asked])
  const rows = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data])
  const count = list.data?.pages[0]?.count
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const open = (row: AssetRow) =>
    void navigate({ to: '/projects/$p/assets/$a', params: { p: projectId, a: row.id } })
  const all = count ? counted(count) : ''
  const chosen = selection.all ? all : selection.ids.size.toLocaleString()
  return (
    <Page title={t('nav.assets')} width="full">
      <Filters
        projectId={projectId}
        search={search}
        onSearch={onSearch}
        count={count ? t('assets.count', { n: all, count: count.n }) : null}
      />
      {done ? <Done key={done.id} projectId={projectId} done={done} onOver={() => setDone(null)} /> : null}
      {list.isPending ? <Loading what={t('assets.loading')} /> : null}
      {list.error ? (
        <ProblemNote problem={problemOf(list.error)} onRetry={() => void list.refetch()} />
      ) : null}
      {list.data && rows.length === 0 ? (
        <Nothing projectId={projectId} search={search} onSearch={onSearch} />
      ) : null}
      {rows.length ? (
        <List
          projectId={projectId}
          rows={rows}
          table={search.look === 'table'}
          onOpen={open}
          onNearEnd={more}
          selection={steers ? selection : null}
          onSelection={setSelection}
        />
      ) : null}
      {steers && !isEmpty(selection) ? (
        <Chosen
          n={chosen}
          matching={!selection.all && count && (count.capped || count.n > selection.ids.size) ? all : null}
          onAll={() => setSelection(EVERYTHING)}
          onClear={() => setSelection(NOTHING)}
          onVerb={setVerb}
        />
      ) : null}
      {verb ? (
        <Steer
          projectId={projectId}
          verb={verb}
          selection={selection}
          filters={filters}
          onClose={() => setVerb(null)}
          onDone={(made) => {
            setVerb(null)
            setSelection(NOTHING)
            setDone(made)
          }}
        />
      ) : null}
    </Page>
  )
}
