/**
 * COCO's compressed run-length string, as pycocotools writes and reads it: lengths of empty and filled runs in turn, down
 * each column and on to the next, every length from the fourth on as the difference to the one two before, in groups of
 * five bits from the character `0` on. Strings go to runs by column and back without ever holding the picture's pixels.
 */
import { type Columns, isEmpty, type Spans, trimmed } from './mask/columns'
import type { Size } from './points'

const firstCharacter = 48
const more = 0x20
const sign = 0x10
/** Characters that one length takes at most. */
const longest = 11

/** The string holds something that no encoder writes, or runs that do not fill the picture exactly. */
export class RunsError extends Error {}

/** The run lengths that a string holds. */
export function lengthsOf(counts: string): number[] {
  const lengths: number[] = []
  let place = 0
  while (place < counts.length) {
    let value = 0
    let weight = 1
    let bits = more
    while (bits & more) {
      bits = counts.charCodeAt(place++) - firstCharacter
      if (!(bits >= 0 && bits < 64) || weight > 2 ** 45)
        throw new RunsError(`Unreadable run at character ${place}`)
      value += (bits & 0x1f) * weight
      weight *= 32
    }
    if (bits & sign) value -= weight
    if (lengths.length > 2) value += lengths[lengths.length - 2] ?? 0
    if (value < 0) throw new RunsError(`A run of negative length before character ${place}`)
    lengths.push(value)
  }
  return lengths
}

/** The string that holds these run lengths. */
export function countsOf(lengths: readonly number[]): string {
  let codes = new Uint8Array(3 * lengths.length + longest)
  let end = 0
  for (let i = 0; i < lengths.length; i++) {
    if (end + longest > codes.length) {
      const larger = new Uint8Array(2 * codes.length)
      larger.set(codes)
      codes = larger
    }
    let value = (lengths[i] ?? 0) - (i > 2 ? (lengths[i - 2] ?? 0) : 0)
    for (let open = true; open; ) {
      // Five bits at a time as whole numbers, since shifts end at 32 bits; small ones take the quick way.
      const low = value & 0x1f
      value = value === (value | 0) ? value >> 5 : (value - low) / 32
      open = low & sign ? value !== -1 : value !== 0
      codes[end++] = (open ? low | more : low) + firstCharacter
    }
  }
  return new TextDecoder('latin1').decode(codes.subarray(0, end))
}

/** Run lengths over a whole picture, an empty run first. */
function lengthsFrom(mask: Columns, size: Size): number[] {
  const lengths: number[] = []
  let filledTo = 0
  let last = 0
  for (const [i, spans] of mask.columns.entries()) {
    const before = (mask.left + i) * size.height
    for (let k = 0; k < spans.length; k += 2) {
      const from = before + (spans[k] ?? 0)
      const to = before + (spans[k + 1] ?? 0)
      // A run to the foot of one column and from the head of the next is one run in the string.
      if (from === filledTo && lengths.length > 0) lengths[lengths.length - 1] = last += to - from
      else {
        last = to - from
        lengths.push(from - filledTo, last)
      }
      filledTo = to
    }
  }
  const rest = size.width * size.height - filledTo
  if (rest > 0 || lengths.length === 0) lengths.push(rest)
  return lengths
}

/** The picture-wide string of these pixels. All must lie inside the picture. */
export function encoded(mask: Columns, size: Size): string {
  return countsOf(lengthsFrom(mask, size))
}

/** The pixels of a picture-wide string. Throws `RunsError` where the runs do not fill the picture exactly. */
export function decoded(counts: string, size: Size): Columns {
  const { width, height } = size
  const lengths = lengthsOf(counts)
  const columns: number[][] = []
  let left = 0
  let at = 0
  for (const [i, length] of lengths.entries()) {
    const end = at + length
    if (end > width * height) throw new RunsError('The runs are longer than the picture')
    if (i % 2 === 1 && length > 0) {
      if (columns.length === 0) left = Math.floor(at / height)
      fill(columns, left, at, end, height)
    }
    at = end
  }
  if (at !== width * height) throw new RunsError('The runs are shorter than the picture')
  return trimmed(left, columns)
}

/** Lays one run of the string into the columns that it goes through. */
function fill(columns: number[][], left: number, from: number, to: number, height: number): void {
  for (let at = from; at < to; ) {
    const x = Math.floor(at / height)
    const end = Math.min(to, (x + 1) * height)
    while (columns.length <= x - left) columns.push([])
    const spans = columns[x - left] as number[]
    const top = at - x * height
    // Runs parted by one of no length are one run.
    if (spans.length > 0 && spans[spans.length - 1] === top) spans[spans.length - 1] = end - x * height
    else spans.push(top, end - x * height)
    at = end
  }
}

/** The tight box of whole pixels that the label keeps beside the string. */
export function boxOfColumns(mask: Columns): [x: number, y: number, w: number, h: number] | null {
  if (isEmpty(mask)) return null
  let [top, bottom] = [Infinity, 0]
  for (const spans of mask.columns as readonly Spans[]) {
    top = Math.min(top, spans[0] ?? Infinity)
    bottom = Math.max(bottom, spans[spans.length - 1] ?? 0)
  }
  return [mask.left, top, mask.columns.length, bottom - top]
}
