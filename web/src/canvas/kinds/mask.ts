/** Masks: pixels of the original, kept as the label's run-length string and worked on as runs by column. */
import type { MaskGeometry } from '../label'
import {
  type Columns,
  combinedSpans,
  cropped,
  hasPixel,
  isEmpty,
  noColumns,
  pixelCount,
  type Spans,
  shifted,
  spansAt,
  trimmed,
} from '../mask/columns'
import { levelFor, levelOf } from '../mask/levels'
import { traced } from '../mask/outline'
import { at, type Bounds, bounds, type Point, type Size } from '../points'
import { nearestOnSegment, ringsOf } from '../rings'
import { boxOfColumns, decoded, encoded, RunsError } from '../rle'
import type { Kind } from './kind'

const read = new WeakMap<MaskGeometry, Columns>()
const areas = new WeakMap<Columns, number>()

/** The page that a mask belongs to. */
export const pageOf = ({ size: [height, width] }: MaskGeometry): Size => ({ width, height })

/** The pixels of a mask, read once. A string that cannot be read has none: the server refuses it, nothing here breaks. */
export function columnsOf(mask: MaskGeometry): Columns {
  const known = read.get(mask)
  if (known) return known
  const columns = readable(mask)
  read.set(mask, columns)
  return columns
}

function readable(mask: MaskGeometry): Columns {
  try {
    return decoded(mask.counts, pageOf(mask))
  } catch (error) {
    if (error instanceof RunsError) return noColumns
    throw error
  }
}

/**
 * The mask of these pixels, null when none lies in the picture. Its string is written when it is first asked for (at the
 * save, not under the hand), and versions share every column that they have in common.
 */
export function maskOf(pixels: Columns, size: Size): MaskGeometry | null {
  const columns = cropped(pixels, 0, 0, size.width, size.height)
  const bbox = boxOfColumns(columns)
  if (!bbox) return null
  let counts: string | null = null
  const mask: MaskGeometry = { kind: 'mask', size: [size.height, size.width], counts: '', bbox }
  Object.defineProperty(mask, 'counts', {
    enumerable: true,
    get() {
      counts ??= encoded(columns, size)
      return counts
    },
  })
  read.set(mask, columns)
  return mask
}

const or = (mask: MaskGeometry, columns: Columns) => maskOf(columns, pageOf(mask)) ?? mask

/** Distance from a place to the borders at one column: heads and feet of its runs, and the left sides of its pixels. */
function distanceAt(columns: Columns, x: number, point: Point<'image'>): number {
  const here = spansAt(columns, x)
  const before = spansAt(columns, x - 1)
  let best = Infinity
  const away = (x0: number, y0: number, x1: number, y1: number) => {
    const near = nearestOnSegment([x0, y0], [x1, y1], point)
    best = Math.min(best, Math.hypot(near.x - point.x, near.y - point.y))
  }
  for (const y of here) away(x, y, x + 1, y)
  for (const side of [combinedSpans(here, before, 'subtract'), combinedSpans(before, here, 'subtract')])
    for (let i = 0; i < side.length; i += 2) away(x, side[i] ?? 0, x, side[i + 1] ?? 0)
  return best
}

/** Walks from the place's own column outwards until no farther column can be nearer. */
function distanceTo(columns: Columns, point: Point<'image'>): number {
  const [first, end] = [columns.left, columns.left + columns.columns.length]
  const middle = Math.min(end, Math.max(first, Math.floor(point.x)))
  let best = Infinity
  for (let step = 0; step <= end - first + 1; step++) {
    if (step - 1 > best) break
    for (const x of step === 0 ? [middle] : [middle - step, middle + step])
      if (x >= first && x <= end) best = Math.min(best, distanceAt(columns, x, point))
  }
  return best
}

/** The pixels stretched from one rectangle to another: each pixel takes what lies under its centre. */
function stretched(columns: Columns, from: Bounds<'image'>, to: Bounds<'image'>): Columns {
  const sx = (to.right - to.left) / (from.right - from.left)
  const sy = (to.bottom - to.top) / (from.bottom - from.top)
  // Plus nought, as rounding up makes a negative nought of a half that no box should hold.
  const row = (y: number) => Math.ceil((y - from.top) * sy + to.top - 0.5) + 0
  const out: Spans[] = []
  const left = Math.floor(to.left)
  for (let x = left; x < Math.ceil(to.right); x++) {
    const spans: number[] = []
    const source = spansAt(columns, Math.floor((x + 0.5 - to.left) / sx + from.left))
    for (let i = 0; i < source.length; i += 2) {
      const [a, b] = [row(source[i] ?? 0), row(source[i + 1] ?? 0)]
      if (b <= a) continue
      if (spans.at(-1) === a) spans[spans.length - 1] = b
      else spans.push(a, b)
    }
    out.push(spans)
  }
  return trimmed(left, out)
}

export const maskKind: Kind<MaskGeometry> = {
  bounds: ({ bbox: [x, y, w, h] }) => bounds(x, y, x + w, y + h),
  area(mask) {
    const columns = columnsOf(mask)
    const area = areas.get(columns) ?? pixelCount(columns)
    areas.set(columns, area)
    return area
  },
  contains: (mask, point) => hasPixel(columnsOf(mask), Math.floor(point.x), Math.floor(point.y)),
  distance: (mask, point) => distanceTo(columnsOf(mask), point),
  // Pixels go by whole pixels: nothing is resampled and nothing is lost.
  moved: (mask, dx, dy) => or(mask, shifted(columnsOf(mask), Math.round(dx), Math.round(dy))),
  fitted(mask, to) {
    const from = maskKind.bounds(mask)
    const same = from.left === to.left && from.top === to.top && from.right === to.right
    return same && from.bottom === to.bottom ? mask : or(mask, stretched(columnsOf(mask), from, to))
  },
  // A mask cannot reach beyond its page; only one of a page of another size has something to lose.
  clamped(mask, size) {
    const page = pageOf(mask)
    return page.width === size.width && page.height === size.height
      ? mask
      : (maskOf(columnsOf(mask), size) ?? mask)
  },
  drawable: (mask) => !isEmpty(columnsOf(mask)),
  trace(pen, mask, { scale, left, top }) {
    const level = levelFor(scale)
    const size = 2 ** level
    for (const [ring] of ringsOf(traced(levelOf(columnsOf(mask), level)))) {
      for (const [i, [x, y]] of ring.entries()) {
        const place = at((x * size - left) * scale, (y * size - top) * scale)
        if (i === 0) pen.moveTo(place.x, place.y)
        else pen.lineTo(place.x, place.y)
      }
      pen.closePath()
    }
  },
}
