/** What is compared with what, and in which order differences are gone through: pure. */
import type { PastVersion } from '../../api/shapes'
import { difference } from '../../canvas/changes'
import { boundsOf } from '../../canvas/geometry'
import type { Label, LabelObject } from '../../canvas/label'
import type { DrawnDifference } from '../../canvas/render/differences'

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

function order(a: LabelObject, b: LabelObject): number {
  if (a.part !== b.part) return a.part < b.part ? -1 : 1
  if (a.page !== b.page) return a.page - b.page
  const [p, q] = [boundsOf(a.geometry), boundsOf(b.geometry)]
  return p.top - q.top || p.left - q.left
}

/** The objects that differ, page by page, from the top down. */
export function differencesOf(before: Label, after: Label): DrawnDifference[] {
  const { added, removed, changed } = difference(before, after)
  const old = new Map(before.objects.map((object) => [object.id, object]))
  const now = new Map(after.objects.map((object) => [object.id, object]))
  const made = (id: string, kind: DrawnDifference['kind']): DrawnDifference => ({
    id,
    kind,
    before: old.get(id) ?? null,
    after: now.get(id) ?? null,
  })
  const all = [
    ...added.map((id) => made(id, 'added')),
    ...removed.map((id) => made(id, 'removed')),
    ...changed.map((id) => made(id, 'changed')),
  ]
  const place = (item: DrawnDifference) => (item.after ?? item.before) as LabelObject
  return all.toSorted((a, b) => order(place(a), place(b)))
}

/** How many answers about the whole picture and relations differ: they have no place to go to. */
export function otherDifferences(before: Label, after: Label): number {
  const count = (old: readonly { readonly id: string }[], now: readonly { readonly id: string }[]) => {
    const told = new Map(old.map((one) => [one.id, JSON.stringify(one)]))
    const kept = now.filter((one) => told.get(one.id) === JSON.stringify(one)).length
    const both = now.filter(({ id }) => told.has(id)).length
    return old.length + now.length - both - kept
  }
  return count(before.classifications, after.classifications) + count(before.relations, after.relations)
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

/** In what an object differs, as words of the message catalogue. */
export type Aspect = 'geometry' | 'class' | 'attributes' | 'order' | 'group'

export function aspectsOf({ before, after }: DrawnDifference): Aspect[] {
  if (!before || !after) return []
  const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b)
  const place = (one: LabelObject) => [one.part, one.page, one.geometry]
  return [
    ...(differs(place(before), place(after)) ? ['geometry' as const] : []),
    ...(before.task !== after.task || before.class !== after.class ? ['class' as const] : []),
    ...(differs(before.attributes, after.attributes) ? ['attributes' as const] : []),
    ...(before.z === after.z ? [] : ['order' as const]),
    ...(before.group === after.group ? [] : ['group' as const]),
  ]
}
