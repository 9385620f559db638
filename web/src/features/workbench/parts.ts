/** Which parts of an asset stand side by side. Pure, but for what a sitting remembers. */
import type { View } from '../../api/shapes'

export type Part = View['parts'][number]

export const mostUp = 4

/** The parts of a view in their order. */
export const partsOf = (view: View): readonly Part[] => view.parts.toSorted((a, b) => a.order - b.order)

/** How many parts stand side by side: as the person said, or all of a few, or two of many. */
export function upOf(wanted: number, count: number): number {
  const fits = Math.min(count, mostUp)
  if (wanted > 0) return Math.min(wanted, fits)
  return count <= mostUp ? fits : Math.min(2, fits)
}

/** The next number of parts after this one: one after the most. */
export const nextUp = (up: number, count: number): number => (up % Math.min(count, mostUp)) + 1

/** Where the row begins so that the part in hand stands in it, moved no further than it must be. */
export function rowStart(before: number, active: number, up: number, count: number): number {
  const near = Math.min(active, Math.max(before, active - up + 1))
  return Math.max(0, Math.min(near, count - up))
}

export interface PartsHabit {
  /** 0: nobody has said. */
  readonly up: number
  readonly linked: boolean
}

let habit: PartsHabit = { up: 0, linked: true }

/** How parts stand in this sitting: the next asset begins as the one before was left. */
export const partsHabit = {
  now: (): PartsHabit => habit,
  keep(next: PartsHabit): void {
    habit = next
  },
}
