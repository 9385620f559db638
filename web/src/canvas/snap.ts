/** Where a place goes that is drawn near another outline: onto its vertex, or else onto its edge. */

import { distanceToOutline } from './geometry'
import { cornersOf } from './kinds/bbox'
import type { Geometry, LabelObject, Position } from './label'
import { at, bounds, type Point } from './points'
import { nearestOnSegment, ringsOf } from './rings'
import type { SceneReader } from './scene'

type Place = Point<'image'>

interface Line {
  readonly positions: readonly Position[]
  readonly closed: boolean
  readonly joined: boolean
}

function linesOf(geometry: Geometry): Line[] {
  switch (geometry.kind) {
    case 'bbox':
      return [{ positions: cornersOf(geometry), closed: true, joined: true }]
    case 'polygon':
      return [...ringsOf(geometry)].map(([positions]) => ({ positions, closed: true, joined: true }))
    case 'polyline':
      return [{ positions: geometry.points, closed: geometry.closed, joined: true }]
    case 'point':
      return [{ positions: [[geometry.x, geometry.y]], closed: false, joined: false }]
    case 'skeleton': {
      const positions = geometry.points.flatMap(({ x, y, v }): Position[] => (v > 0 ? [[x, y]] : []))
      return [{ positions, closed: false, joined: false }]
    }
    default:
      return []
  }
}

interface Found {
  vertex: Place | null
  toVertex: number
  edge: Place | null
  toEdge: number
}

function searchLine({ positions, closed, joined }: Line, place: Place, found: Found): void {
  for (let i = 0; i < positions.length; i++) {
    const a = positions[i]
    if (!a) continue
    const away = Math.hypot(a[0] - place.x, a[1] - place.y)
    if (away <= found.toVertex) Object.assign(found, { vertex: at(a[0], a[1]), toVertex: away })
    const b = positions[i + 1] ?? (closed ? positions[0] : undefined)
    if (!joined || !b) continue
    const near = nearestOnSegment(a, b, place)
    const toEdge = Math.hypot(near.x - place.x, near.y - place.y)
    if (toEdge <= found.toEdge) Object.assign(found, { edge: near, toEdge })
  }
}

/** The place of another outline that this one snaps to within `reach` pixels, null when there is none. */
export function snapTo(
  place: Place,
  reach: number,
  scene: SceneReader,
  may: (object: LabelObject) => boolean,
): Place | null {
  const found: Found = { vertex: null, toVertex: reach, edge: null, toEdge: reach }
  const near = bounds(place.x - reach, place.y - reach, place.x + reach, place.y + reach)
  for (const { id, geometry } of scene.within(near)) {
    const object = scene.get(id)
    if (!object || !may(object) || distanceToOutline(geometry, place) > reach) continue
    for (const line of linesOf(geometry)) searchLine(line, place, found)
  }
  return found.vertex ?? found.edge
}
