// Shapes of members, releases, the ledger and one's own account, told apart from those of the work itself.
import type { Id, Instant, Job, PersonRef, Split } from './shapes'

export interface OwnSession {
  id: Id
  kind: 'browser' | 'token'
  created_at: Instant
  active_at: Instant
  idle_ends_at: Instant | null
  ends_at: Instant
  current: boolean
}

export interface MemberUses {
  user_id: Id
  /** Set when older events were not looked at. */
  known_from: Instant | null
  rights: { right: string; last: Instant }[]
}

export interface BulkVerdicts {
  items: { email: string; verdict: BulkVerdict; detail: string }[]
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

export type BulkVerdict = 'would_add' | 'added' | 'member_already' | 'no_account' | 'not_allowed' | 'twice'

export interface Snapshot {
  id: Id
  name: string
  assets: number
  labels: number
  root: string
  created_at: Instant
}

export interface ReleaseIn {
  snapshot_id: Id
  format: 'coco' | 'jsonl'
  splits: Split[] | null
  classes: string[] | null
  purpose: string
  notes: string
  recipients: Id[]
}

export interface Release {
  id: Id
  n: number
  snapshot: { id: Id; name: string }
  format: 'coco' | 'jsonl'
  splits: Split[] | null
  classes: string[] | null
  only_reviewed: boolean
  purpose: string
  notes: string
  state: ReleaseState
  refusal: string | null
  requested_by: PersonRef
  requested_at: Instant
  approvals: { by: PersonRef; at: Instant }[]
  approvals_needed: number
  recipients: { user: PersonRef; downloaded_at: Instant | null }[]
  job: Job | null
  manifest_sha256: string | null
  bytes: number | null
  assets: number | null
  labels: number | null
  /** What differs from the release that was ready before this one was asked for. */
  changes: {
    previous: { id: Id; n: number } | null
    assets: { added: number; removed: number; changed: number }
    labels: { added: number; removed: number; changed: number }
  }
  stamps: { kind: string; at: Instant; by: PersonRef | null }[]
}

export interface LedgerEvent {
  id: Id
  at: Instant
  action: string
  actor: PersonRef | null
  object_type: string
  object_id: Id | null
  outcome: string
  leaf: number | null
  /** The public leaf: all that a stranger who holds the log sees. */
  entry: string
  /** Null once what it said was erased. */
  facts: Record<string, unknown> | null
}

export interface Checkpoint {
  note: string
  vkey: string
  size: number
}

export type ReleaseState = 'requested' | 'approved' | 'writing' | 'ready' | 'refused' | 'failed'
