/** What every geometry can do, whatever its kind: bounds, area, move, scale, contain. */
import type { BoxGeometry, Geometry, PolygonGeometry, Position } from './label'
import { at, type Bounds, bounds, clampPoint, type Point, type Size, spanning } from './points'
import { edges, nearestOnSegment, pieceContains, ringArea, ringsOf } from './rings'

/** A box smaller than this on a side is a slip of the hand, not an object (original pixels). */
export const smallestSide = 0.5

/** The box between two corners. */
export function boxBetween(a: Point<'image'>, b: Point<'image'>): BoxGeometry {
  const span = spanning(a, b)
  return boxOf(span)
}

/** The box with these edges. */
export function boxOf(edge: Bounds<'image'>): BoxGeometry {
  return {
    kind: 'bbox',
    x: edge.left,
    y: edge.top,
    w: edge.right - edge.left,
    h: edge.bottom - edge.top,
    rotation: 0,
  }
}

/** A polygon of one piece without holes. */
export function polygonOf(points: readonly Point<'image'>[]): PolygonGeometry {
  return { kind: 'polygon', rings: [[points.map((point): Position => [point.x, point.y])]] }
}

/** The smallest upright rectangle around the geometry. */
export function boundsOf(geometry: Geometry): Bounds<'image'> {
  if (geometry.kind === 'bbox') {
    return bounds(geometry.x, geometry.y, geometry.x + geometry.w, geometry.y + geometry.h)
  }
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [ring] of ringsOf(geometry)) {
    for (const [x, y] of ring) {
      if (x < left) left = x
      if (x > right) right = x
      if (y < top) top = y
      if (y > bottom) bottom = y
    }
  }
  return bounds(left, top, right, bottom)
}

/** Area in square pixels of the original, holes taken off. */
export function areaOf(geometry: Geometry): number {
  if (geometry.kind === 'bbox') return geometry.w * geometry.h
  let area = 0
  for (const [ring, , place] of ringsOf(geometry)) area += place === 0 ? ringArea(ring) : -ringArea(ring)
  return area
}

/** Whether the place is inside the geometry. */
export function contains(geometry: Geometry, point: Point<'image'>): boolean {
  if (geometry.kind === 'polygon') return geometry.rings.some((piece) => pieceContains(piece, point))
  const edge = boundsOf(geometry)
  return point.x >= edge.left && point.x <= edge.right && point.y >= edge.top && point.y <= edge.bottom
}

/** How far the place is from the outline, in pixels of the original. */
export function distanceToOutline(geometry: Geometry, point: Point<'image'>): number {
  let best = Infinity
  const rings =
    geometry.kind === 'polygon' ? [...ringsOf(geometry)].map(([ring]) => ring) : [cornersOf(geometry)]
  for (const ring of rings) {
    for (const [a, b] of edges(ring)) {
      const near = nearestOnSegment(a, b, point)
      best = Math.min(best, Math.hypot(near.x - point.x, near.y - point.y))
    }
  }
  return best
}

/** The four corners of a box, clockwise from the top left. */
export function cornersOf(box: BoxGeometry): Position[] {
  const { x, y, w, h } = box
  return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]] // biome-ignore format: the four corners read as one line
}

function mapPositions(geometry: Geometry, change: (x: number, y: number) => Position): Geometry {
  if (geometry.kind === 'polygon') {
    return {
      kind: 'polygon',
      rings: geometry.rings.map((piece) => piece.map((ring) => ring.map(([x, y]) => change(x, y)))),
    }
  }
  const [x, y] = change(geometry.x, geometry.y)
  const [right, bottom] = change(geometry.x + geometry.w, geometry.y + geometry.h)
  return { ...geometry, x, y, w: right - x, h: bottom - y }
}

/** The geometry moved. A box keeps its width and height to the last bit. */
export function moved(geometry: Geometry, dx: number, dy: number): Geometry {
  if (dx === 0 && dy === 0) return geometry
  if (geometry.kind === 'bbox') return { ...geometry, x: geometry.x + dx, y: geometry.y + dy }
  return mapPositions(geometry, (x, y) => [x + dx, y + dy])
}

/** The part of a wished move that keeps these bounds inside the picture; what already sticks out is not pushed. */
export function allowedMove(
  edge: Bounds<'image'>,
  dx: number,
  dy: number,
  size: Size,
): { dx: number; dy: number } {
  const limit = (wish: number, low: number, high: number) =>
    Math.min(Math.max(0, high), Math.max(Math.min(0, low), wish))
  return {
    dx: limit(dx, -edge.left, size.width - edge.right),
    dy: limit(dy, -edge.top, size.height - edge.bottom),
  }
}

/** The geometry stretched so that its bounds become `to`. A flat side cannot be stretched and stays. */
export function fitted(geometry: Geometry, to: Bounds<'image'>): Geometry {
  if (geometry.kind === 'bbox') return { ...boxOf(to), rotation: geometry.rotation }
  const from = boundsOf(geometry)
  const sx = from.right > from.left ? (to.right - to.left) / (from.right - from.left) : 1
  const sy = from.bottom > from.top ? (to.bottom - to.top) / (from.bottom - from.top) : 1
  return mapPositions(geometry, (x, y) => [to.left + (x - from.left) * sx, to.top + (y - from.top) * sy])
}

/** The geometry with every vertex inside the picture. */
export function clamped(geometry: Geometry, size: Size): Geometry {
  return mapPositions(geometry, (x, y) => {
    const inside = clampPoint(at(x, y), size)
    return [inside.x, inside.y]
  })
}

/** Whether the geometry is big enough to be meant. */
export function isDrawable(geometry: Geometry): boolean {
  const edge = boundsOf(geometry)
  const wide = edge.right - edge.left >= smallestSide && edge.bottom - edge.top >= smallestSide
  return wide && (geometry.kind === 'bbox' || areaOf(geometry) > 0)
}
