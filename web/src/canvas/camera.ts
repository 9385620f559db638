/** What part of the picture is on the screen, and the sums between the two spaces. */
import { at, type Bounds, bounds, onScreen, type Point, type Size } from './points'

/** `scale` is CSS pixels a picture pixel takes; `left`/`top` is the picture place at the surface's top left. */
export interface Camera {
  readonly scale: number
  readonly left: number
  readonly top: number
  /** Of the surface, in CSS pixels. */
  readonly width: number
  readonly height: number
}

export const smallestScale = 0.005
export const largestScale = 64

/** Where a place of the picture is on the screen. */
export function toScreen(camera: Camera, point: Point<'image'>): Point<'screen'> {
  return onScreen((point.x - camera.left) * camera.scale, (point.y - camera.top) * camera.scale)
}

/** Which place of the picture is under a place of the screen. */
export function toImage(camera: Camera, point: Point<'screen'>): Point<'image'> {
  return at(point.x / camera.scale + camera.left, point.y / camera.scale + camera.top)
}

/** The rectangle of the picture plane that the surface shows. */
export function visible(camera: Camera): Bounds<'image'> {
  const { left, top, width, height, scale } = camera
  return bounds(left, top, left + width / scale, top + height / scale)
}

/** The camera moved by screen pixels: positive moves the picture right and down. */
export function panned(camera: Camera, dx: number, dy: number): Camera {
  return { ...camera, left: camera.left - dx / camera.scale, top: camera.top - dy / camera.scale }
}

/** The camera zoomed so that the place under `around` stays under it. */
export function zoomed(camera: Camera, factor: number, around: Point<'screen'>): Camera {
  const scale = Math.min(largestScale, Math.max(smallestScale, camera.scale * factor))
  const fixed = toImage(camera, around)
  return { ...camera, scale, left: fixed.x - around.x / scale, top: fixed.y - around.y / scale }
}

/** The camera that shows the whole page with `margin` CSS pixels around it. */
export function fitting(page: Size, width: number, height: number, margin = 16): Camera {
  const scale = Math.min((width - 2 * margin) / page.width, (height - 2 * margin) / page.height)
  const safe = Math.min(largestScale, Math.max(smallestScale, scale))
  return {
    scale: safe,
    left: (page.width - width / safe) / 2,
    top: (page.height - height / safe) / 2,
    width,
    height,
  }
}

/** The camera that fills the surface with the page: its upper left part where it does not fit whole. */
export function filling(page: Size, width: number, height: number): Camera {
  const scale = Math.max(width / page.width, height / page.height)
  const safe = Math.min(largestScale, Math.max(smallestScale, scale))
  return { scale: safe, left: 0, top: 0, width, height }
}

/** The camera that shows a rectangle with room around it, never closer than `closest`. */
export function showing(edge: Bounds<'image'>, camera: Camera, closest = 8): Camera {
  const size = { width: Math.max(1, edge.right - edge.left), height: Math.max(1, edge.bottom - edge.top) }
  const room = fitting(size, camera.width, camera.height, Math.min(camera.width, camera.height) * 0.2)
  const scale = Math.min(closest, room.scale)
  const centre = at((edge.left + edge.right) / 2, (edge.top + edge.bottom) / 2)
  return {
    ...camera,
    scale,
    left: centre.x - camera.width / scale / 2,
    top: centre.y - camera.height / scale / 2,
  }
}
