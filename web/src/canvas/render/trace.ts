/** Lays outlines into a path on the screen, with fewer vertices where the eye cannot tell. */
import type { Camera } from '../camera'
import type { Geometry, Ring } from '../label'
import type { Bounds } from '../points'
import { ringsOf } from '../rings'

/** What a 2D context and a Path2D have in common. */
export type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'closePath' | 'rect'>

/** Larger side of the bounds on the screen, in CSS pixels. */
export function extent(edge: Bounds<'image'>, scale: number): number {
  return Math.max(edge.right - edge.left, edge.bottom - edge.top) * scale
}

/** Fewer than this make a round outline look like another shape, however small it is. */
const fewest = 8

/** Every how many vertices to draw: all of them from 40 px on, fewer below, but never fewer than eight of a ring. */
export function strideFor(pixels: number, vertices: number): number {
  if (pixels >= 40) return 1
  const wish = pixels < 12 ? 6 : 3
  return Math.max(1, Math.min(wish, Math.floor(vertices / fewest)))
}

function traceRing(pen: Pen, ring: Ring, camera: Camera, stride: number): void {
  const { scale, left, top } = camera
  for (let i = 0; i < ring.length; i += stride) {
    const position = ring[i]
    if (!position) continue
    const x = (position[0] - left) * scale
    const y = (position[1] - top) * scale
    if (i === 0) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  }
  pen.closePath()
}

/** Lays the outline of a geometry into the path. `pixels` is its larger side on the screen. */
export function trace(pen: Pen, geometry: Geometry, camera: Camera, pixels = Number.POSITIVE_INFINITY): void {
  if (geometry.kind === 'bbox') {
    const { scale, left, top } = camera
    pen.rect((geometry.x - left) * scale, (geometry.y - top) * scale, geometry.w * scale, geometry.h * scale)
    return
  }
  for (const [ring] of ringsOf(geometry)) traceRing(pen, ring, camera, strideFor(pixels, ring.length))
}
