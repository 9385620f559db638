/** Booleans of polygons, carried out by Clipper2 on a fine whole-number grid. */
import {
  Clipper64,
  ClipType,
  FillRule,
  type Path64,
  PathType,
  type Point64,
  type PolyPath64,
  PolyTree64,
} from 'clipper2-ts'
import type { Piece, PolygonGeometry, Position, Ring } from '../label'
import type { Operation } from '../mask/columns'
import { ringArea } from '../rings'

/** Grid steps in a pixel. A power of two, so that whole and half pixels come back to the last bit. */
const steps = 1024

/** A piece thinner than this on average, in original pixels, is a by-product of the sum and not meant. */
export const thinnest = 0.5

/** What a sum gave, and what was left out of it. */
export interface Clipped {
  readonly polygon: PolygonGeometry
  /** Pieces and holes thinner than half a pixel that were dropped. */
  readonly slivers: number
}

/** Remembers which exact place stands behind a grid place: vertices that a sum does not touch keep their very numbers. */
class Grid {
  private readonly exact = new Map<number, Map<number, Position>>()

  path(ring: Ring): Path64 {
    return withoutSpikes(
      ring.map((position) => {
        const [x, y] = [Math.round(position[0] * steps), Math.round(position[1] * steps)]
        const row = this.exact.get(x) ?? new Map<number, Position>()
        this.exact.set(x, row)
        if (!row.has(y)) row.set(y, position)
        return { x, y }
      }),
    )
  }

  ring(path: Path64): Ring {
    return path.map(({ x, y }) => this.exact.get(x)?.get(y) ?? ([x / steps, y / steps] as const))
  }
}

/** Whether the way turns straight back at the middle place, or does not go on at all. */
function isSpike(a: Point64, tip: Point64, b: Point64): boolean {
  const [ax, ay, bx, by] = [tip.x - a.x, tip.y - a.y, b.x - tip.x, b.y - tip.y]
  return ax * by === ay * bx && ax * bx + ay * by <= 0
}

/** The path without ways out and straight back: they hold no area, and horizontal ones lead Clipper2 2.0.1 astray. */
function withoutSpikes(path: readonly Point64[]): Path64 {
  const kept: Point64[] = []
  const trim = () => {
    for (let [a, tip, b] = kept.slice(-3); a && tip && b && isSpike(a, tip, b); [a, tip, b] = kept.slice(-3))
      kept.splice(-2, 2, ...(a.x === b.x && a.y === b.y ? [] : [b]))
  }
  for (const point of path) {
    const last = kept.at(-1)
    if (last?.x === point.x && last.y === point.y) continue
    kept.push(point)
    trim()
  }
  // The same where the end meets the beginning.
  for (let changed = true; changed && kept.length > 2; ) {
    const [first, second, last, before] = [kept[0], kept[1], kept.at(-1), kept.at(-2)]
    changed = true
    if (first && second && last && isSpike(last, first, second)) kept.shift()
    else if (first && last && before && isSpike(before, last, first)) kept.pop()
    else changed = false
  }
  return kept.length > 2 ? kept : []
}

const operations = { union: ClipType.Union, subtract: ClipType.Difference, intersect: ClipType.Intersection }

/** One piece as clean rings: crossings become vertices, what lies inside by the even-odd rule stays inside. */
function cleaned(polygon: PolygonGeometry, grid: Grid): Path64[] {
  const pieces = polygon.rings.map((piece) => {
    const clipper = new Clipper64()
    clipper.preserveCollinear = true
    clipper.addPaths(
      piece.map((ring) => grid.path(ring)).filter((path) => path.length > 0),
      PathType.Subject,
      false,
    )
    const solution: Path64[] = []
    clipper.execute(ClipType.Union, FillRule.EvenOdd, solution)
    return solution
  })
  return pieces.flat()
}

function perimeter(ring: Ring): number {
  let length = 0
  for (const [i, [x, y]] of ring.entries()) {
    const [nx, ny] = ring[(i + 1) % ring.length] ?? [x, y]
    length += Math.hypot(nx - x, ny - y)
  }
  return length
}

/** A ring's mean width: a long rectangle has its short side, a circle half its diameter. */
const isSliver = (ring: Ring) => ring.length < 3 || (2 * ringArea(ring)) / perimeter(ring) < thinnest

/** Pieces of a tree of outlines; islands in holes are pieces of their own. */
function piecesOf(tree: PolyPath64, grid: Grid): { pieces: Piece[]; slivers: number } {
  const pieces: Piece[] = []
  let slivers = 0
  const walk = (outer: PolyPath64) => {
    const ring = grid.ring(outer.poly ?? [])
    const kept = !isSliver(ring)
    if (!kept) slivers++
    const holes: Ring[] = []
    for (let i = 0; i < outer.count; i++) {
      const hole = outer.child(i)
      const inner = grid.ring(hole.poly ?? [])
      if (!isSliver(inner)) holes.push(inner)
      else if (kept) slivers++
      for (let k = 0; k < hole.count; k++) walk(hole.child(k))
    }
    if (kept) pieces.push([ring, ...holes])
  }
  for (let i = 0; i < tree.count; i++) walk(tree.child(i))
  return { pieces, slivers }
}

/** Union, difference or intersection. Rings that cross themselves are read by the even-odd rule and come back clean. */
export function clipped(
  first: PolygonGeometry,
  others: readonly PolygonGeometry[],
  operation: Operation,
): Clipped {
  const grid = new Grid()
  const clipper = new Clipper64()
  clipper.preserveCollinear = true
  clipper.addPaths(cleaned(first, grid), PathType.Subject, false)
  for (const other of others) clipper.addPaths(cleaned(other, grid), PathType.Clip, false)
  const tree = new PolyTree64()
  clipper.execute(operations[operation], FillRule.NonZero, tree)
  const { pieces, slivers } = piecesOf(tree, grid)
  return { polygon: { kind: 'polygon', rings: pieces }, slivers }
}

/** The polygon without self-crossings, overlapping pieces joined. */
export const repaired = (polygon: PolygonGeometry): Clipped => clipped(polygon, [], 'union')
