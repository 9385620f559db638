/** From pixels to rings and back. A pixel belongs to an outline when its centre lies inside. */
import type { Piece, PolygonGeometry, Position, Ring } from '../label'
import type { Size } from '../points'
import { ringArea } from '../rings'
import { type Columns, combinedSpans, cropped, noSpans, type Spans, trimmed, unionOf } from './columns'
import { pieces } from './pieces'

/** Where each column's middle line is crossed by the edges of a piece. */
function crossings(piece: Piece, left: number, width: number): number[][] {
  const found: number[][] = Array.from({ length: width }, () => [])
  for (const ring of piece) {
    for (let i = 0; i < ring.length; i++) {
      const [a, b] = [ring[i], ring[(i + 1) % ring.length]]
      if (!a || !b || a[0] === b[0]) continue
      const [low, high] = a[0] < b[0] ? [a, b] : [b, a]
      const slope = (high[1] - low[1]) / (high[0] - low[0])
      const first = Math.max(0, Math.ceil(low[0] - 0.5) - left)
      // Half open, so that two edges that meet on the line count once.
      for (let k = first; k < width && k + left + 0.5 < high[0]; k++)
        found[k]?.push(low[1] + (k + left + 0.5 - low[0]) * slope)
    }
  }
  return found
}

/** Pairs of crossings as runs of pixels with their centre inside. */
function runsBetween(ys: number[]): Spans {
  ys.sort((a, b) => a - b)
  const out: number[] = []
  for (let i = 0; i + 1 < ys.length; i += 2) {
    const [from, to] = [Math.ceil((ys[i] ?? 0) - 0.5), Math.ceil((ys[i + 1] ?? 0) - 0.5)]
    if (to <= from) continue
    if (out.at(-1) === from) out[out.length - 1] = to
    else out.push(from, to)
  }
  return out.length ? out : noSpans
}

function rasterPiece(piece: Piece): Columns {
  const xs = piece.flatMap((ring) => ring.map(([x]) => x))
  let [low, high] = [Infinity, -Infinity]
  for (const x of xs) [low, high] = [Math.min(low, x), Math.max(high, x)]
  if (!(low < high)) return trimmed(0, [])
  const left = Math.floor(low)
  return trimmed(left, crossings(piece, left, Math.ceil(high) - left).map(runsBetween))
}

/** The pixels of the picture whose centres the polygon contains (even-odd within a piece, pieces together). */
export function rastered(polygon: PolygonGeometry, size: Size): Columns {
  return cropped(unionOf(polygon.rings.map(rasterPiece)), 0, 0, size.width, size.height)
}

/** Directed border sides from corner to corner, the filled pixels on their right hand. */
class Borders {
  /** Ends by start; a corner where two pixels touch only there has two. */
  private readonly next = new Map<number, number[]>()

  constructor(
    private readonly left: number,
    private readonly top: number,
    private readonly height: number,
  ) {}

  add(x0: number, y0: number, x1: number, y1: number): void {
    const key = this.key(x0, y0)
    const ends = this.next.get(key)
    const end = this.key(x1, y1)
    if (ends) ends.push(end)
    else this.next.set(key, [end])
  }

  /** Takes rings off until none is left. */
  *rings(): Generator<Ring> {
    for (const [start, ends] of this.next) {
      while (ends.length > 0) yield this.walk(start)
    }
  }

  private key(x: number, y: number): number {
    return (x - this.left) * this.height + (y - this.top)
  }

  private place(key: number): Position {
    return [Math.floor(key / this.height) + this.left, (key % this.height) + this.top]
  }

  private walk(start: number): Ring {
    const ring: Position[] = []
    let at = start
    let before: Position | null = null
    do {
      const here = this.place(at)
      const ends = this.next.get(at) ?? []
      const end = ends.length > 1 && before ? this.tightest(before, here, ends) : 0
      const [next] = ends.splice(end, 1)
      if (next === undefined) break
      ring.push(here)
      before = here
      at = next
    } while (at !== start)
    return straightened(ring)
  }

  /** At a corner that two pixels share the way turns right, around the same pixel, so that no ring crosses itself. */
  private tightest(before: Position, here: Position, ends: readonly number[]): number {
    const [dx, dy] = [here[0] - before[0], here[1] - before[1]]
    const turns = ends.map((end) => {
      const [x, y] = this.place(end)
      return dx * (y - here[1]) - dy * (x - here[0])
    })
    return Math.max(0, turns.indexOf(Math.max(...turns)))
  }
}

/** The ring without places on a straight way. */
function straightened(ring: readonly Position[]): Ring {
  return ring.filter(([x, y], i) => {
    const [bx, by] = ring.at(i - 1) ?? [x, y]
    const [ax, ay] = ring[(i + 1) % ring.length] ?? [x, y]
    return (x - bx) * (ay - y) !== (y - by) * (ax - x)
  })
}

function tracePiece(piece: Columns): Piece {
  let [top, bottom] = [Infinity, -Infinity]
  for (const spans of piece.columns) {
    top = Math.min(top, spans[0] ?? Infinity)
    bottom = Math.max(bottom, spans.at(-1) ?? -Infinity)
  }
  const borders = new Borders(piece.left, top, bottom - top + 1)
  for (let i = 0; i <= piece.columns.length; i++) {
    const x = piece.left + i
    const [before, here] = [piece.columns[i - 1] ?? noSpans, piece.columns[i] ?? noSpans]
    // Clockwise on the screen: up along a left side, right along a head, down along a right side, left along a foot.
    const begins = combinedSpans(here, before, 'subtract')
    const ends = combinedSpans(before, here, 'subtract')
    for (let k = 0; k < begins.length; k += 2) borders.add(x, begins[k + 1] ?? 0, x, begins[k] ?? 0)
    for (let k = 0; k < ends.length; k += 2) borders.add(x, ends[k] ?? 0, x, ends[k + 1] ?? 0)
    for (let k = 0; k < here.length; k += 2) {
      borders.add(x, here[k] ?? 0, x + 1, here[k] ?? 0)
      borders.add(x + 1, here[k + 1] ?? 0, x, here[k + 1] ?? 0)
    }
  }
  return [...borders.rings()].sort((a, b) => ringArea(b) - ringArea(a))
}

/** The outline along pixel edges: each piece that hangs together over sides, its outer ring first, then its holes. */
export function traced(mask: Columns): PolygonGeometry {
  return { kind: 'polygon', rings: pieces(mask, 4).map(tracePiece) }
}
