/** Single places. */
import type { PointGeometry } from '../label'
import { at, bounds, clampPoint } from '../points'
import type { Kind } from './kind'

/** Radius of the ring that stands for a point, in CSS pixels at every zoom. */
export const pointRadius = 5

export const pointKind: Kind<PointGeometry> = {
  bounds: ({ x, y }) => bounds(x, y, x, y),
  area: () => 0,
  contains: () => false,
  distance: ({ x, y }, point) => Math.hypot(x - point.x, y - point.y),
  moved: (shape, dx, dy) => ({ ...shape, x: shape.x + dx, y: shape.y + dy }),
  fitted: (shape, to) => ({ ...shape, x: (to.left + to.right) / 2, y: (to.top + to.bottom) / 2 }),
  clamped: (shape, size) => ({ ...shape, ...plain(clampPoint(at(shape.x, shape.y), size)) }),
  drawable: () => true,
  trace(pen, { x, y }, { scale, left, top }) {
    const [px, py] = [(x - left) * scale, (y - top) * scale]
    pen.moveTo(px + pointRadius, py)
    pen.arc(px, py, pointRadius, 0, 2 * Math.PI)
  },
}

const plain = ({ x, y }: { readonly x: number; readonly y: number }) => ({ x, y })
