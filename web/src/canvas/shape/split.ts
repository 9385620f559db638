/** Cuts shapes along a drawn line. Only the drawn line cuts: what lies beyond its ends stays whole. */
import type { Piece, PolygonGeometry, Position, Ring } from '../label'
import { type Columns, combined, hasPixel, noColumns, pixelCount, unionOf } from '../mask/columns'
import { pieces } from '../mask/pieces'
import { sweep } from '../mask/stamp'
import { at, type Size } from '../points'
import { edges, pieceContains, ringArea, ringContains } from '../rings'
import { repaired } from './clip'

/** An end this near to the outline counts as beyond it (original pixels). */
const overshoot = 1
/** Lines through a vertex or along an edge are moved aside by less than anyone can see, so that they cross or miss. */
const aside = [1.37e-6, 2.11e-6] as const

/** What a cut gave: `kept` goes on as the old object, each of `cut` becomes one of its own. */
export interface Split<Shape> {
  readonly kept: Shape
  readonly cut: readonly Shape[]
}

/** The line with both ends prolonged by a pixel. */
function prolonged(line: readonly Position[]): Position[] {
  const out = line.map(([x, y]): Position => [x + aside[0], y + aside[1]])
  const stretch = (end: Position, inner: Position): Position => {
    const length = Math.hypot(end[0] - inner[0], end[1] - inner[1]) || 1
    return [
      end[0] + ((end[0] - inner[0]) / length) * overshoot,
      end[1] + ((end[1] - inner[1]) / length) * overshoot,
    ]
  }
  const [first, second] = out
  const [before, last] = out.slice(-2)
  if (!first || !second || !before || !last) return out
  return [stretch(first, second), ...out.slice(1, -1), stretch(last, before)]
}

interface Crossing {
  /** Segment of the line and how far along it. */
  readonly along: number
  readonly edge: number
  readonly onEdge: number
  readonly place: Position
}

function crossing(a: Position, b: Position, c: Position, d: Position): readonly [number, number] | null {
  const [rx, ry, sx, sy] = [b[0] - a[0], b[1] - a[1], d[0] - c[0], d[1] - c[1]]
  const across = rx * sy - ry * sx
  if (across === 0) return null
  const t = ((c[0] - a[0]) * sy - (c[1] - a[1]) * sx) / across
  const u = ((c[0] - a[0]) * ry - (c[1] - a[1]) * rx) / across
  return t >= 0 && t < 1 && u >= 0 && u < 1 ? [t, u] : null
}

function crossingsOf(ring: Ring, line: readonly Position[]): Crossing[] {
  const found: Crossing[] = []
  for (const [c, d, edge] of edges(ring)) {
    for (let i = 0; i + 1 < line.length; i++) {
      const [a, b] = [line[i], line[i + 1]]
      const hit = a && b ? crossing(a, b, c, d) : null
      if (!hit) continue
      const place: Position = [c[0] + hit[1] * (d[0] - c[0]), c[1] + hit[1] * (d[1] - c[1])]
      found.push({ along: i + hit[0], edge, onEdge: hit[1], place })
    }
  }
  return found
}

/** Whether an open line crosses itself. */
export function lineCrossesItself(line: readonly Position[]): boolean {
  return line.some((a, i) =>
    line.slice(i + 2).some((c, k) => {
      const [b, d] = [line[i + 1], line[i + 3 + k]]
      return b !== undefined && d !== undefined && crossing(a, b, c, d) !== null
    }),
  )
}

/** The ring with the crossings as vertices of its own. The same objects, so that a cut finds its ends again. */
function noded(ring: Ring, found: readonly Crossing[]): Ring {
  const sorted = found.toSorted((a, b) => a.edge - b.edge || a.onEdge - b.onEdge)
  let next = 0
  return ring.flatMap((position, edge) => {
    const out = [position]
    for (let one = sorted[next]; one?.edge === edge; one = sorted[++next]) out.push(one.place)
    return out
  })
}

/** A way through the inside of the piece from outline to outline, both ends included. */
type Chord = readonly Position[]

const between = (a: Position, b: Position): Position => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2]

