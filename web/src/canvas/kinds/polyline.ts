/** Lines of two or more points, open or closed. */
import type { PolylineGeometry, Position } from '../label'
import type { Point } from '../points'
import { distanceToLine, nearestOnSegment } from '../rings'
import { type Kind, smallestSide } from './kind'
import { around, clamping, shifting, stretching } from './positions'
import { strideFor, traceRing } from './strokes'

const mapped = (line: PolylineGeometry, change: (position: Position) => Position): PolylineGeometry => ({
  ...line,
  points: line.points.map(change),
})

function awayFrom({ points, closed }: PolylineGeometry, point: Point<'image'>): number {
  const away = distanceToLine(points, point)
  const [first, last] = [points[0], points.at(-1)]
  if (!closed || !first || !last) return away
  const near = nearestOnSegment(last, first, point)
  return Math.min(away, Math.hypot(near.x - point.x, near.y - point.y))
}

/** The way along the points in pixels of the original, the closing edge included. */
export function lengthOf({ points, closed }: PolylineGeometry): number {
  let length = 0
  for (let i = closed ? 0 : 1; i < points.length; i++) {
    const [a, b] = [points.at(i - 1), points[i]]
    if (a && b) length += Math.hypot(b[0] - a[0], b[1] - a[1])
  }
  return length
}

export const polylineKind: Kind<PolylineGeometry> = {
  bounds: ({ points }) => around(points),
  area: () => 0,
  contains: () => false,
  distance: awayFrom,
  moved: (line, dx, dy) => mapped(line, shifting(dx, dy)),
  fitted: (line, to) => mapped(line, stretching(polylineKind.bounds(line), to)),
  clamped: (line, size) => mapped(line, clamping(size)),
  drawable: (line) => line.points.length >= 2 && lengthOf(line) >= smallestSide,
  trace: (pen, { points, closed }, camera, pixels) =>
    traceRing(pen, points, camera, strideFor(pixels, points.length), closed),
}
