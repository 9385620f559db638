/** Copies of objects, a little aside of their originals. */
import { allowedMove, boundsOf, clamped, moved } from './geometry'
import type { Geometry, LabelObject, PageRef } from './label'
import type { Size } from './points'

/** New objects like the given ones on a page, `aside` pixels down and right as far as the picture allows. */
export function copiesOf(
  objects: readonly LabelObject[],
  { page, size }: { readonly page: PageRef; readonly size: Size },
  aside: number,
  newId: () => string,
): LabelObject[] {
  const by = Math.min(aside, size.width / 20)
  return objects.map((object) => ({
    ...object,
    ...page,
    id: newId(),
    geometry: shifted(object.geometry, by, size),
    source: { kind: 'human', ref: null },
  }))
}

function shifted(geometry: Geometry, aside: number, size: Size): Geometry {
  const { dx, dy } = allowedMove(boundsOf(geometry), aside, aside, size)
  return clamped(moved(geometry, dx, dy), size)
}
