// What was drawn stays what it is: through undo and redo, through a save, at every zoom.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toImage, toScreen } from '../../src/canvas/camera'
import { Engine } from '../../src/canvas/engine'
import { boundsOf } from '../../src/canvas/geometry'
import { completed, type Geometry, type Position } from '../../src/canvas/label'
import { at } from '../../src/canvas/points'
import { anyBox, anyPlace, anyPolygon, arrow, drag, engine, label, object, page, size } from './arrange'

const x = fc.double({ min: 200, max: 800, noNaN: true })
const y = fc.double({ min: 200, max: 600, noNaN: true })
const place: fc.Arbitrary<Position> = fc.tuple(x, y)
const side = fc.double({ min: 1, max: 80, noNaN: true })

const anyTurned = fc
  .tuple(x, y, side, side, fc.double({ min: 0, max: 359.999, noNaN: true }))
  .map(([x, y, w, h, rotation]): Geometry => ({ kind: 'bbox', x, y, w, h, rotation }))
const anyEllipse = fc
  .tuple(x, y, side, side, fc.double({ min: 0, max: 179.999, noNaN: true }))
  .map(([cx, cy, rx, ry, rotation]): Geometry => ({ kind: 'ellipse', cx, cy, rx, ry, rotation }))
const anyLine = fc
  .tuple(fc.array(place, { minLength: 3, maxLength: 9 }), fc.boolean(), fc.boolean())
  .map(([points, closed, directed]): Geometry => ({ kind: 'polyline', points, closed, directed }))
const anyPoint = fc.tuple(x, y).map(([x, y]): Geometry => ({ kind: 'point', x, y }))
const anySkeleton = fc.array(fc.tuple(place, fc.constantFrom(0, 1, 2)), { minLength: 2, maxLength: 6 }).map(
  (all): Geometry => ({
    kind: 'skeleton',
    points: [
      { node: 'first', x: 300, y: 300, v: 2 },
      ...all.map(([[x, y], v], i) => ({
        node: `n${i}`,
        x: v === 0 ? 0 : x,
        y: v === 0 ? 0 : y,
        v: v as 0 | 1 | 2,
      })),
    ],
  }),
)
const aMask: Geometry = { kind: 'mask', size: [800, 1000], counts: 'fake1', bbox: [1, 2, 3, 4] }

const kinds: Readonly<Record<string, fc.Arbitrary<Geometry>>> = {
  box: anyBox,
  'turned box': anyTurned,
  ellipse: anyEllipse,
  polygon: anyPolygon,
  line: anyLine,
  point: anyPoint,
  skeleton: anySkeleton,
  mask: fc.constant(aMask),
}

/** Every number of a geometry, in the order of its JSON. */
const numbers = (geometry: Geometry): number[] =>
  [...JSON.stringify(geometry).matchAll(/-?\d+(?:\.\d+)?(?:e[+-]?\d+)?(?=[,\]}])/g)].map(([text]) =>
    Number(text),
  )

function same(a: Geometry | undefined, b: Geometry): void {
  expect(a?.kind).toBe(b.kind)
  const [got, wanted] = [a ? numbers(a) : [], numbers(b)]
  expect(got).toHaveLength(wanted.length)
  for (const [i, value] of got.entries())
    expect(Math.abs(value - (wanted[i] ?? NaN))).toBeLessThanOrEqual(1e-9)
}

const only = (one: Engine) => one.toLabel().objects[0]?.geometry
const saved = (one: Engine) => completed(JSON.parse(JSON.stringify(one.toLabel())))

const anyAct = fc.oneof(
  fc.tuple(anyPlace, anyPlace).map(
    ([from, to]) =>
      (one: Engine) =>
        drag(one, from, to),
  ),
  fc
    .tuple(
      fc.constantFrom('left' as const, 'right' as const, 'up' as const, 'down' as const),
      fc.boolean(),
      fc.boolean(),
      fc.boolean(),
    )
    .map(
      ([way, shift, alt, command]) =>
        (one: Engine) =>
          arrow(one, way, { shift, alt, command }),
    ),
  fc.constant((one: Engine) =>
    one.dispatch({ type: 'enter', mods: { shift: false, alt: false, command: false } }),
  ),
  fc.constant((one: Engine) => one.dispatch({ type: 'insert' })),
  fc.constant((one: Engine) => one.dispatch({ type: 'sight' })),
  fc.constant((one: Engine) => one.lift('front')),
  fc.constant((one: Engine) => one.duplicate(['a'])),
)

