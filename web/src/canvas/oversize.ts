/** Decides between drawing anew and moving what is drawn: a canvas larger than the surface is shifted by CSS while panning. */
import { type Camera, visible } from './camera'
import { covers } from './points'

/** Share of the surface that the canvas is larger on each side. */
export const overhang = 0.3

/** Below this many milliseconds a drawing is cheap enough for every frame and always sharp. */
const cheap = 5
/** Stretching drawn pixels further than this shows. */
const stretch = 1.6

/** How the drawn canvas must be moved to stand right: CSS pixels and a factor, origin at its top left. */
export interface Shift {
  readonly x: number
  readonly y: number
  readonly scale: number
}

export type Plan = { readonly kind: 'paint' } | { readonly kind: 'shift'; readonly shift: Shift }

/** The camera of the oversize canvas around the one of the surface. */
export function enlarged(camera: Camera): Camera {
  const dx = Math.ceil(camera.width * overhang)
  const dy = Math.ceil(camera.height * overhang)
  return {
    scale: camera.scale,
    left: camera.left - dx / camera.scale,
    top: camera.top - dy / camera.scale,
    width: camera.width + 2 * dx,
    height: camera.height + 2 * dy,
  }
}

/** Where a canvas drawn for `painted` stands when the surface shows `wanted`. */
export function shiftOf(painted: Camera, wanted: Camera): Shift {
  return {
    x: (painted.left - wanted.left) * wanted.scale,
    y: (painted.top - wanted.top) * wanted.scale,
    scale: wanted.scale / painted.scale,
  }
}

/**
 * What to do for the next frame.
 * `painted` is the camera of the oversize canvas as drawn, null when it must be drawn anew; `cost` is the milliseconds
 * that the last drawing took; `moving` says that the camera is still on its way.
 */
export function plan(painted: Camera | null, wanted: Camera, cost: number, moving: boolean): Plan {
  if (!painted) return { kind: 'paint' }
  const shift = shiftOf(painted, wanted)
  const sharp = Math.abs(shift.scale - 1) < 1e-9
  if (!covers(visible(painted), visible(wanted))) return { kind: 'paint' }
  if (sharp) return { kind: 'shift', shift }
  const bearable = shift.scale < stretch && shift.scale > 1 / stretch
  return moving && cost > cheap && bearable ? { kind: 'shift', shift } : { kind: 'paint' }
}
