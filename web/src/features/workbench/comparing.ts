/** What is compared with what, and in which order differences are gone through: pure. */
import type { PastVersion } from '../../api/shapes'

/** How versions are shown: not at all, one over the other, or one beside the other. */
export type CompareMode = 'off' | 'over' | 'beside'

const following: Record<CompareMode, CompareMode> = { off: 'over', over: 'beside', beside: 'off' }
export const nextMode = (mode: CompareMode) => following[mode]

/**
 * The version that what is on the screen is compared with at first. In a review: what was last sent back, or else the
 * version before the one under review (a prelabel, an import). Otherwise the newest one: it shows what changed since.
 */
export function firstCompared(versions: readonly PastVersion[], kind: 'label' | 'review'): number {
  const newest = versions.length - 1
  if (kind === 'label' || newest < 1) return newest
  const returned = versions.findLastIndex(({ review }) => review?.verdict === 'return')
  return returned >= 0 && returned < newest ? returned : newest - 1
}

/** The one after (or before) the active one, around the end. */
export function stepped<Item extends { readonly id: string }>(
  items: readonly Item[],
  active: string | null,
  by: 1 | -1,
): Item | undefined {
  const at = items.findIndex(({ id }) => id === active)
  if (at < 0) return by === 1 ? items[0] : items.at(-1)
  return items[(at + by + items.length) % items.length]
}
