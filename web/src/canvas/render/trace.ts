/** How large a shape is on the screen. */
import type { Bounds } from '../points'

/** Larger side of the bounds on the screen, in CSS pixels. */
export function extent(edge: Bounds<'image'>, scale: number): number {
  return Math.max(edge.right - edge.left, edge.bottom - edge.top) * scale
}
