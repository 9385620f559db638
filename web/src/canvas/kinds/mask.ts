/** Masks, by their bounding rectangle. */
import type { MaskGeometry } from '../label'
import { bounds } from '../points'
import { distanceToRing } from '../rings'
import type { Kind } from './kind'

export const maskKind: Kind<MaskGeometry> = {
  bounds: ({ bbox: [x, y, w, h] }) => bounds(x, y, x + w, y + h),
  area: ({ bbox: [, , w, h] }) => w * h,
  contains: ({ bbox: [x, y, w, h] }, point) =>
    point.x >= x && point.x <= x + w && point.y >= y && point.y <= y + h,
  distance: ({ bbox: [x, y, w, h] }, point) =>
    distanceToRing([[x, y], [x + w, y], [x + w, y + h], [x, y + h]], point), // biome-ignore format: the four corners read as one line
  // Pixels stay where they were painted.
  moved: (mask) => mask,
  fitted: (mask) => mask,
  clamped: (mask) => mask,
  drawable: ({ bbox: [, , w, h] }) => w > 0 && h > 0,
  trace(pen, { bbox: [x, y, w, h] }, { scale, left, top }) {
    pen.rect((x - left) * scale, (y - top) * scale, w * scale, h * scale)
  },
}
