// Threads away from their pictures, as the server's routes speak of them.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { expect, query } from './client'
import type { Id, Issue, Page } from './shapes'

export interface Thread extends Issue {
  asset: Id
  asset_name: string
  mine: boolean
  /** Whether this person's word closes it; else it only marks it as answered. */
  closes: boolean
  /** The task in which this person holds the picture now. */
  task: 'label' | 'review' | null
}

export type Stands = 'open' | 'answered' | 'resolved'
export interface ThreadFilters {
  status: Stands
  kind?: Issue['type']
  /** Who opened it. */
  person?: Id
  mine?: 'true'
}

export const threads = (p: Id, filters: ThreadFilters) =>
  infiniteQueryOptions({
    queryKey: ['project', p, 'threads', filters],
    queryFn: ({ pageParam, signal }) =>
      expect<Page<Thread>>(`/projects/${p}/issues${query({ ...filters, after: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: Page<Thread>) => last.next,
  })

export const oneThread = (p: Id, id: Id) =>
  queryOptions({
    queryKey: ['project', p, 'thread', id],
    queryFn: ({ signal }) => expect<Thread>(`/projects/${p}/issues/${id}`, { signal }),
  })
