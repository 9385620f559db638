/** Plane geometry of rings and pieces: the sums that hit tests and vertex edits need. */
import Flatbush from 'flatbush'
import type { Piece, PolygonGeometry, Position, Ring } from './label'
import { at, type Point } from './points'

/** One vertex of a polygon by piece, ring and place in the ring. */
export interface VertexRef {
  readonly piece: number
  readonly ring: number
  readonly vertex: number
}

const samePosition = (a: Position, b: Position) => a[0] === b[0] && a[1] === b[1]

/** Each edge of a ring, the closing one included. */
export function* edges(ring: Ring): Generator<[Position, Position, number]> {
  for (let i = 0; i < ring.length; i++) {
    const from = ring[i]
    const to = ring[(i + 1) % ring.length]
    if (from && to) yield [from, to, i]
  }
}

/** Whether the place is inside the ring (even-odd rule). */
export function ringContains(ring: Ring, point: Point<'image'>): boolean {
  let inside = false
  for (const [a, b] of edges(ring)) {
    const crosses = a[1] > point.y !== b[1] > point.y
    if (crosses && point.x < ((b[0] - a[0]) * (point.y - a[1])) / (b[1] - a[1]) + a[0]) inside = !inside
  }
  return inside
}

/** Whether the place is inside the outer ring and in none of the holes. */
export function pieceContains(piece: Piece, point: Point<'image'>): boolean {
  const [outer, ...holes] = piece
  return outer !== undefined && ringContains(outer, point) && !holes.some((hole) => ringContains(hole, point))
}

/** Twice the signed area is what the shoelace sum gives; this is the plain area in square pixels. */
export function ringArea(ring: Ring): number {
  let twice = 0
  for (const [a, b] of edges(ring)) twice += a[0] * b[1] - b[0] * a[1]
  return Math.abs(twice) / 2
}

/** The place on the segment that is nearest to the point. */
export function nearestOnSegment(a: Position, b: Position, point: Point<'image'>): Point<'image'> {
  const dx = b[0] - a[0]
  const dy = b[1] - a[1]
  const length = dx * dx + dy * dy
  if (length === 0) return at(a[0], a[1])
  const share = Math.min(1, Math.max(0, ((point.x - a[0]) * dx + (point.y - a[1]) * dy) / length))
  return at(a[0] + share * dx, a[1] + share * dy)
}

/** From a place to the nearest edge of an open line, in pixels of the original. */
export function distanceToLine(line: readonly Position[], point: Point<'image'>): number {
  let best = Infinity
  for (let i = 0; i < line.length; i++) {
    const b = line[i]
    const a = line[i - 1] ?? b
    if (!a || !b) continue
    const near = nearestOnSegment(a, b, point)
    best = Math.min(best, Math.hypot(near.x - point.x, near.y - point.y))
  }
  return best
}

/** From a place to the nearest edge of a ring, in pixels of the original. */
export function distanceToRing(ring: Ring, point: Point<'image'>): number {
  let best = Infinity
  for (const [a, b] of edges(ring)) {
    const near = nearestOnSegment(a, b, point)
    best = Math.min(best, Math.hypot(near.x - point.x, near.y - point.y))
  }
  return best
}

/** Every ring with its place in the polygon. */
export function* ringsOf(polygon: PolygonGeometry): Generator<[Ring, number, number]> {
  for (const [piece, rings] of polygon.rings.entries()) {
    for (const [ring, positions] of rings.entries()) yield [positions, piece, ring]
  }
}

function withRing(polygon: PolygonGeometry, ref: VertexRef, change: (ring: Ring) => Ring): PolygonGeometry {
  const rings = polygon.rings.map((piece, p) =>
    p === ref.piece ? piece.map((ring, r) => (r === ref.ring ? change(ring) : ring)) : piece,
  )
  return { kind: 'polygon', rings }
}

/** The place of one vertex, or null when the polygon has no such vertex. */
export function vertexAt(polygon: PolygonGeometry, ref: VertexRef): Point<'image'> | null {
  const position = polygon.rings[ref.piece]?.[ref.ring]?.[ref.vertex]
  return position ? at(position[0], position[1]) : null
}

