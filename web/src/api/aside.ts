// Work that stands aside: skipped by everybody, or arrived too late to count.
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { expect, query } from './client'
import type { Id, Instant, Label, Page, PersonRef, StepName } from './shapes'

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

/** A page of a list with how many there are in all; counting stops where it is `capped`. */
export interface CountedPage<Item> extends Page<Item> {
  count: { n: number; capped: boolean }
}

const listed = <Row>(p: Id, name: string, path: string) =>
  infiniteQueryOptions({
    queryKey: ['project', p, name],
    queryFn: ({ pageParam, signal }) =>
      expect<CountedPage<Row>>(`/projects/${p}/${path}${query({ after: pageParam })}`, { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: (last: CountedPage<Row>) => last.next,
  })

export const skipped = (p: Id) => listed<SkippedRow>(p, 'skipped', 'skipped')
export const lateWork = (p: Id) => listed<LateRow>(p, 'late', 'orphans')
export const oneLate = (p: Id, id: Id) =>
  queryOptions({
    // Not below the project: once it is adopted or discarded it must not be asked for again.
    queryKey: ['late', p, id],
    queryFn: ({ signal }) => expect<LateWork>(`/projects/${p}/orphans/${id}`, { signal }),
  })
