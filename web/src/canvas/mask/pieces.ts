/** Which filled pixels hang together, and which gaps are holes. */
import {
  type Columns,
  combined,
  extentOf,
  noColumns,
  noSpans,
  pixelCount,
  type Spans,
  spansAt,
  trimmed,
} from './columns'

/** Corners join pixels (`8`) or only sides do (`4`). */
export type Joining = 4 | 8

/** Groups that find their root in nearly no time. */
class Groups {
  private readonly parents: number[] = []

  add(): number {
    return this.parents.push(this.parents.length) - 1
  }

  root(one: number): number {
    let at = one
    for (let up = this.parents[at]; up !== undefined && up !== at; up = this.parents[at]) {
      this.parents[at] = this.parents[up] ?? up
      at = up
    }
    return at
  }

  join(a: number, b: number): void {
    const [one, other] = [this.root(a), this.root(b)]
    if (one !== other) this.parents[Math.max(one, other)] = Math.min(one, other)
  }
}

interface Grouped {
  readonly groups: Groups
  /** For each column the group of each of its runs. */
  readonly runs: readonly (readonly number[])[]
}

/** Joins the runs of neighbouring columns that touch. */
function grouped(columns: readonly Spans[], joining: Joining): Grouped {
  const groups = new Groups()
  const reach = joining === 8 ? 1 : 0
  const runs: number[][] = []
  let before: Spans = noSpans
  let beforeRuns: number[] = []
  for (const spans of columns) {
    const own: number[] = []
    let j = 0
    for (let i = 0; i < spans.length; i += 2) {
      const [from, to] = [(spans[i] ?? 0) - reach, (spans[i + 1] ?? 0) + reach]
      const group = groups.add()
      own.push(group)
      while (j < before.length && (before[j + 1] ?? 0) <= from) j += 2
      // The last run that is touched may touch the next one too, so `j` stays on it.
      for (let k = j; k < before.length && (before[k] ?? 0) < to; k += 2)
        groups.join(group, beforeRuns[k / 2] ?? group)
    }
    runs.push(own)
    before = spans
    beforeRuns = own
  }
  return { groups, runs }
}

/** The pieces that hang together, in the order of their first pixel. */
export function pieces(mask: Columns, joining: Joining = 8): Columns[] {
  const { groups, runs } = grouped(mask.columns, joining)
  const found = new Map<number, { left: number; columns: number[][] }>()
  for (const [i, spans] of mask.columns.entries()) {
    for (const [run, group] of (runs[i] ?? []).entries()) {
      const root = groups.root(group)
      const piece = found.get(root) ?? { left: mask.left + i, columns: [] }
      found.set(root, piece)
      while (piece.columns.length <= mask.left + i - piece.left) piece.columns.push([])
      piece.columns.at(-1)?.push(spans[2 * run] ?? 0, spans[2 * run + 1] ?? 0)
    }
  }
  return [...found.values()].map(({ left, columns }) => trimmed(left, columns))
}

/** The piece with the most pixels; corners join. */
export function largestPiece(mask: Columns): Columns {
  const all = pieces(mask)
  if (all.length < 2) return mask
  let best = noColumns
  let most = -1
  for (const piece of all) {
    const count = pixelCount(piece)
    if (count > most) [best, most] = [piece, count]
  }
  return best
}

/** The gaps that no way over sides leads out of. */
export function holesOf(mask: Columns): Columns {
  const edge = extentOf(mask)
  if (!edge) return noColumns
  const [top, bottom] = [edge.top - 1, edge.bottom + 1]
  const whole: Spans = [top, bottom]
  const gaps: Spans[] = [whole]
  for (let x = edge.left; x < edge.right; x++) {
    const spans = spansAt(mask, x)
    gaps.push(spans.length ? [top, ...spans, bottom] : whole)
  }
  gaps.push(whole)
  const { groups, runs } = grouped(gaps, 4)
  const outside = groups.root(0)
  const holes = gaps.map((spans, i) => {
    const own = (runs[i] ?? []).flatMap((group, run) =>
      groups.root(group) === outside ? [] : [spans[2 * run] ?? 0, spans[2 * run + 1] ?? 0],
    )
    return own.length ? own : noSpans
  })
  return trimmed(edge.left - 1, holes)
}

/** The pixels with every hole filled. */
export function filled(mask: Columns): Columns {
  return combined(mask, holesOf(mask), 'union')
}