function chordsOf(piece: Piece, line: readonly Position[], found: readonly Crossing[]): Chord[] {
  const sorted = found.toSorted((a, b) => a.along - b.along)
  const chords: Chord[] = []
  for (const [i, from] of sorted.entries()) {
    const to = sorted[i + 1]
    if (!to) break
    const inner = line.slice(Math.floor(from.along) + 1, Math.floor(to.along) + 1)
    const [x, y] = between(from.place, inner[0] ?? to.place)
    if (pieceContains(piece, at(x, y))) chords.push([from.place, ...inner, to.place])
  }
  return chords
}

/** The way along the ring from one of its vertices to another, both included. */
function arc(ring: Ring, from: number, to: number): Ring {
  return from <= to ? ring.slice(from, to + 1) : [...ring.slice(from), ...ring.slice(0, to + 1)]
}

const inner = (chord: Chord) => chord.slice(1, -1)

/** The two rings that a chord between two vertices of one ring makes of it. */
function parted(ring: Ring, chord: Chord, from: number, to: number): [Ring, Ring] {
  return [
    [...arc(ring, from, to), ...inner(chord).toReversed()],
    [...arc(ring, to, from), ...inner(chord)],
  ]
}

function holesIn(outer: Ring, holes: readonly Ring[]): Ring[] {
  return holes.filter((hole) => hole.some(([x, y]) => ringContains(outer, at(x, y))))
}

/** The piece cut along a chord: two pieces, or one whose outline now runs along both sides of the chord. */
function cutPiece(piece: Piece, chord: Chord): Piece[] {
  const [first, last] = [chord[0], chord.at(-1)]
  if (!first || !last) return [piece]
  const a = piece.findIndex((ring) => ring.includes(first))
  const b = piece.findIndex((ring) => ring.includes(last))
  const [ringA, ringB] = [piece[a], piece[b]]
  if (!ringA || !ringB) return [piece]
  const [from, to] = [ringA.indexOf(first), ringB.indexOf(last)]
  const others = piece.filter((_, i) => i !== a && i !== b)
  if (a !== b) {
    const joined = [...arc(ringA, from, from), ...ringA.slice(from + 1), ...ringA.slice(0, from), first]
    const slit: Ring = [...joined, ...inner(chord), ...arc(ringB, to, ringB.length - 1), ...ringB.slice(0, to), last, ...inner(chord).toReversed()] // biome-ignore format: around the one ring, along the chord, around the other and back
    return a === 0 || b === 0 ? [[slit, ...others]] : [[piece[0] ?? [], slit, ...others.slice(1)]]
  }
  const [one, other] = parted(ringA, chord, from, to)
  if (a === 0) {
    const holes = others
    return [[one, ...holesIn(one, holes)], [other, ...holesIn(other, holes)]] // biome-ignore format: the two sides
  }
  // A chord over a hole's own two sides closes an island against it; the larger ring is the hole now.
  const [hole, island] = ringArea(one) > ringArea(other) ? [one, other] : [other, one]
  const [outer = [], ...holes] = others
  const inIsland = holesIn(island, holes)
  return [
    [outer, hole, ...holes.filter((ring) => !inIsland.includes(ring))],
    [island, ...inIsland],
  ]
}

const signedArea = (ring: Ring) => {
  let twice = 0
  for (const [a, b] of edges(ring)) twice += a[0] * b[1] - b[0] * a[1]
  return twice
}

/** The outer ring one way round and the holes the other, so that a ring joined of two goes on in one sense. */
const oriented = (piece: Piece): Piece =>
  piece.map((ring, i) => (signedArea(ring) > 0 === (i === 0) ? ring : ring.toReversed()))

/** The pieces of one piece after every chord, those that hang together only by a slit made whole. */
function cutAll(piece: Piece, line: readonly Position[]): Piece[] {
  const sound = oriented(piece)
  const found = sound.map((ring) => crossingsOf(ring, line))
  const nodedPiece = sound.map((ring, i) => noded(ring, found[i] ?? []))
  let parts: Piece[] = [nodedPiece]
  for (const chord of chordsOf(piece, line, found.flat())) {
    const [first] = chord
    const last = chord.at(-1)
    const target = parts.find((part) => {
      const places = part.flat()
      return first && last && places.includes(first) && places.includes(last)
    })
    if (target) parts = parts.flatMap((part) => (part === target ? cutPiece(part, chord) : [part]))
  }
  return parts.length > 1
    ? parts.flatMap((part) => repaired({ kind: 'polygon', rings: [part] }).polygon.rings)
    : [piece]
}

