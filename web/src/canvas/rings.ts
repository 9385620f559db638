/** Plane geometry of rings and pieces: the sums that hit tests and vertex edits need. */
import type { Piece, PolygonGeometry, Position, Ring } from './label'
import { at, type Point } from './points'

/** One vertex of a polygon by piece, ring and place in the ring. */
export interface VertexRef {
  readonly piece: number
  readonly ring: number
  readonly vertex: number
}

/** The edge from `vertex` to the following one, and the nearest place on it. */
export interface EdgeHit extends VertexRef {
  readonly at: Point<'image'>
  readonly distance: number
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

/** How many vertices the polygon has, holes included. */
export function vertexCount(polygon: PolygonGeometry): number {
  let count = 0
  for (const [ring] of ringsOf(polygon)) count += ring.length
  return count
}

/** The edge nearest to the place, if one lies within `reach` pixels. */
export function nearestEdge(polygon: PolygonGeometry, point: Point<'image'>, reach: number): EdgeHit | null {
  let best: EdgeHit | null = null
  for (const [positions, piece, ring] of ringsOf(polygon)) {
    for (const [a, b, vertex] of edges(positions)) {
      const near = nearestOnSegment(a, b, point)
      const away = Math.hypot(near.x - point.x, near.y - point.y)
      if (away <= (best?.distance ?? reach)) best = { piece, ring, vertex, at: near, distance: away }
    }
  }
  return best
}

/** The vertex nearest to the place, if one lies within `reach` pixels. */
export function nearestVertex(
  polygon: PolygonGeometry,
  point: Point<'image'>,
  reach: number,
): VertexRef | null {
  let best: VertexRef | null = null
  let shortest = reach
  for (const [positions, piece, ring] of ringsOf(polygon)) {
    for (const [vertex, position] of positions.entries()) {
      const away = Math.hypot(position[0] - point.x, position[1] - point.y)
      if (away <= shortest) {
        shortest = away
        best = { piece, ring, vertex }
      }
    }
  }
  return best
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

/** Whether two edges of a ring cross properly. Touching neighbours do not count. */
export function ringCrossesItself(ring: Ring): boolean {
  const all = [...edges(ring)].filter(([a, b]) => !samePosition(a, b))
  return all.some(([a, b], i) => all.slice(i + 1).some(([c, d]) => segmentsCross(a, b, c, d)))
}

/** Whether any ring of the polygon crosses itself. */
export function crossesItself(polygon: PolygonGeometry): boolean {
  return [...ringsOf(polygon)].some(([ring]) => ringCrossesItself(ring))
}
