/** A mask seen from afar: each level halves the picture, and a pixel of a level is filled when any pixel under it is. */
import { type Columns, combinedSpans, noSpans, type Spans, trimmed } from './columns'

/** Rows halved, runs that come to touch joined. */
function halved(spans: Spans): Spans {
  if (spans.length === 0) return noSpans
  const out: number[] = []
  for (let i = 0; i < spans.length; i += 2) {
    const [from, to] = [Math.floor((spans[i] ?? 0) / 2), Math.ceil((spans[i + 1] ?? 0) / 2)]
    const last = out.at(-1)
    if (last !== undefined && last >= from) out[out.length - 1] = Math.max(last, to)
    else out.push(from, to)
  }
  return out
}

function halfSize(mask: Columns): Columns {
  const first = Math.floor(mask.left / 2)
  const end = Math.ceil((mask.left + mask.columns.length) / 2)
  const columns: Spans[] = []
  for (let x = first; x < end; x++) {
    const [a, b] = [
      mask.columns[2 * x - mask.left] ?? noSpans,
      mask.columns[2 * x + 1 - mask.left] ?? noSpans,
    ]
    columns.push(halved(combinedSpans(a, b, 'union')))
  }
  return trimmed(first, columns)
}

const known = new WeakMap<Columns, Columns[]>()

/** The mask at a level; reckoned once for each mask and kept while the mask lives. */
export function levelOf(mask: Columns, level: number): Columns {
  if (level <= 0) return mask
  const levels = known.get(mask) ?? []
  known.set(mask, levels)
  for (let k = levels.length; k < level; k++) levels.push(halfSize(levels[k - 1] ?? mask))
  return levels[level - 1] ?? mask
}

/** The level between two columns of the picture. For a narrow part of a new mask only that part is reckoned. */
export function levelWithin(mask: Columns, level: number, from: number, to: number): Columns {
  const width = mask.columns.length
  if (level <= 0 || (known.get(mask)?.length ?? 0) >= level || to - from > width / 2)
    return levelOf(mask, level)
  const size = 2 ** level
  const first = Math.max(0, Math.floor(from / size) * size - mask.left)
  const part = trimmed(mask.left + first, mask.columns.slice(first, Math.max(first, to + size - mask.left)))
  return levelOf(part, level)
}

/** The level whose pixels are at least as large as one of the screen. `scale` is screen pixels a picture pixel takes. */
export const levelFor = (scale: number) => Math.max(0, Math.ceil(-Math.log2(scale) - 1e-9))
