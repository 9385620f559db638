/** Branded coordinates: a place in the picture can never be mistaken for a place on the screen. */

declare const space: unique symbol

export type Space = 'image' | 'screen'

/** A place in one space. `image` is original pixels of the upright picture, pixel-edge origin at the top left. */
export interface Point<S extends Space> {
  readonly x: number
  readonly y: number
  readonly [space]: S
}

/** An axis-parallel rectangle by its edges, in one space. */
export interface Bounds<S extends Space> {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly [space]: S
}

/** Width and height of a page in original pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** A place in the picture, in original pixels. */
export const at = (x: number, y: number): Point<'image'> => ({ x, y }) as Point<'image'>

/** A place on the screen, in CSS pixels from the surface's top left. */
export const onScreen = (x: number, y: number): Point<'screen'> => ({ x, y }) as Point<'screen'>

/** A rectangle in the picture by its edges. */
export const bounds = (left: number, top: number, right: number, bottom: number): Bounds<'image'> =>
  ({ left, top, right, bottom }) as Bounds<'image'>

/** The straight distance between two places of the same space. */
export function distance<S extends Space>(a: Point<S>, b: Point<S>): number {
  return Math.hypot(a.x - b.x, a.y - b.y)
}

const between = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value))

/** The nearest place inside the picture. */
export function clampPoint(point: Point<'image'>, size: Size): Point<'image'> {
  return at(between(point.x, 0, size.width), between(point.y, 0, size.height))
}

/** Hundredths of a pixel are finer than any hand and keep labels short. Used for new input only, never on stored geometry. */
export function settle(point: Point<'image'>): Point<'image'> {
  return at(Math.round(point.x * 100) / 100, Math.round(point.y * 100) / 100)
}

/** Whether two rectangles of the same space share a place; touching counts. */
export function overlaps<S extends Space>(a: Bounds<S>, b: Bounds<S>): boolean {
  return a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom
}

/** Whether the inner rectangle lies wholly in the outer one. */
export function covers<S extends Space>(outer: Bounds<S>, inner: Bounds<S>): boolean {
  return (
    outer.left <= inner.left &&
    outer.top <= inner.top &&
    outer.right >= inner.right &&
    outer.bottom >= inner.bottom
  )
}

/** The rectangle grown by `by` on all four sides. */
export function grow(box: Bounds<'image'>, by: number): Bounds<'image'> {
  return bounds(box.left - by, box.top - by, box.right + by, box.bottom + by)
}

/** The rectangle between two opposite corners, in whichever order they were given. */
export function spanning(a: Point<'image'>, b: Point<'image'>): Bounds<'image'> {
  return bounds(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y))
}
