/** Copies of objects, a little aside of their originals. */
import type { Change, ChangeSet } from './changes'
import { allowedMove, boundsOf, clamped, moved } from './geometry'
import type { Geometry, LabelObject, PageRef, Relation } from './label'
import type { Size } from './points'

interface Where {
  readonly page: PageRef
  readonly size: Size
  /** Pixels down and right of the originals, as far as the picture allows. */
  readonly aside: number
}

/** New objects like the given ones on a page. Groups stay together, and relations between copied objects are copied too. */
export function copiesOf(
  objects: readonly LabelObject[],
  relations: Iterable<Relation>,
  { page, size, aside }: Where,
  newId: () => string,
): ChangeSet {
  const by = Math.min(aside, size.width / 20)
  const ids = new Map(objects.map(({ id }) => [id, newId()]))
  const groups = new Map<string, string>()
  const groupOf = (group: string | null) => {
    if (group === null) return null
    const copy = groups.get(group) ?? newId()
    groups.set(group, copy)
    return copy
  }
  const copies = objects.map(
    (object): Change => ({
      kind: 'object',
      before: null,
      after: {
        ...object,
        ...page,
        id: ids.get(object.id) ?? newId(),
        group: groupOf(object.group),
        geometry: shifted(object.geometry, by, size),
        source: { kind: 'human', ref: null },
      },
    }),
  )
  return [...copies, ...copiedRelations(relations, ids, newId)]
}

function copiedRelations(
  relations: Iterable<Relation>,
  ids: ReadonlyMap<string, string>,
  newId: () => string,
): Change[] {
  const copied = (ends: readonly string[]) => ends.flatMap((id) => ids.get(id) ?? [])
  return [...relations].flatMap((relation): Change[] => {
    const [from, to] = [copied(relation.from), copied(relation.to)]
    const whole = from.length === relation.from.length && to.length === relation.to.length
    return whole ? [{ kind: 'relation', before: null, after: { ...relation, id: newId(), from, to } }] : []
  })
}

function shifted(geometry: Geometry, aside: number, size: Size): Geometry {
  const { dx, dy } = allowedMove(boundsOf(geometry), aside, aside, size)
  return clamped(moved(geometry, dx, dy), size)
}