const pieceArea = (piece: Piece) =>
  piece.reduce((sum, ring, i) => sum + (i === 0 ? ringArea(ring) : -ringArea(ring)), 0)

/** Takes the largest of the parts of each piece together; the others stand alone. Null when nothing was cut. */
function sorted<Part>(groups: readonly (readonly Part[])[], sizeOf: (part: Part) => number) {
  const kept: Part[] = []
  const cut: Part[] = []
  for (const parts of groups) {
    const [largest, ...rest] = parts.toSorted((a, b) => sizeOf(b) - sizeOf(a))
    if (largest !== undefined) kept.push(largest)
    cut.push(...rest)
  }
  return cut.length ? { kept, cut } : null
}

/** The polygon cut along the line; null when the line goes through no piece from side to side. */
export function splitPolygon(
  polygon: PolygonGeometry,
  line: readonly Position[],
): Split<PolygonGeometry> | null {
  const long = prolonged(line)
  const found = sorted(
    polygon.rings.map((piece) => cutAll(piece, long)),
    pieceArea,
  )
  if (!found) return null
  return {
    kept: { kind: 'polygon', rings: found.kept },
    cut: found.cut.map((piece) => ({ kind: 'polygon', rings: [piece] })),
  }
}

/** The pixels that a line goes through, wide enough that no way over corners leads across. */
function barrier(line: readonly Position[], size: Size): Columns {
  const tip = { diameter: 2, shape: 'square' } as const
  return unionOf(
    line.slice(1).map(([x, y], i) => {
      const [fx, fy] = line[i] ?? [x, y]
      return sweep(at(fx, fy), at(x, y), tip, size)
    }),
  )
}

/** Gives the pixels of the barrier back to the parts beside them, ring by ring outwards. */
function regrown(parts: readonly Columns[], wall: Columns): Columns[] {
  let grown = [...parts]
  let left = wall
  for (let round = 0; round < 64 && left.columns.length > 0; round++) {
    const before = left
    grown = grown.map((part) => {
      const taken = beside(left, part)
      left = combined(left, taken, 'subtract')
      return combined(part, taken, 'union')
    })
    if (left === before) break
  }
  // What touches no part was a piece of its own under the line.
  return left.columns.length > 0 ? [...grown, ...pieces(left)] : grown
}

function beside(wall: Columns, part: Columns): Columns {
  const columns = wall.columns.map((spans, i) => {
    const x = wall.left + i
    const out: number[] = []
    for (let k = 0; k < spans.length; k += 2) {
      for (let y = spans[k] ?? 0; y < (spans[k + 1] ?? 0); y++) {
        const near =
          hasPixel(part, x - 1, y) ||
          hasPixel(part, x + 1, y) ||
          hasPixel(part, x, y - 1) ||
          hasPixel(part, x, y + 1)
        if (near && out.at(-1) === y) out[out.length - 1] = y + 1
        else if (near) out.push(y, y + 1)
      }
    }
    return out
  })
  return columns.some((spans) => spans.length)
    ? combined(noColumns, { left: wall.left, columns }, 'union')
    : noColumns
}

/** The pixels cut along the line; null when the line goes through no piece from side to side. */
export function splitMask(mask: Columns, line: readonly Position[], size: Size): Split<Columns> | null {
  const wall = barrier(prolonged(line), size)
  const groups = pieces(mask).map((piece) => {
    const inWay = combined(piece, wall, 'intersect')
    const parts = inWay.columns.length ? pieces(combined(piece, wall, 'subtract')) : [piece]
    return parts.length > 1 ? regrown(parts, inWay) : [piece]
  })
  const found = sorted(groups, pixelCount)
  return found && { kept: unionOf(found.kept), cut: found.cut }
}
