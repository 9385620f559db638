import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback } from 'react'
import { assets as assetsQuery } from '../../api/queries'
import type { AssetRow } from '../../api/shapes'
import { problemOf } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Empty, Loading, ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { counted } from '../../ui/time'
import { Filters } from './Filters'
import { type AssetSearch, filtersOf, isFiltered } from './filters'
import { List } from './List'

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

/** Everything there is to label, with its state; the filters are the address. */
export function AssetsPage({ projectId, search, onSearch }: Props) {
  const t = useT()
  const navigate = useNavigate()
  const list = useInfiniteQuery(assetsQuery(projectId, filtersOf(search)))
  const rows = list.data?.pages.flatMap((page) => page.items) ?? []
  const count = list.data?.pages[0]?.count
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const more = useCallback(() => {
    if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage])
  const open = (row: AssetRow) =>
    void navigate({ to: '/projects/$p/assets/$a', params: { p: projectId, a: row.id } })
  return (
    <Page title={t('nav.assets')} width="full">
      <Filters
        projectId={projectId}
        search={search}
        onSearch={onSearch}
        count={count ? t('assets.count', { n: counted(count) }) : null}
      />
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
        />
      ) : null}
    </Page>
  )
}
