// What concerns the whole installation: its people, its own ledger, what runs here.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { expect, query } from './client'
import type { Id, ImportRoot, LedgerEvent, Page } from './shapes'

export interface SitePerson {
  id: Id
  name: string
  email: string
  site_role: 'admin' | null
  status: string
}
export interface Package {
  name: string
  version: string
  licence: string
}
export interface About {
  version: string
  licence: string
  packages: Package[]
  database: 'own' | 'server'
  head: { origin: string; size: number; root: string; vkey: string } | null
}

export const people = queryOptions({
  queryKey: ['site', 'people'],
  queryFn: ({ signal }) => expect<Page<SitePerson>>('/site/people', { signal }),
})
export const roots = queryOptions({
  queryKey: ['site', 'import-roots'],
  queryFn: ({ signal }) => expect<{ items: ImportRoot[] }>('/site/import-roots', { signal }),
})
export const siteLedger = infiniteQueryOptions({
  queryKey: ['site', 'ledger'],
  queryFn: ({ pageParam, signal }) =>
    expect<Page<LedgerEvent>>(`/site/ledger${query({ after: pageParam, limit: 30 })}`, { signal }),
  initialPageParam: null as string | null,
  getNextPageParam: (last: Page<LedgerEvent>) => last.next,
})
export const about = queryOptions({
  queryKey: ['about'],
  queryFn: ({ signal }) => expect<About>('/about', { signal }),
})
