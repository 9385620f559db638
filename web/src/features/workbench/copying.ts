/** The objects of the last submitted picture as the start of this one. */

import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import type { Label } from '../../canvas/label'

/** Puts copies of a label's objects on the page in sight, as one step; those that would lie outside stay away. */
export function copyForward(engine: Engine, last: Label): { copied: number; outside: number } {
  const { page, size } = engine.getSnapshot()
  const copies = last.objects
    .filter((object) => object.page === page.page)
    .map((object) => ({
      ...object,
      id: crypto.randomUUID(),
      part: page.part,
      source: { kind: 'human' as const, ref: `copy of ${object.id}` },
    }))
  const fitting = copies.filter(({ geometry }) => {
    const { left, top, right, bottom } = boundsOf(geometry)
    return left >= 0 && top >= 0 && right <= size.width && bottom <= size.height
  })
  if (fitting.length > 0) engine.add(fitting)
  return { copied: fitting.length, outside: copies.length - fitting.length }
}
