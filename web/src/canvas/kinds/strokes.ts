/** Lays rows of places into a path on the screen, with fewer vertices where the eye cannot tell. */
import type { Camera } from '../camera'
import type { Position } from '../label'
import type { Pen } from './kind'

/** Fewer than this make a round outline look like another shape, however small it is. */
const fewest = 8

/** Every how many vertices to draw: all of them from 40 px on, fewer below, but never fewer than eight of a ring. */
export function strideFor(pixels: number, vertices: number): number {
  if (pixels >= 40) return vertices > crowd ? thinned(pixels, vertices) : 1
  const wish = pixels < 12 ? 6 : 3
  return Math.max(1, Math.min(wish, Math.floor(vertices / fewest)))
}

/** From this many vertices on even a large outline is thinned: four a screen pixel of its larger side are plenty. */
const crowd = 5000

function thinned(pixels: number, vertices: number): number {
  return Math.max(1, Math.floor(vertices / Math.max(crowd, 4 * pixels)))
}

export function traceRing(
  pen: Pen,
  positions: readonly Position[],
  camera: Camera,
  stride: number,
  closed: boolean,
): void {
  const { scale, left, top } = camera
  const last = positions.length - 1
  for (let i = 0; i <= last; i += stride) {
    const position = positions[i]
    if (!position) continue
    const x = (position[0] - left) * scale
    const y = (position[1] - top) * scale
    if (i === 0) pen.moveTo(x, y)
    else pen.lineTo(x, y)
  }
  const end = positions[last]
  if (closed) pen.closePath()
  else if (end && last % stride !== 0) pen.lineTo((end[0] - left) * scale, (end[1] - top) * scale)
}
