/** Vertices of the kinds that have them, by one kind of reference: polygons, lines and skeletons. */
import type { Geometry, Position, SkeletonGeometry } from './label'
import { at, type Point } from './points'
import {
  deleteVertex,
  insertVertex,
  moveVertex,
  nearestOnSegment,
  ringsOf,
  vertexAt as ringVertexAt,
  type VertexRef,
} from './rings'

type Place = Point<'image'>

/** A line of places of a geometry; `closed` joins the last to the first. */
interface Row {
  readonly positions: readonly Position[]
  readonly piece: number
  readonly ring: number
  readonly closed: boolean
  /** Whether an edge leads from each place to the following one. */
  readonly joined: boolean
}

function rowsOf(geometry: Geometry): Row[] {
  switch (geometry.kind) {
    case 'polygon':
      return [...ringsOf(geometry)].map(([positions, piece, ring]) => ({
        positions,
        piece,
        ring,
        closed: true,
        joined: true,
      }))
    case 'polyline':
      return [{ positions: geometry.points, piece: 0, ring: 0, closed: geometry.closed, joined: true }]
    case 'skeleton': {
      const positions = geometry.points.map(({ x, y }): Position => [x, y])
      return [{ positions, piece: 0, ring: 0, closed: false, joined: false }]
    }
    default:
      return []
  }
}

const inPicture = (geometry: Geometry, vertex: number) =>
  geometry.kind !== 'skeleton' || (geometry.points[vertex]?.v ?? 0) > 0

/** Every vertex with its place; nodes of a skeleton that are not in the picture too. */
export function* vertices(geometry: Geometry): Generator<readonly [VertexRef, Position]> {
  for (const { positions, piece, ring } of rowsOf(geometry)) {
    for (const [vertex, position] of positions.entries()) yield [{ piece, ring, vertex }, position]
  }
}

/** Whether both name the same vertex. */
export const sameVertex = (a: VertexRef | null, b: VertexRef | null) =>
  a !== null && b !== null && a.piece === b.piece && a.ring === b.ring && a.vertex === b.vertex

/** How many vertices there are; 0 for kinds without. */
export function vertexCount(geometry: Geometry): number {
  return rowsOf(geometry).reduce((sum, { positions }) => sum + positions.length, 0)
}

/** The place of one vertex, or null when there is no such vertex in the picture. */
export function vertexAt(geometry: Geometry, ref: VertexRef): Place | null {
  if (geometry.kind === 'polygon') return ringVertexAt(geometry, ref)
  if (!inPicture(geometry, ref.vertex)) return null
  const position = rowsOf(geometry)[0]?.positions[ref.vertex]
  return position ? at(position[0], position[1]) : null
}

/** Whether the reference names a vertex, in the picture or not. */
export function hasVertex(geometry: Geometry, ref: VertexRef): boolean {
  const row = rowsOf(geometry).find(({ piece, ring }) => piece === ref.piece && ring === ref.ring)
  return row?.positions[ref.vertex] !== undefined
}

/** The geometry with one vertex moved. */
export function movedVertex<Shape extends Geometry>(geometry: Shape, ref: VertexRef, to: Place): Shape
export function movedVertex(geometry: Geometry, ref: VertexRef, to: Place): Geometry {
  switch (geometry.kind) {
    case 'polygon':
      return moveVertex(geometry, ref, to)
    case 'polyline':
      return { ...geometry, points: geometry.points.with(ref.vertex, [to.x, to.y]) }
    case 'skeleton':
      return withNode(geometry, ref.vertex, { x: to.x, y: to.y })
    default:
      return geometry
  }
}

/** The skeleton with one node changed. */
export function withNode(
  skeleton: SkeletonGeometry,
  place: number,
  change: Partial<SkeletonGeometry['points'][number]>,
): SkeletonGeometry {
  const points = skeleton.points.map((node, i) => (i === place ? { ...node, ...change } : node))
  return { kind: 'skeleton', points }
}

/** The geometry with a new vertex after `ref.vertex`; null for kinds whose vertices are given. */
export function insertedVertex(geometry: Geometry, ref: VertexRef, place: Place): Geometry | null {
  if (geometry.kind === 'polygon') return insertVertex(geometry, ref, place)
  if (geometry.kind !== 'polyline') return null
  return { ...geometry, points: geometry.points.toSpliced(ref.vertex + 1, 0, [place.x, place.y]) }
}

/** The geometry without that vertex; null when too few would be left. A node of a skeleton leaves the picture instead. */
export function withoutVertex(geometry: Geometry, ref: VertexRef): Geometry | null {
  switch (geometry.kind) {
    case 'polygon':
      return deleteVertex(geometry, ref)
    case 'polyline': {
      const points = geometry.points.toSpliced(ref.vertex, 1)
      return points.length < 2 ? null : { ...geometry, points, closed: geometry.closed && points.length > 2 }
    }
    case 'skeleton': {
      const left = withNode(geometry, ref.vertex, { x: 0, y: 0, v: 0 })
      return left.points.some(({ v }) => v > 0) ? left : null
    }
    default:
      return null
  }
}

/** The other end of the edge that begins at a vertex; null at the end of an open line. */
export function followingVertex(geometry: Geometry, ref: VertexRef): VertexRef | null {
  const row = rowsOf(geometry).find(({ piece, ring }) => piece === ref.piece && ring === ref.ring)
  if (!row?.joined) return null
  if (ref.vertex + 1 < row.positions.length) return { ...ref, vertex: ref.vertex + 1 }
  return row.closed ? { ...ref, vertex: 0 } : null
}

/** The vertex in the picture nearest to the place, if one lies within `reach` pixels. */
export function nearestVertex(geometry: Geometry, place: Place, reach: number): VertexRef | null {
  let best: VertexRef | null = null
  let shortest = reach
  for (const [ref, [x, y]] of vertices(geometry)) {
    const away = Math.hypot(x - place.x, y - place.y)
    if (away > shortest || !inPicture(geometry, ref.vertex)) continue
    shortest = away
    best = ref
  }
  return best
}

/** The edge nearest to the place, if one lies within `reach` pixels: its first vertex and the nearest place on it. */
export function nearestEdge(
  geometry: Geometry,
  place: Place,
  reach: number,
): (VertexRef & { readonly at: Place }) | null {
  let best: (VertexRef & { readonly at: Place }) | null = null
  let shortest = reach
  for (const { positions, piece, ring, closed, joined } of rowsOf(geometry)) {
    const count = joined ? positions.length - (closed ? 0 : 1) : 0
    for (let vertex = 0; vertex < count; vertex++) {
      const [a, b] = [positions[vertex], positions[(vertex + 1) % positions.length]]
      if (!a || !b) continue
      const near = nearestOnSegment(a, b, place)
      const away = Math.hypot(near.x - place.x, near.y - place.y)
      if (away > shortest) continue
      shortest = away
      best = { piece, ring, vertex, at: near }
    }
  }
  return best
}
