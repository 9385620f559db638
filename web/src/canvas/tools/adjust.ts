/** What the selection's outline goes through without a drag: nudges, turns, vertices picked, put in, taken away, checked. */
import { resized, resizedShape, turnedShape } from '../boxes'
import { type Framed, frameOf, fromOwn, isFramed } from '../frames'
import { allowedMove, boundsOf, fitted, isDrawable, moved } from '../geometry'
import { placedNodes } from '../kinds/skeleton'
import type { Geometry, LabelObject, NodeSight, SkeletonGeometry } from '../label'
import { at, clampPoint, type Point } from '../points'
import { crossesItself, type VertexRef } from '../rings'
import {
  followingVertex,
  insertedVertex,
  movedVertex,
  sameVertex,
  vertexAt,
  vertices,
  withNode,
  withoutVertex,
} from '../vertices'
import { plannedIn } from './skeleton'
import { arrowStep, type Effect, type Input, type Lifted, type Surroundings } from './tool'

type Place = Point<'image'>

export const noLift: Effect = { type: 'lift', lifted: null }
export const noVertex: Effect = { type: 'vertex', vertex: null }

/** The one selected object, when exactly one is. */
export function only(around: Surroundings): LabelObject | null {
  if (around.selection.size !== 1) return null
  const [id] = around.selection
  return id === undefined ? null : (around.scene.get(id) ?? null)
}

/** The outline without one vertex, or a word why it must stay. */
export function removeVertex(object: LabelObject, ref: VertexRef): Effect[] {
  const less = withoutVertex(object.geometry, ref)
  if (!less)
    return [{ type: 'notice', notice: object.geometry.kind === 'skeleton' ? 'last_node' : 'last_vertices' }]
  return [noVertex, ...kept(object, less)]
}

const crosses = (geometry: Geometry) => geometry.kind === 'polygon' && crossesItself(geometry)

/** The reshape, or a word why not: an edit must not make an outline cross itself or vanish. */
export function kept(object: LabelObject, geometry: Geometry): Effect[] {
  if (crosses(geometry) && !crosses(object.geometry)) return [noLift, { type: 'notice', notice: 'crossing' }]
  if (!isDrawable(geometry)) return [noLift, { type: 'notice', notice: 'too_small' }]
  return [noLift, { type: 'reshape', shapes: new Map([[object.id, geometry]]) }]
}

/** The selection's outlines moved together, held inside the picture. What is locked stays. */
export function movedBy(from: Place, to: Place, around: Surroundings): Lifted {
  const objects = [...around.selection]
    .flatMap((id) => around.scene.get(id) ?? [])
    .filter((object) => around.mayTouch(object))
  let [dx, dy] = [to.x - from.x, to.y - from.y]
  for (const object of objects) ({ dx, dy } = allowedMove(boundsOf(object.geometry), dx, dy, around.size))
  return new Map(objects.map((object) => [object.id, moved(object.geometry, dx, dy)]))
}

/** An edge moved with both its ends, held inside the picture; the vertex alone where no edge begins. */
export function movedEdge(
  geometry: Geometry,
  ref: VertexRef,
  dx: number,
  dy: number,
  around: Surroundings,
): Geometry {
  const other = followingVertex(geometry, ref)
  return [ref, ...(other ? [other] : [])].reduce((shape, one) => {
    const place = vertexAt(geometry, one)
    return place ? movedVertex(shape, one, clampPoint(at(place.x + dx, place.y + dy), around.size)) : shape
  }, geometry)
}

/**
 * Arrows move what is selected, or its picked vertex; with Alt they move the right and bottom side, or the edge after
 * the picked vertex; with Ctrl left and right turn.
 */
export function nudged(input: Extract<Input, { type: 'arrow' }>, around: Surroundings): Effect[] {
  const { dx, dy } = arrowStep(input.arrow, input.mods)
  const object = only(around)
  if (object && !around.mayTouch(object)) return [{ type: 'notice', notice: 'locked' }]
  if (object && input.mods.command) return turnedBy(object, dx, around)
  if (object && around.vertex) {
    const place = vertexAt(object.geometry, around.vertex)
    if (!place) return []
    const shape = input.mods.alt
      ? movedEdge(object.geometry, around.vertex, dx, dy, around)
      : movedVertex(object.geometry, around.vertex, clampPoint(at(place.x + dx, place.y + dy), around.size))
    return joined(kept(object, shape), input.mods.alt ? 'edge' : 'vertex')
  }
  if (!input.mods.alt) {
    const shapes = movedBy(at(0, 0), at(dx, dy), around)
    return shapes.size ? [{ type: 'reshape', shapes, join: 'move' }] : []
  }
  return object ? joined(kept(object, sized(object.geometry, dx, dy, around)), 'size') : []
}

