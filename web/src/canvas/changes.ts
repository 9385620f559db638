/** A change set says before and after of every object it touches, so that undo restores the very same values. */
import type { Classification, Label, LabelObject, Relation } from './label'

/** One object put, replaced or taken away. `before` null: it is new; `after` null: it is gone. */
export interface ObjectChange {
  readonly kind: 'object'
  readonly before: LabelObject | null
  readonly after: LabelObject | null
}

/** One answer about the whole picture or page. */
export interface ClassificationChange {
  readonly kind: 'classification'
  readonly before: Classification | null
  readonly after: Classification | null
}

/** One relation between objects. */
export interface RelationChange {
  readonly kind: 'relation'
  readonly before: Relation | null
  readonly after: Relation | null
}

export type Change = ObjectChange | ClassificationChange | RelationChange
export type ChangeSet = readonly Change[]

/** The change set that takes this one back. */
export function inverse(changes: ChangeSet): ChangeSet {
  return changes
    .toReversed()
    .map((change) => ({ ...change, before: change.after, after: change.before }) as Change)
}

/** Several change sets as one, with steps between first and last left out. */
export function merged(first: ChangeSet, second: ChangeSet): ChangeSet {
  const out = new Map<string, Change>()
  for (const change of [...first, ...second]) {
    const key = `${change.kind}:${idOf(change)}`
    const earlier = out.get(key)
    out.set(key, earlier ? ({ ...change, before: earlier.before } as Change) : change)
  }
  return [...out.values()].filter((change) => change.before !== change.after)
}

/** The id of the object or answer that a change is about. */
export function idOf(change: Change): string {
  return (change.after ?? change.before)?.id ?? ''
}

/** What happened between two versions of a label, told as counts. */
export interface Difference {
  readonly added: readonly string[]
  readonly removed: readonly string[]
  readonly changed: readonly string[]
}

/** Object ids that differ between two labels. Objects are compared by value. */
export function difference(from: Label, to: Label): Difference {
  const old = new Map(from.objects.map((object) => [object.id, object]))
  const now = new Map(to.objects.map((object) => [object.id, object]))
  return {
    added: [...now.keys()].filter((id) => !old.has(id)),
    removed: [...old.keys()].filter((id) => !now.has(id)),
    changed: [...now.values()]
      .filter((object) => old.has(object.id) && !alike(object, old.get(object.id)))
      .map((object) => object.id),
  }
}

/** Whether two values of a label say the same, in whatever order their fields came. */
export function alike(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || !a || !b || Array.isArray(a) !== Array.isArray(b))
    return false
  const keys = Object.keys(a)
  if (keys.length !== Object.keys(b).length) return false
  return keys.every((key) => key in b && alike((a as Fields)[key], (b as Fields)[key]))
}

type Fields = Readonly<Record<string, unknown>>

/** What a scene holds, as far as replacing it needs to know. */
interface Held {
  all(): Iterable<LabelObject>
  answers(): Iterable<Classification>
  relations(): Iterable<Relation>
}

/** The change set that makes of what is held another label. */
export function replacing(held: Held, label: Label): ChangeSet {
  return [
    ...exchanged<Relation>('relation', held.relations(), label.relations),
    ...exchanged<LabelObject>('object', held.all(), label.objects),
    ...exchanged<Classification>('classification', held.answers(), label.classifications),
  ]
}

function exchanged<Item extends { readonly id: string }>(
  kind: Change['kind'],
  now: Iterable<Item>,
  wanted: readonly Item[],
): Change[] {
  const old = new Map([...now].map((item) => [item.id, item]))
  const ids = new Set(wanted.map(({ id }) => id))
  const gone = [...old.values()].filter(({ id }) => !ids.has(id))
  // The kind and the type of the item belong together, which the compiler cannot follow through a type parameter.
  return [
    ...gone.map((before) => ({ kind, before, after: null })),
    ...wanted
      .filter((after) => old.get(after.id) !== after)
      .map((after) => ({ kind, before: old.get(after.id) ?? null, after })),
  ] as unknown as Change[]
}
