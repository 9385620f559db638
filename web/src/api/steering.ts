// Changes of many assets at once, and a person's own ways, as the server's routes speak of them.
import { queryOptions } from '@tanstack/react-query'
import { expect } from './client'
import type { Id } from './shapes'

export type SteerVerb =
  | 'priority'
  | 'split'
  | 'exclude'
  | 'include'
  | 'reopen'
  | 'review'
  | 'unskip'
  | 'release_lease'
export type SteerValue = string | number | null
export interface Choice {
  verb: SteerVerb
  value: SteerValue
  ids?: Id[]
  filter?: object
}
export interface Kept {
  why:
    | 'same'
    | 'broken'
    | 'excluded'
    | 'held'
    | 'not_held'
    | 'no_task'
    | 'nothing_waits'
    | 'no_label'
    | 'not_submitted'
    | 'not_skipped'
    | 'moved_on'
  n: number
  examples: string[]
}
export interface SteerPreview {
  chosen: number
  changes: number
  kept: Kept[]
  undoable: boolean
}
export interface Steered {
  id: Id | null
  changed: number
  kept: Kept[]
  undoable: boolean
}

/** What a change of many would do; asked anew each time, as work goes on meanwhile. */
export const steering = (p: Id, choice: Choice) =>
  queryOptions({
    queryKey: ['project', p, 'steering', choice],
    queryFn: ({ signal }) =>
      expect<SteerPreview>(`/projects/${p}/steering/preview`, { method: 'POST', body: choice, signal }),
    staleTime: 0,
    gcTime: 0,
    retry: false,
  })
