// Shapes of members, releases, the ledger and one's own account, told apart from those of the work itself.
import type { Id, Instant, LedgerEvent } from './shapes'

export interface OwnSession {
  id: Id
  kind: 'browser' | 'token'
  created_at: Instant
  active_at: Instant
  idle_ends_at: Instant | null
  ends_at: Instant
  current: boolean
}

export interface Preferences {
  items: Partial<Record<PreferenceName, Record<string, unknown>>>
}

export interface MemberUses {
  user_id: Id
  /** Set when older events were not looked at. */
  known_from: Instant | null
  rights: { right: string; last: Instant }[]
}

export interface BulkVerdicts {
  items: { email: string; verdict: Verdict; detail: string }[]
}

export interface ReleaseStatement {
  manifest: string
  signature: string
  vkey: string
}

export interface LedgerEventDetail extends LedgerEvent {
  /** Base64 of salt and padded payload; null once its key was destroyed. */
  opened: string | null
}

export type PreferenceName = 'appearance' | 'display' | 'guide' | 'keys' | 'lists'

export type Verdict = 'would_add' | 'added' | 'member_already' | 'no_account' | 'not_allowed' | 'twice'
