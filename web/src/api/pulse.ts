// How a project's work goes, as the server's route speaks of it.
import { queryOptions } from '@tanstack/react-query'
import { expect } from './client'
import type { Id, Instant } from './shapes'

export interface PulseDay {
  /** Of UTC, `2026-11-01`. */
  day: string
  submitted: number
  accepted: number
  returned: number
}
export interface Pulse {
  days: PulseDay[]
  questions: number
  waiting_long: number
  returned: { by: { id: Id; name: string }; judged: number; returned: number }[]
  ready: number
  frozen_at: Instant | null
}

export const pulse = (p: Id) =>
  queryOptions({
    queryKey: ['project', p, 'pulse'],
    queryFn: ({ signal }) => expect<Pulse>(`/projects/${p}/pulse`, { signal }),
  })
