/**
 * A set of picture pixels as runs by column. Memory follows the outline, not the picture: a disc of 400 pixels across is
 * 400 short lists on a picture of any size. Nothing here is ever changed in place, so versions of a mask share every
 * column that a stroke did not touch.
 */
import { type Bounds, bounds } from '../points'

/** Filled rows of one column: `[from, to, from, to, ...]`, half open, rising, never touching. */
export type Spans = readonly number[]

/** Filled pixels. `columns[i]` belongs to the picture's column `left + i`; first and last are not empty. */
export interface Columns {
  readonly left: number
  readonly columns: readonly Spans[]
}

export const noSpans: Spans = []
export const noColumns: Columns = { left: 0, columns: [] }

/** The pixels without empty columns at the sides. */
export function trimmed(left: number, columns: readonly Spans[]): Columns {
  let first = 0
  let end = columns.length
  while (first < end && columns[first]?.length === 0) first++
  while (end > first && columns[end - 1]?.length === 0) end--
  if (first === end) return noColumns
  return { left: left + first, columns: end - first === columns.length ? columns : columns.slice(first, end) }
}

export const isEmpty = (mask: Columns): boolean => mask.columns.length === 0

/** The spans of the picture's column `x`. */
export const spansAt = (mask: Columns, x: number): Spans => mask.columns[x - mask.left] ?? noSpans

/** How many pixels are filled. */
export function pixelCount(mask: Columns): number {
  let count = 0
  for (const spans of mask.columns) for (let i = 0; i < spans.length; i += 2) count += spanLength(spans, i)
  return count
}

const spanLength = (spans: Spans, i: number) => (spans[i + 1] ?? 0) - (spans[i] ?? 0)

/** How many runs the pixels fall into; the measure of their cost. */
export function runCount(mask: Columns): number {
  let count = 0
  for (const spans of mask.columns) count += spans.length / 2
  return count
}

/** The tight rectangle around the pixels, by pixel edges; null when there are none. */
export function extentOf(mask: Columns): Bounds<'image'> | null {
  let [top, bottom] = [Infinity, -Infinity]
  for (const spans of mask.columns) {
    const [first] = spans
    const last = spans.at(-1)
    if (first !== undefined && first < top) top = first
    if (last !== undefined && last > bottom) bottom = last
  }
  return top < bottom ? bounds(mask.left, top, mask.left + mask.columns.length, bottom) : null
}

/** Whether the pixel with its upper left corner at `(x, y)` is filled. */
export function hasPixel(mask: Columns, x: number, y: number): boolean {
  return indexIn(spansAt(mask, x), y) >= 0
}

/** Where in the spans the run with row `y` begins; -1 when the row is not filled. */
function indexIn(spans: Spans, y: number): number {
  let low = 0
  let high = spans.length / 2
  while (low < high) {
    const middle = (low + high) >> 1
    if ((spans[2 * middle + 1] ?? 0) <= y) low = middle + 1
    else high = middle
  }
  return 2 * low < spans.length && (spans[2 * low] ?? Infinity) <= y ? 2 * low : -1
}

export type Operation = 'union' | 'subtract' | 'intersect'

/** What stays of two columns. Gives back the very same list when the other changes nothing. */
export function combinedSpans(a: Spans, b: Spans, operation: Operation): Spans {
  if (b.length === 0) return operation === 'intersect' ? noSpans : a
  if (a.length === 0) return operation === 'union' ? b : noSpans
  const out = swept(a, b, operation)
  return equalSpans(out, a) ? a : out
}

/** Walks both lists from border to border and notes where the wanted state turns. */
function swept(a: Spans, b: Spans, operation: Operation): Spans {
  const out: number[] = []
  let i = 0
  let j = 0
  let inside = false
  while (i < a.length || j < b.length) {
    const next = Math.min(a[i] ?? Infinity, b[j] ?? Infinity)
    if (a[i] === next) i++
    if (b[j] === next) j++
    // An odd number of borders behind means inside.
    const [inA, inB] = [(i & 1) === 1, (j & 1) === 1]
    const now = operation === 'union' ? inA || inB : operation === 'subtract' ? inA && !inB : inA && inB
    if (now !== inside) out.push(next)
    inside = now
  }
  return out.length === 0 ? noSpans : out
}

/** Whether two columns are filled alike. */
export function equalSpans(a: Spans, b: Spans): boolean {
  if (a === b) return true
  return a.length === b.length && a.every((value, i) => value === b[i])
}

