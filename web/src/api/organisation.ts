// What concerns the whole installation: its people, its own ledger, what runs here.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { expect, query } from './client'
import type { Id, ImportRoot, Instant, LedgerEvent, Page } from './shapes'

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

/** A request to take a person's lost factors away, which another admin confirms. */
export interface FactorReset {
  id: Id
  person: Id
  name: string
  reason: string
  asked_by: Id
  asked_by_name: string
  asked_at: Instant
  ends_at: Instant
  mine: boolean
}

export const factorResets = queryOptions({
  queryKey: ['site', 'factor-resets'],
  queryFn: ({ signal }) => expect<Page<FactorReset>>('/site/factor-resets', { signal }),
})
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
