// What the engine's tests begin from: a page, some objects, a hand.
import fc from 'fast-check'
import { Engine } from '../../src/canvas/engine'
import type { Geometry, Label, LabelObject, PageRef } from '../../src/canvas/label'
import { at, type Point } from '../../src/canvas/points'
import { type Modifiers, noModifiers } from '../../src/canvas/tools/tool'

export const page: PageRef = { part: 'part-1', page: 0 }
export const size = { width: 1000, height: 800 }

export function object(id: string, geometry: Geometry, more: Partial<LabelObject> = {}): LabelObject {
  const source = { kind: 'human', ref: null } as const
  return {
    id,
    task: 'cells',
    class: 'rbc',
    ...page,
    geometry,
    attributes: [],
    z: 0,
    source,
    group: null,
    ...more,
  }
}

export const box = (x: number, y: number, w: number, h: number): Geometry => ({
  kind: 'bbox',
  x,
  y,
  w,
  h,
  rotation: 0,
})

export const polygon = (...points: [number, number][]): Geometry => ({ kind: 'polygon', rings: [[points]] })

export function label(...objects: LabelObject[]): Label {
  return { schema: 'lk-label/1', objects, classifications: [], relations: [] }
}

export function engine(...objects: LabelObject[]): Engine {
  let made = 0
  const one = new Engine({ label: label(...objects), page, size, newId: () => `new-${++made}` })
  one.setBrush({ task: 'cells', class: 'rbc' })
  return one
}

type Place = readonly [number, number]
const place = ([x, y]: Place): Point<'image'> => at(x, y)

export function click(one: Engine, where: Place, mods: Partial<Modifiers> = {}, clicks = 1): void {
  const all = { ...noModifiers, ...mods }
  one.dispatch({ type: 'down', at: place(where), clicks, mods: all })
  one.dispatch({ type: 'up', at: place(where), mods: all })
}

export function drag(one: Engine, from: Place, to: Place, mods: Partial<Modifiers> = {}): void {
  const all = { ...noModifiers, ...mods }
  one.dispatch({ type: 'down', at: place(from), clicks: 1, mods: all })
  one.dispatch({ type: 'move', at: at((from[0] + to[0]) / 2, (from[1] + to[1]) / 2), mods: all })
  one.dispatch({ type: 'move', at: place(to), mods: all })
  one.dispatch({ type: 'up', at: place(to), mods: all })
}

export function arrow(
  one: Engine,
  direction: 'left' | 'right' | 'up' | 'down',
  mods: Partial<Modifiers> = {},
): void {
  one.dispatch({ type: 'arrow', arrow: direction, mods: { ...noModifiers, ...mods } })
}

export const enter = (one: Engine) => one.dispatch({ type: 'enter', mods: noModifiers })

/** The geometries of the label, in order. */
export const shapes = (one: Engine): Geometry[] => one.toLabel().objects.map((each) => each.geometry)

const inside = (top: number) => fc.double({ min: 0, max: top, noNaN: true })

export const anyPlace = fc.tuple(
  fc.double({ min: -500, max: 1500, noNaN: true }),
  fc.double({ min: -500, max: 1500, noNaN: true }),
)

export const anyBox: fc.Arbitrary<Geometry> = fc
  .tuple(
    inside(900),
    inside(700),
    fc.double({ min: 1, max: 100, noNaN: true }),
    fc.double({ min: 1, max: 100, noNaN: true }),
  )
  .map(([x, y, w, h]) => box(x, y, w, h))

export const anyPolygon: fc.Arbitrary<Geometry> = fc
  .array(fc.tuple(inside(1000), inside(800)), { minLength: 3, maxLength: 12 })
  .map((points) => polygon(...points))
