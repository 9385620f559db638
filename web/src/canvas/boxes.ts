/** The handles of a box or an ellipse, in its own axes, and what dragging one does. */
import { type Frame, type Framed, frameOf, fromOwn, toOwn, withFrame } from './frames'
import { boundsOf, fitted } from './geometry'
import { smallestSide } from './kinds/kind'
import type { BoxGeometry } from './label'
import { at, type Bounds, bounds, clampPoint, type Point, type Size } from './points'

export type Handle = 'nw' | 'n' | 'ne' | 'e' | 'se' | 's' | 'sw' | 'w'

/** Clockwise from the top left. */
export const handles: readonly Handle[] = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w']

/** Which side of the middle a handle stands on: -1, 0 or 1 along each of the shape's own axes. */
function sideOf(handle: Handle): readonly [number, number] {
  const x = handle.includes('w') ? -1 : handle.includes('e') ? 1 : 0
  const y = handle.includes('n') ? -1 : handle.includes('s') ? 1 : 0
  return [x, y]
}

/** Where a handle sits on the upright rectangle. */
export function handleAt(edge: Bounds<'image'>, handle: Handle): Point<'image'> {
  const [x, y] = sideOf(handle)
  return at(
    x === 0 ? (edge.left + edge.right) / 2 : x < 0 ? edge.left : edge.right,
    y === 0 ? (edge.top + edge.bottom) / 2 : y < 0 ? edge.top : edge.bottom,
  )
}

/** Where a handle sits on a box or ellipse, turned or not. */
export function handleOn(shape: Framed, handle: Handle): Point<'image'> {
  if (shape.rotation === 0) return handleAt(boundsOf(shape), handle)
  const frame = frameOf(shape)
  const [x, y] = sideOf(handle)
  return fromOwn(frame, (x * frame.w) / 2, (y * frame.h) / 2)
}