function joined(effects: readonly Effect[], join: string): Effect[] {
  return effects.map((effect) => (effect.type === 'reshape' ? { ...effect, join } : effect))
}

function turnedBy(object: LabelObject, degrees: number, around: Surroundings): Effect[] {
  const { geometry } = object
  if (degrees === 0 || !isFramed(geometry) || !around.mayTurn(object)) return []
  const step = Math.abs(degrees) > 1 ? Math.sign(degrees) * 15 : degrees
  return joined(kept(object, turnedShape(geometry, geometry.rotation + step, around.size)), 'turn')
}

function sized(geometry: Geometry, dx: number, dy: number, around: Surroundings): Geometry {
  if (isFramed(geometry) && geometry.rotation !== 0) return sizedTurned(geometry, dx, dy, around)
  const edge = boundsOf(geometry)
  const corner = at(Math.max(edge.left + 1, edge.right + dx), Math.max(edge.top + 1, edge.bottom + dy))
  return fitted(geometry, resized(edge, 'se', corner, around.size))
}

/** Along the shape's own axes: its far corner goes out or in, the opposite one stays. */
function sizedTurned(shape: Framed, dx: number, dy: number, around: Surroundings): Framed {
  const frame = frameOf(shape)
  const [w, h] = [Math.max(1, frame.w + dx), Math.max(1, frame.h + dy)]
  return resizedShape(shape, 'se', fromOwn(frame, w - frame.w / 2, h - frame.h / 2), around.size)
}

/** Enter walks through the vertices of the selected object, so that the mouse is not needed for them. */
export function nextVertex(around: Surroundings, back: boolean): Effect[] {
  const object = only(around)
  const all = object ? [...vertices(object.geometry)].map(([ref]) => ref) : []
  if (all.length === 0) return []
  const now = all.findIndex((ref) => sameVertex(ref, around.vertex))
  const next = now < 0 ? 0 : (now + (back ? -1 : 1) + all.length) % all.length
  return [{ type: 'vertex', vertex: all[next] ?? null }]
}

/** A new vertex in the middle of the edge after the picked one, picked in its place. */
export function inserted(around: Surroundings): Effect[] {
  const object = only(around)
  const ref = around.vertex
  if (!object || !ref || !around.mayTouch(object)) return []
  const other = followingVertex(object.geometry, ref)
  const [a, b] = [vertexAt(object.geometry, ref), other && vertexAt(object.geometry, other)]
  const shape = a && b && insertedVertex(object.geometry, ref, at((a.x + b.x) / 2, (a.y + b.y) / 2))
  if (!shape) return []
  return [...kept(object, shape), { type: 'vertex', vertex: { ...ref, vertex: ref.vertex + 1 } }]
}

/** Takes the picked vertex away, or else the selected objects. */
export function deleted(around: Surroundings): Effect[] {
  const object = only(around)
  if (object && around.vertex && around.mayTouch(object)) return removeVertex(object, around.vertex)
  return around.selection.size ? [{ type: 'remove', ids: [...around.selection] }] : []
}

const nextSight: Record<NodeSight, NodeSight> = { 2: 1, 1: 0, 0: 2 }

/** The picked node seen in another way, or the next one of visible, hidden, not in the picture. */
export function sighted(around: Surroundings, wish?: NodeSight): Effect[] {
  const object = only(around)
  if (object?.geometry.kind !== 'skeleton' || !around.vertex || !around.mayTouch(object)) return []
  const node = object.geometry.points[around.vertex.vertex]
  if (!node) return []
  const shape = seen(object, object.geometry, around.vertex.vertex, wish ?? nextSight[node.v], around)
  if (placedNodes(shape).length === 0) return [{ type: 'notice', notice: 'last_node' }]
  return [...kept(object, shape), { type: 'vertex', vertex: around.vertex }]
}

/** A node that comes back stands where the plan has it between the others. */
function seen(
  object: LabelObject,
  skeleton: SkeletonGeometry,
  place: number,
  v: NodeSight,
  around: Surroundings,
): SkeletonGeometry {
  const now = skeleton.points[place]
  if (v === 0) return withNode(skeleton, place, { v, x: 0, y: 0 })
  if (!now || now.v > 0) return withNode(skeleton, place, { v })
  const plan = around.skeletonOf(object)
  const home = plan && plannedIn(plan, boundsOf(skeleton)).points.find(({ node }) => node === now.node)
  const edge = boundsOf(skeleton)
  const spot = clampPoint(home ? at(home.x, home.y) : at(edge.left, edge.top), around.size)
  return withNode(skeleton, place, { v, x: spot.x, y: spot.y })
}
