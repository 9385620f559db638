/** Ellipses. */
import { frameOf, toOwn, turn, withFrame } from '../frames'
import type { EllipseGeometry } from '../label'
import { bounds } from '../points'
import { fittedFrame, heldFrame } from './framed'
import { type Kind, smallestSide } from './kind'

export const ellipseKind: Kind<EllipseGeometry> = {
  bounds({ cx, cy, rx, ry, rotation }) {
    const [cos, sin] = turn(rotation)
    const wide = Math.hypot(rx * cos, ry * sin)
    const high = Math.hypot(rx * sin, ry * cos)
    return bounds(cx - wide, cy - high, cx + wide, cy + high)
  },
  area: ({ rx, ry }) => Math.PI * rx * ry,
  contains(shape, point) {
    const [x, y] = toOwn(frameOf(shape), point)
    return (x / shape.rx) ** 2 + (y / shape.ry) ** 2 <= 1
  },
  distance(shape, point) {
    const [x, y] = toOwn(frameOf(shape), point)
    return distanceToEllipse(Math.abs(x), Math.abs(y), shape.rx, shape.ry)
  },
  moved: (shape, dx, dy) => ({ ...shape, cx: shape.cx + dx, cy: shape.cy + dy }),
  fitted(shape, to) {
    if (shape.rotation !== 0)
      return withFrame(shape, fittedFrame(frameOf(shape), ellipseKind.bounds(shape), to))
    return {
      ...shape,
      cx: (to.left + to.right) / 2,
      cy: (to.top + to.bottom) / 2,
      rx: (to.right - to.left) / 2,
      ry: (to.bottom - to.top) / 2,
    }
  },
  clamped(shape, size) {
    const frame = frameOf(shape)
    const held = heldFrame(frame, ellipseKind.bounds(shape), size)
    return held === frame ? shape : withFrame(shape, held)
  },
  drawable: ({ rx, ry }) => 2 * rx >= smallestSide && 2 * ry >= smallestSide,
  trace(pen, { cx, cy, rx, ry, rotation }, { scale, left, top }) {
    const [x, y, angle] = [(cx - left) * scale, (cy - top) * scale, (rotation * Math.PI) / 180]
    // Without this a line would lead here from wherever the path ended before.
    pen.moveTo(x + rx * scale * Math.cos(angle), y + rx * scale * Math.sin(angle))
    pen.ellipse(x, y, rx * scale, ry * scale, angle, 0, 2 * Math.PI)
  },
}

/** From a place in the first quadrant to the ellipse: a few steps along the curve's circle of curvature settle it. */
function distanceToEllipse(x: number, y: number, rx: number, ry: number): number {
  let [tx, ty] = [Math.SQRT1_2, Math.SQRT1_2]
  for (let i = 0; i < 4; i++) {
    const ex = ((rx * rx - ry * ry) * tx ** 3) / rx
    const ey = ((ry * ry - rx * rx) * ty ** 3) / ry
    const reach = Math.hypot(rx * tx - ex, ry * ty - ey)
    const away = Math.hypot(x - ex, y - ey) || 1
    const nx = Math.min(1, Math.max(0, (((x - ex) * reach) / away + ex) / rx))
    const ny = Math.min(1, Math.max(0, (((y - ey) * reach) / away + ey) / ry))
    const length = Math.hypot(nx, ny) || 1
    ;[tx, ty] = [nx / length, ny / length]
  }
  return Math.hypot(rx * tx - x, ry * ty - y)
}
