/** A rectangle with a turn: what boxes and ellipses share. Angles are degrees, clockwise on the screen. */
import type { BoxGeometry, EllipseGeometry, Geometry, Position } from './label'
import { at, type Point } from './points'

export interface Frame {
  readonly cx: number
  readonly cy: number
  readonly w: number
  readonly h: number
  readonly rotation: number
}

export type Framed = BoxGeometry | EllipseGeometry

/** Whether the geometry is a rectangle with a turn. */
export const isFramed = (geometry: Geometry): geometry is Framed =>
  geometry.kind === 'bbox' || geometry.kind === 'ellipse'

/** The angle in [0, `full`). */
export function turned(rotation: number, full: number): number {
  const rest = rotation % full
  const positive = rest < 0 ? rest + full : rest
  // A tiny negative angle becomes exactly `full` by rounding.
  return positive >= full || Object.is(positive, -0) ? 0 : positive
}

export function frameOf(shape: Framed): Frame {
  if (shape.kind === 'ellipse') {
    const { cx, cy, rx, ry, rotation } = shape
    return { cx, cy, w: 2 * rx, h: 2 * ry, rotation }
  }
  const { x, y, w, h, rotation } = shape
  return { cx: x + w / 2, cy: y + h / 2, w, h, rotation }
}

/** The shape of the same kind with that frame. */
export function withFrame<Shape extends Framed>(shape: Shape, frame: Frame): Shape {
  const { cx, cy, w, h, rotation } = frame
  if (shape.kind === 'ellipse')
    return { ...shape, cx, cy, rx: w / 2, ry: h / 2, rotation: turned(rotation, 180) }
  return { ...shape, x: cx - w / 2, y: cy - h / 2, w, h, rotation: turned(rotation, 360) }
}

/** Cosine and sine of degrees, exact for quarter turns. */
export function turn(degrees: number): readonly [cos: number, sin: number] {
  switch (turned(degrees, 360)) {
    case 0:
      return [1, 0]
    case 90:
      return [0, 1]
    case 180:
      return [-1, 0]
    case 270:
      return [0, -1]
  }
  const angle = (degrees * Math.PI) / 180
  return [Math.cos(angle), Math.sin(angle)]
}

/** A place in the frame's own axes, counted from its centre. */
export function toOwn(frame: Frame, place: Point<'image'>): readonly [number, number] {
  const [cos, sin] = turn(frame.rotation)
  const [dx, dy] = [place.x - frame.cx, place.y - frame.cy]
  return [dx * cos + dy * sin, dy * cos - dx * sin]
}

/** The place of the picture at a place in the frame's own axes. */
export function fromOwn(frame: Frame, x: number, y: number): Point<'image'> {
  const [cos, sin] = turn(frame.rotation)
  return at(frame.cx + x * cos - y * sin, frame.cy + x * sin + y * cos)
}

/** The four corners, clockwise, from the one that is top left before the turn. */
export function frameCorners(frame: Frame): Position[] {
  const [x, y] = [frame.w / 2, frame.h / 2]
  return (
    [
      [-x, -y],
      [x, -y],
      [x, y],
      [-x, y],
    ] as const
  ).map(([ox, oy]): Position => {
    // biome-ignore format: the four corners read as one line
    const place = fromOwn(frame, ox, oy)
    return [place.x, place.y]
  })
}
