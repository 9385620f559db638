/** Boxes, upright or turned. */
import { frameCorners, frameOf, toOwn, withFrame } from '../frames'
import type { BoxGeometry, Position } from '../label'
import { bounds } from '../points'
import { distanceToRing } from '../rings'
import { fittedFrame, heldFrame } from './framed'
import { type Kind, smallestSide } from './kind'
import { around, clamping } from './positions'
import { traceRing } from './strokes'

/** The four corners of a box, clockwise from the one that is top left before the turn. */
export function cornersOf(box: BoxGeometry): Position[] {
  if (box.rotation !== 0) return frameCorners(frameOf(box))
  const { x, y, w, h } = box
  return [[x, y], [x + w, y], [x + w, y + h], [x, y + h]] // biome-ignore format: the four corners read as one line
}

export const bboxKind: Kind<BoxGeometry> = {
  bounds: (box) =>
    box.rotation === 0 ? bounds(box.x, box.y, box.x + box.w, box.y + box.h) : around(cornersOf(box)),
  area: ({ w, h }) => w * h,
  contains(box, point) {
    if (box.rotation === 0)
      return point.x >= box.x && point.x <= box.x + box.w && point.y >= box.y && point.y <= box.y + box.h
    const [x, y] = toOwn(frameOf(box), point)
    return Math.abs(x) <= box.w / 2 && Math.abs(y) <= box.h / 2
  },
  distance: (box, point) => distanceToRing(cornersOf(box), point),
  moved: (box, dx, dy) => ({ ...box, x: box.x + dx, y: box.y + dy }),
  fitted(box, to) {
    if (box.rotation !== 0) return withFrame(box, fittedFrame(frameOf(box), bboxKind.bounds(box), to))
    return { ...box, x: to.left, y: to.top, w: to.right - to.left, h: to.bottom - to.top }
  },
  clamped(box, size) {
    if (box.rotation !== 0) {
      const frame = frameOf(box)
      const held = heldFrame(frame, bboxKind.bounds(box), size)
      return held === frame ? box : withFrame(box, held)
    }
    const hold = clamping(size)
    const [x, y] = hold([box.x, box.y])
    const [right, bottom] = hold([box.x + box.w, box.y + box.h])
    const same = x === box.x && y === box.y && right === box.x + box.w && bottom === box.y + box.h
    return same ? box : { ...box, x, y, w: right - x, h: bottom - y }
  },
  drawable: ({ w, h }) => w >= smallestSide && h >= smallestSide,
  trace(pen, box, camera) {
    if (box.rotation !== 0) return traceRing(pen, cornersOf(box), camera, 1, true)
    const { scale, left, top } = camera
    pen.rect((box.x - left) * scale, (box.y - top) * scale, box.w * scale, box.h * scale)
  },
}
