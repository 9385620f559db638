/** Fewer vertices for the same outline, by Douglas and Peucker (1973). */
import type { PolygonGeometry, Position, Ring } from '../label'

function offLine(place: Position, a: Position, b: Position): number {
  const [dx, dy] = [b[0] - a[0], b[1] - a[1]]
  const length = dx * dx + dy * dy
  const share =
    length === 0 ? 0 : Math.min(1, Math.max(0, ((place[0] - a[0]) * dx + (place[1] - a[1]) * dy) / length))
  return Math.hypot(a[0] + share * dx - place[0], a[1] + share * dy - place[1])
}

/** The vertex farthest from the line between two others, and how far it is. */
function farthest(line: readonly Position[], first: number, last: number): readonly [number, number] {
  const [a, b] = [line[first], line[last]]
  let [place, most] = [-1, -1]
  if (!a || !b) return [place, most]
  for (let i = first + 1; i < last; i++) {
    const position = line[i]
    const away = position ? offLine(position, a, b) : 0
    if (away > most) [place, most] = [i, away]
  }
  return [place, most]
}

/**
 * For each vertex of an open line how many pixels the line may stray before the vertex is left out; the ends are always
 * kept. Reckoned once, a slider then only compares.
 */
export function weights(line: readonly Position[]): Float64Array {
  const found = new Float64Array(line.length)
  if (line.length === 0) return found
  found[0] = found[line.length - 1] = Number.POSITIVE_INFINITY
  const open: (readonly [number, number, number])[] = [[0, line.length - 1, Number.POSITIVE_INFINITY]]
  for (let part = open.pop(); part; part = open.pop()) {
    const [first, last, above] = part
    if (last - first < 2) continue
    const [place, away] = farthest(line, first, last)
    // A vertex is never kept without those that split the line before it.
    const weight = Math.min(above, away)
    found[place] = weight
    open.push([first, place, weight], [place, last, weight])
  }
  return found
}

/** A ring as an open line from one of its extremes back to it, so that the start is a vertex worth keeping. */
function opened(ring: Ring): readonly Position[] {
  let start = 0
  for (const [i, [x, y]] of ring.entries()) {
    const [bx, by] = ring[start] ?? [x, y]
    if (x < bx || (x === bx && y < by)) start = i
  }
  const turned = [...ring.slice(start), ...ring.slice(0, start)]
  return [...turned, ...turned.slice(0, 1)]
}

interface WeighedRing {
  readonly line: readonly Position[]
  readonly weights: Float64Array
}

/** A polygon prepared for many tolerances. */
export class Simplifier {
  private readonly pieces: readonly (readonly WeighedRing[])[]

  constructor(polygon: PolygonGeometry) {
    this.pieces = polygon.rings.map((piece) =>
      piece.map((ring) => {
        const line = opened(ring)
        return { line, weights: weights(line) }
      }),
    )
  }

  /** The polygon with every vertex gone whose absence moves the outline by at most `tolerance` pixels. */
  at(tolerance: number): PolygonGeometry {
    if (tolerance <= 0) return { kind: 'polygon', rings: this.pieces.map((piece) => piece.map(whole)) }
    const rings = this.pieces.map((piece) => piece.map((ring) => kept(ring, tolerance)))
    return { kind: 'polygon', rings }
  }
}

const whole = ({ line }: WeighedRing): Ring => line.slice(0, -1)

/** At least a triangle stays of every ring. */
function kept({ line, weights: all }: WeighedRing, tolerance: number): Ring {
  const positions = line.filter((_, i) => i < line.length - 1 && (all[i] ?? 0) > tolerance)
  if (positions.length >= 3 || line.length <= 4) return positions.length >= 3 ? positions : line.slice(0, -1)
  const third = [...all.keys()]
    .slice(1, -1)
    .sort((a, b) => (all[b] ?? 0) - (all[a] ?? 0))
    .slice(0, 2)
  const wanted = new Set([0, ...third])
  return line.filter((_, i) => wanted.has(i))
}
