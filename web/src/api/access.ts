// From where people may work, tokens of programs, and why a member may do something.
import { queryOptions } from '@tanstack/react-query'
import { expect } from './client'
import type { Capability, Id, Instant, Page, Role } from './shapes'

export type FactorRole = Role | 'admin'
export interface Rules {
  networks: string[] | null
  factor_required: boolean
  factor_roles: FactorRole[]
  address: string | null
}
export interface Conditions {
  networks: string[] | null
  factor_required: boolean
  address: string | null
}
export interface Token {
  id: Id
  person: Id
  person_name: string
  name: string | null
  project: Id | null
  project_name: string | null
  capabilities: Capability[] | null
  networks: string[] | null
  created_at: Instant
  last_use: Instant | null
  ends_at: Instant
}
export interface NewToken {
  name: string
  project: Id | null
  capabilities: Capability[]
  networks: string[] | null
  days: number
}
export interface MadeToken {
  id: Id
  token: string
  ends_at: Instant
}
type ReasonKind =
  | 'account.active'
  | 'account.closed'
  | 'membership.active'
  | 'membership.suspended'
  | 'dates.open'
  | 'dates.until'
  | 'dates.early'
  | 'dates.late'
  | 'role.holds'
  | 'role.approver'
  | 'role.lacks'
  | 'networks.any'
  | 'networks.only'
  | 'factor.none'
  | 'factor.asked'
export interface Explanation {
  capability: Capability
  allowed: boolean
  reasons: { kind: ReasonKind; holds: boolean; at: Instant | null; networks: string[] }[]
}

export const rules = queryOptions({
  queryKey: ['site', 'rules'],
  queryFn: ({ signal }) => expect<Rules>('/site/rules', { signal }),
})
export const everybodysTokens = queryOptions({
  queryKey: ['site', 'tokens'],
  queryFn: ({ signal }) => expect<Page<Token>>('/site/tokens', { signal }),
})
export const myTokens = queryOptions({
  queryKey: ['tokens'],
  queryFn: ({ signal }) => expect<Page<Token>>('/me/tokens', { signal }),
})
export const conditions = (p: Id) =>
  queryOptions({
    queryKey: ['project', p, 'conditions'],
    queryFn: ({ signal }) => expect<Conditions>(`/projects/${p}/conditions`, { signal }),
  })
export const explanation = (p: Id, person: Id, capability: Capability) =>
  queryOptions({
    queryKey: ['project', p, 'explain', person, capability],
    queryFn: ({ signal }) =>
      expect<Explanation>(`/projects/${p}/members/${person}/explain?capability=${capability}`, { signal }),
  })