/** The polygon with one vertex moved. */
export function moveVertex(polygon: PolygonGeometry, ref: VertexRef, to: Point<'image'>): PolygonGeometry {
  return withRing(polygon, ref, (ring) =>
    ring.map((position, i) => (i === ref.vertex ? [to.x, to.y] : position)),
  )
}

/** The polygon with a new vertex after `ref.vertex`. */
export function insertVertex(
  polygon: PolygonGeometry,
  ref: VertexRef,
  place: Point<'image'>,
): PolygonGeometry {
  return withRing(polygon, ref, (ring) => ring.toSpliced(ref.vertex + 1, 0, [place.x, place.y]))
}

/** The polygon without that vertex. A ring of three loses itself: a hole or piece goes, the last piece stays (null). */
export function deleteVertex(polygon: PolygonGeometry, ref: VertexRef): PolygonGeometry | null {
  const ring = polygon.rings[ref.piece]?.[ref.ring]
  if (!ring) return polygon
  if (ring.length > 3) return withRing(polygon, ref, (old) => old.toSpliced(ref.vertex, 1))
  if (ref.ring > 0)
    return {
      kind: 'polygon',
      rings: polygon.rings.map((piece, p) => (p === ref.piece ? piece.toSpliced(ref.ring, 1) : piece)),
    }
  return polygon.rings.length > 1 ? { kind: 'polygon', rings: polygon.rings.toSpliced(ref.piece, 1) } : null
}

const side = (a: Position, b: Position, c: Position) =>
  (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])

function segmentsCross(a: Position, b: Position, c: Position, d: Position): boolean {
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0
}

/** Up to this many edges every pair is tried; above, only pairs that share a place. */
const few = 64

type Edge = readonly [Position, Position]

/** The pairs of edges that may cross: their rectangles share a place. Each pair once. */
function* nearPairs(all: readonly Edge[], others: readonly Edge[]): Generator<readonly [Edge, Edge]> {
  if (all.length * others.length <= few * few) {
    for (const one of all) for (const other of others) yield [one, other]
    return
  }
  const index = new Flatbush(others.length)
  for (const [a, b] of others)
    index.add(Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[0], b[0]), Math.max(a[1], b[1]))
  index.finish()
  for (const one of all) {
    const [a, b] = one
    const found = index.search(
      Math.min(a[0], b[0]),
      Math.min(a[1], b[1]),
      Math.max(a[0], b[0]),
      Math.max(a[1], b[1]),
    )
    for (const place of found) {
      const other = others[place]
      if (other) yield [one, other]
    }
  }
}

function edgesOf(ring: Ring): Edge[] {
  const all: Edge[] = []
  for (const [a, b] of edges(ring)) if (!samePosition(a, b)) all.push([a, b])
  return all
}

function anyCrossing(all: readonly Edge[], others: readonly Edge[]): boolean {
  for (const [[a, b], [c, d]] of nearPairs(all, others)) if (segmentsCross(a, b, c, d)) return true
  return false
}

/** Whether two edges of a ring cross properly. Touching neighbours do not count. */
export function ringCrossesItself(ring: Ring): boolean {
  const all = edgesOf(ring)
  return all.length > 0 && anyCrossing(all, all)
}

/** Whether any ring of the polygon crosses itself. */
export function crossesItself(polygon: PolygonGeometry): boolean {
  return [...ringsOf(polygon)].some(([ring]) => ringCrossesItself(ring))
}

/** Whether a ring can be a hole of the piece: wholly inside it, crossing nothing, around no other hole. */
export function holeFits(piece: Piece, hole: Ring): boolean {
  const inside = hole.every(([x, y]) => pieceContains(piece, at(x, y)))
  if (!inside || ringCrossesItself(hole)) return false
  const own = edgesOf(hole)
  if (piece.some((ring) => anyCrossing(own, edgesOf(ring)))) return false
  return !piece.slice(1).some(([first]) => first !== undefined && ringContains(hole, at(first[0], first[1])))
}

/** The polygon without one of its holes. */
export function withoutHole(polygon: PolygonGeometry, piece: number, ring: number): PolygonGeometry {
  const rings = polygon.rings.map((rows, p) => (p === piece && ring > 0 ? rows.toSpliced(ring, 1) : rows))
  return { kind: 'polygon', rings }
}
