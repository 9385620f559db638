import { queryOptions } from '@tanstack/react-query'
import { expect } from './client'
import type { Id, Instant, Page } from './shapes'

export interface WayIn {
  id: Id
  label: string
}

export interface OwnIdentity {
  id: Id
  provider: Id
  label: string
  since: Instant
}

export const waysIn = queryOptions({
  queryKey: ['ways-in'],
  queryFn: ({ signal }) => expect<Page<WayIn>>('/sign-in/providers', { signal }),
})

export const myIdentities = queryOptions({
  queryKey: ['identities'],
  queryFn: ({ signal }) => expect<Page<OwnIdentity>>('/me/identities', { signal }),
})