/** Whether two sets hold the same pixels. */
export function equalColumns(a: Columns, b: Columns): boolean {
  if (a === b) return true
  return (
    a.left === b.left &&
    a.columns.length === b.columns.length &&
    a.columns.every((spans, i) => equalSpans(spans, b.columns[i] ?? noSpans))
  )
}

function range(a: Columns, b: Columns, operation: Operation): [from: number, to: number] {
  const ends = [a.left + a.columns.length, b.left + b.columns.length] as const
  if (operation === 'subtract' || isEmpty(b)) return [a.left, ends[0]]
  if (isEmpty(a)) return [b.left, ends[1]]
  return operation === 'union'
    ? [Math.min(a.left, b.left), Math.max(...ends)]
    : [Math.max(a.left, b.left), Math.min(...ends)]
}

/** Pixels of both, of `a` without `b`, or common to both. Gives back `a` itself when `b` changes nothing. */
export function combined(a: Columns, b: Columns, operation: Operation): Columns {
  const [from, to] = range(a, b, operation)
  if (to <= from) return noColumns
  if (operation !== 'intersect' && from === a.left && to === a.left + a.columns.length)
    return patched(a, b, operation)
  const columns: Spans[] = new Array(to - from)
  for (let x = from; x < to; x++) columns[x - from] = combinedSpans(spansAt(a, x), spansAt(b, x), operation)
  const out = trimmed(from, columns)
  return equalColumns(out, a) ? a : out
}

/** As `combined` where `b` lies within the columns of `a`: walks the columns of `b` alone. */
function patched(a: Columns, b: Columns, operation: Operation): Columns {
  let columns: Spans[] | null = null
  const last = Math.min(a.left + a.columns.length, b.left + b.columns.length)
  for (let x = Math.max(a.left, b.left); x < last; x++) {
    const before = spansAt(a, x)
    const after = combinedSpans(before, spansAt(b, x), operation)
    if (after === before) continue
    columns ??= a.columns.slice()
    columns[x - a.left] = after
  }
  return columns ? trimmed(a.left, columns) : a
}

/** All of them together. */
export function unionOf(masks: readonly Columns[]): Columns {
  return masks.reduce((all, one) => combined(all, one, 'union'), noColumns)
}

/** The pixels moved by whole pixels. */
export function shifted(mask: Columns, dx: number, dy: number): Columns {
  if (isEmpty(mask) || (dx === 0 && dy === 0)) return mask
  const columns =
    dy === 0 ? mask.columns : mask.columns.map((spans) => (spans.length ? spans.map((y) => y + dy) : spans))
  return { left: mask.left + dx, columns }
}

/** The pixels of a filled rectangle, by whole pixel edges. */
export function rectangle(left: number, top: number, right: number, bottom: number): Columns {
  if (right <= left || bottom <= top) return noColumns
  const spans: Spans = [top, bottom]
  return { left, columns: new Array<Spans>(right - left).fill(spans) }
}

/** The pixels inside a rectangle of whole pixel edges. */
export function cropped(mask: Columns, left: number, top: number, right: number, bottom: number): Columns {
  const edge = extentOf(mask)
  if (!edge || (edge.left >= left && edge.top >= top && edge.right <= right && edge.bottom <= bottom))
    return mask
  return combined(mask, rectangle(left, top, right, bottom), 'intersect')
}

/** Makes columns of a rule that tells the one run `[from, to)` of a column, or null. */
export function columnsBy(
  left: number,
  right: number,
  run: (x: number) => readonly [number, number] | null,
): Columns {
  const columns: Spans[] = []
  for (let x = left; x < right; x++) {
    const found = run(x)
    columns.push(found && found[1] > found[0] ? found : noSpans)
  }
  return trimmed(left, columns)
}

/** Bounds of the pixels that differ; null when none does. Columns that both versions share cost one comparison. */
export function changedBetween(before: Columns, after: Columns): Bounds<'image'> | null {
  if (before === after) return null
  const first = Math.min(before.left, after.left)
  const end = Math.max(before.left + before.columns.length, after.left + after.columns.length)
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity]
  for (let x = first; x < end; x++) {
    const [a, b] = [spansAt(before, x), spansAt(after, x)]
    if (a === b) continue
    for (const spans of [combinedSpans(a, b, 'subtract'), combinedSpans(b, a, 'subtract')]) {
      if (spans.length === 0) continue
      left = Math.min(left, x)
      right = x + 1
      top = Math.min(top, spans[0] ?? Infinity)
      bottom = Math.max(bottom, spans.at(-1) ?? -Infinity)
    }
  }
  return right > left ? bounds(left, top, right, bottom) : null
}
