/** The eight handles of a rectangle and what dragging one does. */

import { smallestSide } from './kinds/kind'
import { at, type Bounds, bounds, clampPoint, type Point, type Size } from './points'

export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

/** Clockwise from the top left. */
export const handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w']

/** Where a handle sits on the rectangle. */
export function handleAt(edge: Bounds<'image'>, handle: Handle): Point<'image'> {
  const x = handle.includes('w')
    ? edge.left
    : handle.includes('e')
      ? edge.right
      : (edge.left + edge.right) / 2
  const y = handle.includes('n')
    ? edge.top
    : handle.includes('s')
      ? edge.bottom
      : (edge.top + edge.bottom) / 2
  return at(x, y)
}

/** The rectangle after its handle was dragged to a place. Crossing the opposite side turns it over, never inside out. */
export function resized(
  edge: Bounds<'image'>,
  handle: Handle,
  to: Point<'image'>,
  size: Size,
): Bounds<'image'> {
  const place = clampPoint(to, size)
  const left = handle.includes('w') ? place.x : edge.left
  const right = handle.includes('e') ? place.x : edge.right
  const top = handle.includes('n') ? place.y : edge.top
  const bottom = handle.includes('s') ? place.y : edge.bottom
  const turned = bounds(
    Math.min(left, right),
    Math.min(top, bottom),
    Math.max(left, right),
    Math.max(top, bottom),
  )
  return turned.right - turned.left >= smallestSide && turned.bottom - turned.top >= smallestSide
    ? turned
    : edge
}

/** The corner that makes the rectangle from `from` a square, towards `to`, inside the picture. */
export function squared(from: Point<'image'>, to: Point<'image'>, size: Size): Point<'image'> {
  const signX = to.x < from.x ? -1 : 1
  const signY = to.y < from.y ? -1 : 1
  const room = Math.min(signX < 0 ? from.x : size.width - from.x, signY < 0 ? from.y : size.height - from.y)
  const side = Math.min(room, Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)))
  return at(from.x + signX * side, from.y + signY * side)
}
