// Shapes of versions, verdicts and one's own work, told apart from those of a task.
import type { Id, Instant, Issue, Label, Work } from './shapes'

export type Verdict = 'accept' | 'fix' | 'return'
/** What a review says of one object: right, changed by the reviewer, or for the labeler to change. */
export type ObjectVerdict = 'accept' | 'fix' | 'reject'
export interface VersionReview {
  verdict: Verdict
  by: { id: Id; name: string }
  at: Instant
  /** The version that the reviewer made. */
  result: { id: Id; n: number } | null
  objects: Record<Id, ObjectVerdict>
}
export interface PastVersion {
  id: Id
  n: number
  kind: 'human' | 'review' | 'import'
  by: { id: Id; name: string }
  at: Instant
  objects: number
  review: VersionReview | null
}
/** One's own submitted work; `verdict` is null while it waits. */
export interface MineRow {
  version: { id: Id; n: number }
  asset: Id
  asset_name: string
  at: Instant
  objects: number
  verdict: Verdict | null
  reviewed_at: Instant | null
  counts: { accept: number; fix: number; reject: number } | null
  remarks: number
  open: number
}
export interface MineWork {
  version: { id: Id; n: number }
  asset: Id
  asset_name: string
  at: Instant
  parts: Work['asset']['parts']
  ontology_version: Id
  label: Label
  review: VersionReview | null
  result: Label | null
  issues: Issue[]
}
