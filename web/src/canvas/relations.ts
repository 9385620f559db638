/** Relations follow their objects: what is gone cannot be related. */
import { type Change, type ChangeSet, idOf } from './changes'
import type { Relation } from './label'

/** The change set with the changes of relations that it brings about: without the objects that go, or gone with them. */
export function followed(changes: ChangeSet, relations: Iterable<Relation>): ChangeSet {
  const gone = new Set(
    changes.flatMap((change) =>
      change.kind === 'object' && change.before && !change.after ? [change.before.id] : [],
    ),
  )
  if (gone.size === 0) return changes
  const named = new Set(changes.flatMap((change) => (change.kind === 'relation' ? [idOf(change)] : [])))
  const cut = [...relations].flatMap((before): Change[] => {
    const touched = [...before.from, ...before.to].some((id) => gone.has(id))
    if (!touched || named.has(before.id)) return []
    const from = before.from.filter((id) => !gone.has(id))
    const to = before.to.filter((id) => !gone.has(id))
    const after = from.length > 0 && to.length > 0 ? { ...before, from, to } : null
    return [{ kind: 'relation', before, after }]
  })
  // Relations go first and come back last, so that at no moment one names an object that is not there.
  return [...cut, ...changes]
}

/** Whether both say the same of the same objects. */
export function sameEnds(a: Omit<Relation, 'id'>, b: Omit<Relation, 'id'>): boolean {
  return a.task === b.task && a.type === b.type && `${a.from}` === `${b.from}` && `${a.to}` === `${b.to}`
}
