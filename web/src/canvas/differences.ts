/** What differs between two versions of a label, in the order in which a person goes through it. */
import { difference } from './changes'
import { boundsOf } from './geometry'
import type { Label, LabelObject } from './label'
import type { DrawnDifference } from './render/differences'

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
