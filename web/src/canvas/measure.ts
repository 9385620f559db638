/** Measuring: a chain of points that gives lengths, an angle at its last corner and, closed, an area. Not stored. */
import { at, clampPoint, distance, type Point, type Size } from './points'

type Place = Point<'image'>

export interface Measure {
  readonly points: readonly Place[]
  readonly closed: boolean
  /** Where the next point would be: under the hand, or moved by keys. */
  readonly pen: Place | null
}

export const noMeasure: Measure = { points: [], closed: false, pen: null }

export type MeasureInput =
  | { readonly type: 'move'; readonly at: Place | null }
  | { readonly type: 'nudge'; readonly dx: number; readonly dy: number; readonly from: Place }
  | { readonly type: 'set'; readonly at?: Place; readonly near: number }
  | { readonly type: 'back' }
  | { readonly type: 'clear' }

/** The measure after an input. A point set within `near` picture pixels of the first one closes the chain. */
export function measured(now: Measure, input: MeasureInput, page: Size): Measure {
  switch (input.type) {
    case 'move':
      return { ...now, pen: input.at && clampPoint(input.at, page) }
    case 'nudge': {
      const pen = now.pen ?? input.from
      return { ...now, pen: clampPoint(at(pen.x + input.dx, pen.y + input.dy), page) }
    }
    case 'set': {
      const place = input.at ?? now.pen
      if (!place) return now
      const point = clampPoint(place, page)
      if (now.closed) return { points: [point], closed: false, pen: point }
      const [first] = now.points
      const last = now.points.at(-1)
      if (first && now.points.length >= 3 && distance(first, point) <= input.near)
        return { ...now, closed: true, pen: point }
      if (last && distance(last, point) === 0) return now
      return { points: [...now.points, point], closed: false, pen: point }
    }
    case 'back':
      return now.closed ? { ...now, closed: false } : { ...now, points: now.points.slice(0, -1) }
    case 'clear':
      return noMeasure
  }
}

export interface Figures {
  /** Of the last stretch, in picture pixels. */
  readonly length: number
  /** Of all stretches; around the area when closed. */
  readonly total: number
  /** Degrees between the last two stretches, 0 to 180; null with fewer than three points. */
  readonly angle: number | null
  /** In square picture pixels; null unless closed. */
  readonly area: number | null
}

/** What the points say, with the pen as the next point; null with nothing to measure. */
export function figuresOf({ points, closed, pen }: Measure): Figures | null {
  const last = points.at(-1)
  const [first] = points
  const chain = closed || !pen || !last || distance(pen, last) === 0 ? points : [...points, pen]
  const [a, b, c] = [chain.at(-3), chain.at(-2), chain.at(-1)]
  if (!b || !c || !first) return null
  const ring = closed ? [...chain, first] : chain
  const stretches = ring.slice(1).map((point, i) => distance(ring[i] ?? point, point))
  return {
    length: stretches.at(-1) ?? 0,
    total: stretches.reduce((sum, one) => sum + one, 0),
    angle: a ? angleAt(b, a, c) : null,
    area: closed ? areaOf(points) : null,
  }
}

function angleAt(corner: Place, a: Place, c: Place): number {
  const [ax, ay, cx, cy] = [a.x - corner.x, a.y - corner.y, c.x - corner.x, c.y - corner.y]
  const turn = Math.atan2(Math.abs(ax * cy - ay * cx), ax * cx + ay * cy)
  return (turn * 180) / Math.PI
}

function areaOf(points: readonly Place[]): number {
  const sum = points.reduce((all, point, i) => {
    const next = points[(i + 1) % points.length] ?? point
    return all + point.x * next.y - next.x * point.y
  }, 0)
  return Math.abs(sum) / 2
}
