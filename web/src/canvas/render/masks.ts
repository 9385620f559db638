/**
 * Draws masks. A mask is first laid on the grid of the screen as runs, at a level whose pixels are no smaller than the
 * screen's; its edge is found there by run arithmetic, and only the pixels of the wanted region are then written.
 */
import type { Camera } from '../camera'
import { type Columns, combinedSpans, extentOf, noSpans, type Spans, spansAt } from '../mask/columns'
import { levelFor, levelWithin } from '../mask/levels'
import type { Bounds } from '../points'

/** A rectangle of whole device pixels. */
export interface Region {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** How far beyond its pixels a mask's look reaches inwards: nothing of it lies outside, but its edge looks at neighbours. */
const margin = 8
const inside = 0.32

/** What the screen shows of a mask: runs by device column, counted from the region's corner, with a margin around it. */
function onScreen(mask: Columns, camera: Camera, ratio: number, region: Region): readonly Spans[] {
  const scale = camera.scale * ratio
  const level = levelFor(scale)
  const size = 2 ** level
  const [first, end] = [-margin, region.width + margin].map((i) => (region.x + i) / scale + camera.left)
  const levelled = levelWithin(mask, level, Math.floor(first ?? 0), Math.ceil(end ?? 0))
  const row = (y: number) => Math.ceil((y * size - camera.top) * scale - region.y - 0.5)
  const [low, high] = [-margin, region.height + margin]
  const columns: Spans[] = []
  let lastX = Number.NaN
  let last: Spans = noSpans
  for (let i = -margin; i < region.width + margin; i++) {
    const x = Math.floor(((region.x + i + 0.5) / scale + camera.left) / size)
    if (x !== lastX) last = rowsOf(spansAt(levelled, x), row, low, high)
    lastX = x
    columns.push(last)
  }
  return columns
}

function rowsOf(spans: Spans, row: (y: number) => number, low: number, high: number): Spans {
  const out: number[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const to = Math.min(high, row(spans[i + 1] ?? 0))
    if (to <= low) continue
    const from = Math.max(low, row(spans[i] ?? 0))
    if (from >= high) break
    const end = out.at(-1)
    if (end !== undefined && end >= from) out[out.length - 1] = Math.max(end, to)
    else if (to > from) out.push(from, to)
  }
  return out.length ? out : noSpans
}

function shrunk(spans: Spans): Spans {
  const out: number[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [(spans[i] ?? 0) + 1, (spans[i + 1] ?? 0) - 1]
    if (to > from) out.push(from, to)
  }
  return out.length ? out : noSpans
}

/** The runs without their outermost pixels. */
function eroded(columns: readonly Spans[]): readonly Spans[] {
  return columns.map((spans, i) => {
    const [before, after] = [columns[i - 1], columns[i + 1]]
    // At the ends of what is looked at nothing is known of the neighbours; the margin keeps this out of sight.
    if (!before || !after || spans.length === 0) return spans
    const inner = shrunk(spans)
    const left = before === spans ? inner : combinedSpans(inner, before, 'intersect')
    return after === spans ? left : combinedSpans(left, after, 'intersect')
  })
}

/** RGBA as the bytes of an ImageData lie in memory on every machine that a browser runs on (little endian). */
function rgba(color: string, alpha: number): number {
  const part = (from: number) => Number.parseInt(color.slice(from, from + 2), 16)
  return ((Math.round(alpha * 255) << 24) | (part(5) << 16) | (part(3) << 8) | part(1)) >>> 0
}

function write(into: Uint32Array, region: Region, columns: readonly Spans[], ink: number): void {
  const { width, height } = region
  for (let x = 0; x < width; x++) {
    const spans = columns[x + margin] ?? noSpans
    for (let i = 0; i < spans.length; i += 2) {
      const to = Math.min(height, spans[i + 1] ?? 0)
      for (let y = Math.max(0, spans[i] ?? 0); y < to; y++) into[y * width + x] = ink
    }
  }
}

/** How a mask looks. `fine` has the dark and the light edge that show on any picture; without it there is one edge. */
export interface MaskLook {
  readonly color: string
  /** Of the coloured edge, in CSS pixels. */
  readonly edge: number
  readonly fine: boolean
}

/** The pixels of a region that a mask covers, written over what `into` holds. Outermost pixels dark, then colour, then light. */
export function maskPixels(
  into: Uint32Array,
  region: Region,
  mask: Columns,
  camera: Camera,
  ratio: number,
  look: MaskLook,
): void {
  let columns = onScreen(mask, camera, ratio, region)
  if (columns.every((spans) => spans.length === 0)) return
  const bands: (readonly [string, number, number])[] = look.fine
    ? [
        ['#000000', 0.75, 1],
        [look.color, 1, Math.min(5, Math.max(1, Math.round(look.edge * ratio)))],
        ['#ffffff', 0.55, 1],
      ]
    : [[look.color, 1, 1]]
  for (const [color, alpha, width] of bands) {
    write(into, region, columns, rgba(color, alpha))
    for (let i = 0; i < width; i++) columns = eroded(columns)
  }
  write(into, region, columns, rgba(look.color, inside))
}

/** The device pixels that picture bounds take, one more on each side, within a canvas. */
export function regionOf(edge: Bounds<'image'>, camera: Camera, ratio: number, beyond = 1): Region | null {
  const scale = camera.scale * ratio
  const x = Math.max(0, Math.floor((edge.left - camera.left) * scale) - beyond)
  const y = Math.max(0, Math.floor((edge.top - camera.top) * scale) - beyond)
  const right = Math.min(
    Math.round(camera.width * ratio),
    Math.ceil((edge.right - camera.left) * scale) + beyond,
  )
  const bottom = Math.min(
    Math.round(camera.height * ratio),
    Math.ceil((edge.bottom - camera.top) * scale) + beyond,
  )
  return right > x && bottom > y ? { x, y, width: right - x, height: bottom - y } : null
}

let scratch: HTMLCanvasElement | null = null

/**
 * Draws a mask into a context whose units are CSS pixels from the camera's top left, or of it what lies in `within`
 * (device pixels). What the context holds shows through.
 */
export function paintMask(
  ctx: CanvasRenderingContext2D,
  mask: Columns,
  look: MaskLook,
  camera: Camera,
  within?: Region,
): void {
  const edge = extentOf(mask)
  const ratio = ctx.getTransform().a
  const whole = edge && regionOf(edge, camera, ratio)
  const region = whole && within ? common(whole, within) : whole
  if (!region) return
  const image = ctx.createImageData(region.width, region.height)
  maskPixels(new Uint32Array(image.data.buffer), region, mask, camera, ratio, look)
  scratch ??= document.createElement('canvas')
  if (scratch.width < region.width) scratch.width = region.width
  if (scratch.height < region.height) scratch.height = region.height
  scratch.getContext('2d')?.putImageData(image, 0, 0)
  const { x, y, width, height } = region
  ctx.drawImage(scratch, 0, 0, width, height, x / ratio, y / ratio, width / ratio, height / ratio)
}

function common(a: Region, b: Region): Region | null {
  const [x, y] = [Math.max(a.x, b.x), Math.max(a.y, b.y)]
  const width = Math.min(a.x + a.width, b.x + b.width) - x
  const height = Math.min(a.y + a.height, b.y + b.height) - y
  return width > 0 && height > 0 ? { x, y, width, height } : null
}