describe.each(Object.entries(kinds))('a %s', (_, any) => {
  test('survives any edits undone, and the edits survive being undone and redone', () => {
    fc.assert(
      fc.property(any, fc.array(anyAct, { minLength: 1, maxLength: 12 }), (geometry, acts) => {
        const one = engine(object('a', geometry))
        one.select(['a'])
        for (const act of acts) act(one)
        const last = one.toLabel()

        while (one.getSnapshot().canUndo) one.undo()
        same(only(one), geometry)
        while (one.getSnapshot().canRedo) one.redo()

        expect(one.toLabel()).toEqual(last)
      }),
      { numRuns: 60 },
    )
  })

  test('survives a save and a load', () => {
    fc.assert(
      fc.property(any, fc.array(anyAct, { maxLength: 6 }), (geometry, acts) => {
        const one = engine(object('a', geometry))
        one.select(['a'])
        for (const act of acts) act(one)

        const again = new Engine({ label: saved(one), page, size, newId: () => 'never' })

        for (const [i, { geometry: wanted }] of one.toLabel().objects.entries())
          same(again.toLabel().objects[i]?.geometry, wanted)
      }),
      { numRuns: 60 },
    )
  })

  test('survives every zoom: looking changes nothing', () => {
    fc.assert(
      fc.property(
        any,
        fc.array(fc.double({ min: 0.005, max: 64, noNaN: true }), { minLength: 1, maxLength: 8 }),
        (geometry, scales) => {
          const one = engine(object('a', geometry))
          for (const scale of scales) {
            one.setView(scale, at(500, 400))
            one.select(['a'])
            one.select([])
          }

          same(only(one), geometry)
          expect(one.getSnapshot().revision).toBe(0)
        },
      ),
      { numRuns: 30 },
    )
  })

  test('stays in the picture, however it is dragged and sized', () => {
    fc.assert(
      fc.property(any, fc.array(anyAct, { minLength: 1, maxLength: 8 }), (geometry, acts) => {
        const start = boundsOf(geometry)
        fc.pre(start.left >= 0 && start.top >= 0 && start.right <= size.width && start.bottom <= size.height)
        const one = engine(object('a', geometry))
        one.select(['a'])
        for (const act of acts) act(one)

        for (const { geometry: now } of one.toLabel().objects) {
          const edge = boundsOf(now)
          expect(edge.left).toBeGreaterThanOrEqual(-1e-6)
          expect(edge.top).toBeGreaterThanOrEqual(-1e-6)
          expect(edge.right).toBeLessThanOrEqual(size.width + 1e-6)
          expect(edge.bottom).toBeLessThanOrEqual(size.height + 1e-6)
        }
      }),
      { numRuns: 60 },
    )
  })
})

test('a place goes to the screen and back to the same place at every zoom, to a billionth of a pixel', () => {
  fc.assert(
    fc.property(
      place,
      fc.double({ min: 0.005, max: 64, noNaN: true }),
      place,
      ([px, py], scale, [left, top]) => {
        const camera = { scale, left, top, width: 1280, height: 720 }
        const back = toImage(camera, toScreen(camera, at(px, py)))

        expect(Math.hypot(back.x - px, back.y - py)).toBeLessThanOrEqual(1e-9)
      },
    ),
  )
})

test('a label with groups and relations survives a save', () => {
  const one = new Engine({ label: label(object('a', { kind: 'point', x: 1, y: 2 }), object('b', { kind: 'point', x: 3, y: 4 })), page, size, newId: () => crypto.randomUUID() }) // biome-ignore format: one line
  one.select(['a', 'b'])
  one.group(true)
  one.relate({ task: 't', type: 'u', from: ['a'], to: ['b'], attributes: [] })

  expect(saved(one)).toEqual(one.toLabel())
})
