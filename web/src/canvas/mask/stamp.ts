/** What a brush covers: a disc or a square, at one place or drawn from place to place without gaps. */
import type { Point, Size } from '../points'
import { type Columns, columnsBy, cropped } from './columns'

type Place = Point<'image'>

export type TipShape = 'round' | 'square'

/** A brush tip. The diameter is whole pixels of the original. */
export interface Tip {
  readonly diameter: number
  readonly shape: TipShape
}

/** The sizes that the keys step through: every pixel while it matters, then by a quarter. */
const steps = [1, 2, 3, 4, 5, 6, 8, 10, 12, 16, 20, 25, 32, 40, 50, 64, 80, 100, 128, 160, 200, 256, 320, 400, 512, 640, 800, 1000] // biome-ignore format: one row of sizes

export const smallestTip = 1
export const largestTip = 1000

/** The next larger or smaller size of a tip. */
export function stepped(diameter: number, by: 1 | -1): number {
  const next = by > 0 ? steps.find((one) => one > diameter) : steps.findLast((one) => one < diameter)
  return next ?? (by > 0 ? largestTip : smallestTip)
}

/** Tips of odd width sit on pixel centres and even ones on pixel corners, so that every dab has the same pixels. */
export function seated(place: Place, { diameter }: Tip): Place {
  const half = (diameter % 2) / 2
  const seat = (value: number) => Math.round(value - half) + half
  return { ...place, x: seat(place.x), y: seat(place.y) }
}

type Reach = readonly [low: number, high: number]

const wider = (a: Reach | null, b: Reach | null): Reach | null =>
  a && b ? [Math.min(a[0], b[0]), Math.max(a[1], b[1])] : (a ?? b)

/** Where the disc's chord at the vertical line `x` lies. */
function discChord(centre: Place, radius: number, x: number): Reach | null {
  const away = Math.abs(x - centre.x)
  if (away > radius) return null
  const half = Math.sqrt(radius * radius - away * away)
  return [centre.y - half, centre.y + half]
}

/** Where the strip between two discs is cut by the vertical line `x`. */
function stripChord(a: Place, b: Place, radius: number, x: number): Reach | null {
  const length = Math.hypot(b.x - a.x, b.y - a.y)
  if (length === 0) return null
  const [nx, ny] = [(-(b.y - a.y) / length) * radius, ((b.x - a.x) / length) * radius]
  const corners = [
    [a.x + nx, a.y + ny],
    [b.x + nx, b.y + ny],
    [b.x - nx, b.y - ny],
    [a.x - nx, a.y - ny],
  ] as const
  let found: Reach | null = null
  for (const [i, [x0, y0]] of corners.entries()) {
    const [x1, y1] = corners[(i + 1) % 4] ?? corners[0]
    if (Math.min(x0, x1) > x || Math.max(x0, x1) < x) continue
    const here: Reach =
      x0 === x1
        ? [Math.min(y0, y1), Math.max(y0, y1)]
        : (([y]) => [y, y] as Reach)([y0 + ((x - x0) / (x1 - x0)) * (y1 - y0)] as [number])
    found = wider(found, here)
  }
  return found
}

const roundChord = (a: Place, b: Place, radius: number, x: number): Reach | null =>
  wider(wider(discChord(a, radius, x), discChord(b, radius, x)), stripChord(a, b, radius, x))

/** A square drawn along a segment: the rows of those places on the segment that are near enough to the line `x`. */
function squareChord(a: Place, b: Place, radius: number, x: number): Reach | null {
  const dx = b.x - a.x
  let [first, last] = [0, 1]
  if (dx === 0) {
    if (Math.abs(x - a.x) > radius) return null
  } else {
    const ends = [(x - radius - a.x) / dx, (x + radius - a.x) / dx]
    first = Math.max(0, Math.min(...ends))
    last = Math.min(1, Math.max(...ends))
    if (first > last) return null
  }
  const [y0, y1] = [a.y + first * (b.y - a.y), a.y + last * (b.y - a.y)]
  return [Math.min(y0, y1) - radius, Math.max(y0, y1) + radius]
}

/** The pixels whose centres the tip covers on its way from `a` to `b`, inside the picture. */
export function sweep(a: Place, b: Place, tip: Tip, size: Size): Columns {
  const [from, to] = [seated(a, tip), seated(b, tip)]
  const radius = tip.diameter / 2
  const chord = tip.shape === 'round' ? roundChord : squareChord
  // Rounding in the sums must not lose a centre that lies on the edge.
  const slack = 1e-9
  const columns = columnsBy(
    Math.max(0, Math.floor(Math.min(from.x, to.x) - radius)),
    Math.min(size.width, Math.ceil(Math.max(from.x, to.x) + radius)),
    (x) => {
      const cut = chord(from, to, radius, x + 0.5)
      if (!cut) return null
      return [
        Math.max(0, Math.ceil(cut[0] - 0.5 - slack)),
        Math.min(size.height, Math.floor(cut[1] - 0.5 + slack) + 1),
      ]
    },
  )
  return cropped(columns, 0, 0, size.width, size.height)
}