/** Where the handle that turns a shape sits: `away` pixels above its top, or below its bottom where the picture ends. */
export function turnHandle(shape: Framed, away: number, size: Size): Point<'image'> {
  const frame = frameOf(shape)
  const above = fromOwn(frame, 0, -frame.h / 2 - away)
  const inside = above.x >= 0 && above.y >= 0 && above.x <= size.width && above.y <= size.height
  return inside ? above : fromOwn(frame, 0, frame.h / 2 + away)
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

const span = (low: number, high: number) => ({ low: Math.min(low, high), high: Math.max(low, high) })

/** The frame after its handle went to a place; the opposite side stays where it is. */
function resizedFrame(frame: Frame, handle: Handle, to: Point<'image'>): Frame {
  const [sx, sy] = sideOf(handle)
  const [px, py] = toOwn(frame, to)
  const x = sx === 0 ? span(-frame.w / 2, frame.w / 2) : span((-sx * frame.w) / 2, px)
  const y = sy === 0 ? span(-frame.h / 2, frame.h / 2) : span((-sy * frame.h) / 2, py)
  const w = Math.max(smallestSide, x.high - x.low)
  const h = Math.max(smallestSide, y.high - y.low)
  const centre = fromOwn(frame, (x.low + x.high) / 2, (y.low + y.high) / 2)
  return { ...frame, cx: centre.x, cy: centre.y, w, h }
}

const isInside = (shape: Framed, size: Size) => {
  const edge = boundsOf(shape)
  const slack = 1e-9 * Math.max(size.width, size.height)
  return (
    edge.left >= -slack &&
    edge.top >= -slack &&
    edge.right <= size.width + slack &&
    edge.bottom <= size.height + slack
  )
}

/** The furthest shape on the way from `before` to a wish that is still in the picture. What stuck out already may go on. */
function furthest<Shape extends Framed>(before: Shape, wish: (share: number) => Shape, size: Size): Shape {
  if (!isInside(before, size) || isInside(wish(1), size)) return wish(1)
  let [good, bad] = [0, 1]
  for (let i = 0; i < 24; i++) {
    const middle = (good + bad) / 2
    if (isInside(wish(middle), size)) good = middle
    else bad = middle
  }
  return good === 0 ? before : wish(good)
}

/** The shape after its handle was dragged to a place, held in the picture. */
export function resizedShape<Shape extends Framed>(
  shape: Shape,
  handle: Handle,
  to: Point<'image'>,
  size: Size,
): Shape {
  if (shape.rotation === 0) return fitted(shape, resized(boundsOf(shape), handle, to, size)) as Shape
  const frame = frameOf(shape)
  const start = fromOwn(frame, ...startOf(frame, handle))
  const way = (share: number) => at(start.x + (to.x - start.x) * share, start.y + (to.y - start.y) * share)
  return furthest(shape, (share) => withFrame(shape, resizedFrame(frame, handle, way(share))), size)
}

function startOf(frame: Frame, handle: Handle): [number, number] {
  const [x, y] = sideOf(handle)
  return [(x * frame.w) / 2, (y * frame.h) / 2]
}

/** The shape turned to an angle about its own middle, as far as the picture allows. */
export function turnedShape<Shape extends Framed>(shape: Shape, rotation: number, size: Size): Shape {
  const frame = frameOf(shape)
  const by = ((((rotation - frame.rotation) % 360) + 540) % 360) - 180
  // At the end of the way the wished angle itself, not the sum of two floats.
  const angle = (share: number) => (share === 1 ? rotation : frame.rotation + by * share)
  return furthest(shape, (share) => withFrame(shape, { ...frame, rotation: angle(share) }), size)
}

/** The angle at which a shape points to a place with its top, in whole steps of `step` degrees when one is given. */
export function angleTo(shape: Framed, place: Point<'image'>, step = 0): number {
  const { cx, cy } = frameOf(shape)
  const angle = (Math.atan2(place.x - cx, cy - place.y) * 180) / Math.PI
  return step > 0 ? Math.round(angle / step) * step : Math.round(angle * 10) / 10
}

/** The corner that makes the rectangle from `from` a square, towards `to`, inside the picture. */
export function squared(from: Point<'image'>, to: Point<'image'>, size: Size): Point<'image'> {
  const signX = to.x < from.x ? -1 : 1
  const signY = to.y < from.y ? -1 : 1
  const room = Math.min(signX < 0 ? from.x : size.width - from.x, signY < 0 ? from.y : size.height - from.y)
  const side = Math.min(room, Math.max(Math.abs(to.x - from.x), Math.abs(to.y - from.y)))
  return at(from.x + signX * side, from.y + signY * side)
}

/** The box on a first edge from `a` to `b` whose other side goes through `c`; its width ends where the picture does. */
export function boxOnEdge(a: Point<'image'>, b: Point<'image'>, c: Point<'image'>, size: Size): BoxGeometry {
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1
  const [ux, uy] = [(b.x - a.x) / length, (b.y - a.y) / length]
  const side = (c.x - a.x) * -uy + (c.y - a.y) * ux
  const sign = side < 0 ? -1 : 1
  const [nx, ny] = [-uy * sign, ux * sign]
  const width = Math.min(Math.abs(side), roomFrom(a, nx, ny, size), roomFrom(b, nx, ny, size))
  const [cx, cy] = [(a.x + b.x + nx * width) / 2, (a.y + b.y + ny * width) / 2]
  const rotation = (Math.atan2(uy, ux) * 180) / Math.PI
  const upright: BoxGeometry = { kind: 'bbox', x: 0, y: 0, w: 0, h: 0, rotation: 0 }
  return withFrame(upright, { cx, cy, w: length, h: width, rotation })
}

/** How far one can go from a place in the picture in a direction of length 1. */
function roomFrom(from: Point<'image'>, dx: number, dy: number, size: Size): number {
  const along = (start: number, by: number, end: number) =>
    by > 0 ? (end - start) / by : by < 0 ? -start / by : Infinity
  return Math.max(0, Math.min(along(from.x, dx, size.width), along(from.y, dy, size.height)))
}
