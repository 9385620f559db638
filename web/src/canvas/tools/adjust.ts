/** What the selection's outline goes through without a drag: nudges, vertices picked, taken away, checked. */
import { resized } from '../boxes'
import { allowedMove, boundsOf, fitted, isDrawable, moved } from '../geometry'
import type { Geometry, LabelObject, PolygonGeometry } from '../label'
import { at, clampPoint, type Point } from '../points'
import { crossesItself, deleteVertex, moveVertex, ringsOf, type VertexRef, vertexAt } from '../rings'
import { arrowStep, type Effect, type Input, type Lifted, type Surroundings } from './tool'

type Place = Point<'image'>

export const noLift: Effect = { type: 'lift', lifted: null }
export const noVertex: Effect = { type: 'vertex', vertex: null }

/** The one selected object, when exactly one is. */
export function only(around: Surroundings): LabelObject | null {
  const [id, more] = [...around.selection]
  return id !== undefined && more === undefined ? (around.scene.get(id) ?? null) : null
}

/** The outline without one vertex, or a word why it must stay. */
export function removeVertex(object: LabelObject, polygon: PolygonGeometry, ref: VertexRef): Effect[] {
  const less = deleteVertex(polygon, ref)
  if (!less) return [{ type: 'notice', notice: 'last_vertices' }]
  return [noVertex, ...kept(object, less)]
}

/** The reshape, or a word why not: an edit must not make an outline cross itself or vanish. */
export function kept(object: LabelObject, geometry: Geometry): Effect[] {
  const crossing = geometry.kind === 'polygon' && crossesItself(geometry)
  const before = object.geometry.kind === 'polygon' && crossesItself(object.geometry)
  if (crossing && !before) return [noLift, { type: 'notice', notice: 'crossing' }]
  if (!isDrawable(geometry)) return [noLift, { type: 'notice', notice: 'too_small' }]
  return [noLift, { type: 'reshape', shapes: new Map([[object.id, geometry]]) }]
}

/** The selection's outlines moved together, held inside the picture. */
export function movedBy(from: Place, to: Place, around: Surroundings): Lifted {
  const objects = [...around.selection].flatMap((id) => around.scene.get(id) ?? [])
  let [dx, dy] = [to.x - from.x, to.y - from.y]
  for (const object of objects) ({ dx, dy } = allowedMove(boundsOf(object.geometry), dx, dy, around.size))
  return new Map(objects.map((object) => [object.id, moved(object.geometry, dx, dy)]))
}

/** Arrows move what is selected, or its picked vertex; with Alt they move the right and bottom side. */
export function nudged(input: Extract<Input, { type: 'arrow' }>, around: Surroundings): Effect[] {
  const { dx, dy } = arrowStep(input.arrow, input.mods)
  const object = only(around)
  if (object?.geometry.kind === 'polygon' && around.vertex)
    return bent(object, object.geometry, around.vertex, dx, dy, around)
  if (!input.mods.alt) {
    const shapes = movedBy(at(0, 0), at(dx, dy), around)
    return shapes.size ? [{ type: 'reshape', shapes, join: 'move' }] : []
  }
  if (!object) return []
  const edge = boundsOf(object.geometry)
  const wish = resized(
    edge,
    'se',
    at(Math.max(edge.left + 1, edge.right + dx), Math.max(edge.top + 1, edge.bottom + dy)),
    around.size,
  )
  return [{ type: 'reshape', shapes: new Map([[object.id, fitted(object.geometry, wish)]]), join: 'size' }]
}

function bent(
  object: LabelObject,
  polygon: PolygonGeometry,
  ref: VertexRef,
  dx: number,
  dy: number,
  around: Surroundings,
): Effect[] {
  const place = vertexAt(polygon, ref)
  if (!place) return [noVertex]
  const shape = moveVertex(polygon, ref, clampPoint(at(place.x + dx, place.y + dy), around.size))
  const effects = kept(object, shape).map(
    (effect): Effect => (effect.type === 'reshape' ? { ...effect, join: 'vertex' } : effect),
  )
  return [...effects]
}

/** Enter walks through the vertices of the selected polygon, so that the mouse is not needed for them. */
export function nextVertex(around: Surroundings, back: boolean): Effect[] {
  const object = only(around)
  if (object?.geometry.kind !== 'polygon') return []
  const all = [...ringsOf(object.geometry)].flatMap(([positions, piece, ring]) =>
    positions.map((_, vertex) => ({ piece, ring, vertex })),
  )
  const now = all.findIndex(
    (ref) =>
      ref.piece === around.vertex?.piece &&
      ref.ring === around.vertex.ring &&
      ref.vertex === around.vertex.vertex,
  )
  const next = now < 0 ? 0 : (now + (back ? -1 : 1) + all.length) % all.length
  return [{ type: 'vertex', vertex: all[next] ?? null }]
}

/** Takes the picked vertex away, or else the selected objects. */
export function deleted(around: Surroundings): Effect[] {
  const object = only(around)
  if (object?.geometry.kind === 'polygon' && around.vertex)
    return removeVertex(object, object.geometry, around.vertex)
  return around.selection.size ? [{ type: 'remove', ids: [...around.selection] }] : []
}
