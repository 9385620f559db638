/** What boxes and ellipses share once they are turned. */
import type { Frame } from '../frames'
import type { Bounds, Size } from '../points'

/** A turned shape keeps its angle and its proportions: it is scaled to stand in `to` and goes to its middle. */
export function fittedFrame(frame: Frame, from: Bounds<'image'>, to: Bounds<'image'>): Frame {
  const wide = from.right > from.left ? (to.right - to.left) / (from.right - from.left) : 1
  const high = from.bottom > from.top ? (to.bottom - to.top) / (from.bottom - from.top) : 1
  const share = Math.min(wide, high)
  const [cx, cy] = [(to.left + to.right) / 2, (to.top + to.bottom) / 2]
  return { ...frame, cx, cy, w: frame.w * share, h: frame.h * share }
}

/** The frame moved, and only if it must be made smaller, so that its bounds lie in the picture; the same one if they do. */
export function heldFrame(frame: Frame, edge: Bounds<'image'>, size: Size): Frame {
  const [wide, high] = [edge.right - edge.left, edge.bottom - edge.top]
  const share = Math.min(1, size.width / wide, size.height / high)
  const [w, h] = [(wide * share) / 2, (high * share) / 2]
  const cx = Math.min(size.width - w, Math.max(w, (edge.left + edge.right) / 2))
  const cy = Math.min(size.height - h, Math.max(h, (edge.top + edge.bottom) / 2))
  const inside = edge.left >= 0 && edge.top >= 0 && edge.right <= size.width && edge.bottom <= size.height
  return inside ? frame : { ...frame, cx, cy, w: frame.w * share, h: frame.h * share }
}
