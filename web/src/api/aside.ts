// Work that stands aside: skipped by everybody, or arrived too late to count.
import { queryOptions } from '@tanstack/react-query'
import { expect } from './client'
import type { Id, Instant, Label, PersonRef, StepName } from './shapes'

export interface Skip {
  by: PersonRef
  at: Instant
  reason: string
  comment: string
}
export interface SkippedRow {
  asset: Id
  asset_name: string
  step: StepName
  at: Instant
  skips: Skip[]
}
export interface LateRow {
  id: Id
  asset: Id
  asset_name: string
  by: Id
  by_name: string
  saved_at: Instant
  objects: number
  /** Somebody works on the picture now: it cannot be adopted before they are done. */
  busy: boolean
}
export interface LateWork extends LateRow {
  label: Label
}

export const skipped = (p: Id) =>
  queryOptions({
    queryKey: ['project', p, 'skipped'],
    queryFn: ({ signal }) =>
      expect<{ items: SkippedRow[]; more: boolean }>(`/projects/${p}/skipped`, { signal }),
  })
export const lateWork = (p: Id) =>
  queryOptions({
    queryKey: ['project', p, 'late'],
    queryFn: ({ signal }) => expect<{ items: LateRow[] }>(`/projects/${p}/orphans`, { signal }),
  })
export const oneLate = (p: Id, id: Id) =>
  queryOptions({
    // Not below the project: once it is adopted or discarded it must not be asked for again.
    queryKey: ['late', p, id],
    queryFn: ({ signal }) => expect<LateWork>(`/projects/${p}/orphans/${id}`, { signal }),
  })
