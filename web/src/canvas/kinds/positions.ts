/** What kinds that are lists of places share. */

import type { Position } from '../label'
import { at, type Bounds, bounds, clampPoint, type Size } from '../points'

/** The smallest upright rectangle around places; everything empty when there is none. */
export function around(positions: Iterable<Position>): Bounds<'image'> {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (const [x, y] of positions) {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  return left > right ? bounds(0, 0, 0, 0) : bounds(left, top, right, bottom)
}

export const shifting =
  (dx: number, dy: number) =>
  ([x, y]: Position): Position => [x + dx, y + dy]

/** Stretches places that lie in `from` so that they lie in `to`. A flat side stays as it is. */
export function stretching(from: Bounds<'image'>, to: Bounds<'image'>): (position: Position) => Position {
  const sx = from.right > from.left ? (to.right - to.left) / (from.right - from.left) : 1
  const sy = from.bottom > from.top ? (to.bottom - to.top) / (from.bottom - from.top) : 1
  return ([x, y]) => [to.left + (x - from.left) * sx, to.top + (y - from.top) * sy]
}

export const clamping =
  (size: Size) =>
  ([x, y]: Position): Position => {
    const inside = clampPoint(at(x, y), size)
    return [inside.x, inside.y]
  }
