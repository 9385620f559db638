import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaOf } from '../../src/canvas/geometry'
import { columnsOf, maskOf } from '../../src/canvas/kinds/mask'
import type { Geometry, LabelObject, MaskGeometry, PolygonGeometry, Position } from '../../src/canvas/label'
import { combined, equalColumns, type Operation, pixelCount } from '../../src/canvas/mask/columns'
import { rastered } from '../../src/canvas/mask/outline'
import { at } from '../../src/canvas/points'
import { crossesItself, distanceToRing, ringsOf } from '../../src/canvas/rings'
import { clipped, repaired } from '../../src/canvas/shape/clip'
import { converted } from '../../src/canvas/shape/convert'
import {
  compounded,
  type Ground,
  type Outcome,
  reshaped,
  Simplification,
  split,
  withoutHoles,
  withoutSpecks,
} from '../../src/canvas/shape/operations'
import { Simplifier } from '../../src/canvas/shape/simplify'
import { splitMask, splitPolygon } from '../../src/canvas/shape/split'
import { vertexCount } from '../../src/canvas/vertices'
import { box, engine, object, polygon } from './arrange'
import { anyPixels, drawn, fromPixels } from './pixels'

const size = { width: 40, height: 40 }
const corner = fc.tuple(fc.integer({ min: 0, max: 39 }), fc.integer({ min: 0, max: 39 }))
const anyRing = fc
  .array(corner, { minLength: 3, maxLength: 9 })
  .map((points) => polygon(...points) as PolygonGeometry)

/** Pixels whose centres are so near to an edge that rounding decides. */
function nearAnEdge(shapes: readonly PolygonGeometry[], x: number, y: number): boolean {
  return shapes.some((shape) =>
    [...ringsOf(shape)].some(([ring]) => distanceToRing(ring, at(x + 0.5, y + 0.5)) < 0.01),
  )
}

const operations: Operation[] = ['union', 'subtract', 'intersect']

describe('booleans of polygons', () => {
  test.each(operations)('%s holds the pixels that counting finds', (operation) => {
    fc.assert(
      fc.property(anyRing, anyRing, (a, b) => {
        const { polygon: result } = clipped(a, [b], operation)
        const wanted = combined(rastered(a, size), rastered(b, size), operation)
        const found = rastered(result, size)
        const wrong = combined(
          combined(found, wanted, 'union'),
          combined(found, wanted, 'intersect'),
          'subtract',
        )
        for (const [i, spans] of wrong.columns.entries())
          for (let k = 0; k < spans.length; k += 2)
            for (let y = spans[k] ?? 0; y < (spans[k + 1] ?? 0); y++) {
              // What differs is either undecided or belonged to a sliver thinner than half a pixel.
              expect(nearAnEdge([a, b], wrong.left + i, y) || slim(a, b, operation)).toBe(true)
            }
      }),
    )
  })

  test('never give an outline that crosses itself', () => {
    fc.assert(
      fc.property(anyRing, anyRing, fc.constantFrom(...operations), (a, b, operation) => {
        expect(crossesItself(clipped(a, [b], operation).polygon)).toBe(false)
      }),
    )
  })

  test('keep every vertex that they do not touch to the last bit', () => {
    const exact = polygon([0.1, 0.2], [10.000000001, 1 / 3], [9.87654321, 20.1]) as PolygonGeometry
    const far = polygon([8, 8], [30, 8], [30, 30]) as PolygonGeometry

    const places = clipped(exact, [far], 'union').polygon.rings.flat(2)

    for (const place of exact.rings.flat(2).slice(0, 2)) expect(places).toContainEqual(place)
  })

  test('make a hole where the cut lies inside, and pieces where it goes through', () => {
    const whole = polygon([0, 0], [10, 0], [10, 10], [0, 10]) as PolygonGeometry

    const holed = clipped(whole, [polygon([4, 4], [6, 4], [6, 6], [4, 6]) as PolygonGeometry], 'subtract')
    const cut = clipped(whole, [polygon([4, -1], [6, -1], [6, 11], [4, 11]) as PolygonGeometry], 'subtract')

    expect(holed.polygon.rings.map((piece) => piece.length)).toEqual([2])
    expect(areaOf(holed.polygon)).toBe(96)
    expect(cut.polygon.rings).toHaveLength(2)
    expect(areaOf(cut.polygon)).toBe(80)
  })

  test('leave out slivers thinner than half a pixel and say how many', () => {
    const a = polygon([0, 0], [100, 0], [100, 10], [0, 10]) as PolygonGeometry
    const b = polygon([0, 0.3], [100, 0.3], [100, 20], [0, 20]) as PolygonGeometry

    expect(clipped(a, [b], 'subtract')).toEqual({ polygon: { kind: 'polygon', rings: [] }, slivers: 1 })
  })

  test('repair an outline that crosses itself: a bow tie becomes two triangles', () => {
    const { polygon: clean } = repaired(polygon([0, 0], [10, 10], [10, 0], [0, 10]) as PolygonGeometry)

    expect(clean.rings).toHaveLength(2)
    expect(areaOf(clean)).toBe(50)
  })
})

/** Whether a sum of these leaves something out. */
const slim = (a: PolygonGeometry, b: PolygonGeometry, operation: Operation) =>
  clipped(a, [b], operation).slivers > 0

describe('a cut', () => {
  const square = polygon([0, 0], [10, 0], [10, 10], [0, 10]) as PolygonGeometry
  const areas = (shapes: readonly Geometry[]) =>
    shapes.map(areaOf).map((area) => Math.round(area * 1e3) / 1e3)

  test('from side to side makes two, the larger first', () => {
    const found = splitPolygon(square, [[4, -2], [4, 12]]) // biome-ignore format: one line

    expect(found && areas([found.kept, ...found.cut])).toEqual([60, 40])
  })

  test('that ends inside cuts nothing', () => {
    expect(splitPolygon(square, [[4, -2], [4, 5]])).toBeNull() // biome-ignore format: one line
  })

  test('through a corner or along integer places works as well', () => {
    const found = splitPolygon(square, [[0, 0], [10, 10]]) // biome-ignore format: one line

    expect(found && areas([found.kept, ...found.cut])).toEqual([50, 50])
  })

  test('across one arm leaves the other arm alone', () => {
    const u = polygon([0, 0], [3, 0], [3, 8], [7, 8], [7, 0], [10, 0], [10, 10], [0, 10]) as PolygonGeometry

    const found = splitPolygon(u, [[-2, 4], [5, 4]]) // biome-ignore format: one line

    expect(found && areas([found.kept, ...found.cut])).toEqual([areaOf(u) - 12, 12])
  })

  test('through a hole makes two pieces without one', () => {
    const ring: PolygonGeometry = {
      kind: 'polygon',
      rings: [[[[0, 0], [10, 0], [10, 10], [0, 10]], [[4, 4], [6, 4], [6, 6], [4, 6]]]], // biome-ignore format: one line
    }

    const found = splitPolygon(ring, [[5, -2], [5, 12]]) // biome-ignore format: one line

    expect(found && areas([found.kept, ...found.cut])).toEqual([48, 48])
    expect(found?.kept.rings.map((piece) => piece.length)).toEqual([1])
  })

  test('to a hole and no further cuts nothing', () => {
    const ring: PolygonGeometry = {
      kind: 'polygon',
      rings: [[[[0, 0], [10, 0], [10, 10], [0, 10]], [[4, 4], [6, 4], [6, 6], [4, 6]]]], // biome-ignore format: one line
    }

    expect(splitPolygon(ring, [[5, -2], [5, 5]])).toBeNull() // biome-ignore format: one line
  })

  test('around corners, in and out and in again, makes a piece of every part', () => {
    const found = splitPolygon(square, [[-2, 2], [12, 2], [12, 6], [-2, 6]]) // biome-ignore format: one line

    expect(found && areas([found.kept, ...found.cut]).sort()).toEqual([20, 40, 40])
  })

  test('loses no area, whatever the shape and the line', () => {
    fc.assert(
      fc.property(anyRing, corner, corner, corner, (shape, a, b, c) => {
        const clean = repaired(shape).polygon
        const found = splitPolygon(clean, [a, b, c])
        if (!found) return
        const sum = [found.kept, ...found.cut].reduce((all, one) => all + areaOf(one), 0)
        const thin = clean.rings.length + found.cut.length
        expect(Math.abs(sum - areaOf(clean))).toBeLessThan(0.3 * 60 * thin)
        for (const part of [found.kept, ...found.cut]) expect(crossesItself(part)).toBe(false)
      }),
    )
  })

  test('of pixels loses none and gives none twice', () => {
    fc.assert(
      fc.property(anyPixels(12, 12), corner, corner, (grid, from, to) => {
        const mask = fromPixels(grid)
        const scale = (place: readonly [number, number]): Position => [place[0] / 3 - 1, place[1] / 3 - 1]
        const found = splitMask(mask, [scale(from), scale(to)], { width: 12, height: 12 })
        if (!found) return
        const parts = [found.kept, ...found.cut]
        expect(
          equalColumns(
            parts.reduce((all, one) => combined(all, one, 'union')),
            mask,
          ),
        ).toBe(true)
        expect(parts.reduce((sum, one) => sum + pixelCount(one), 0)).toBe(pixelCount(mask))
      }),
    )
  })

  test('of pixels from side to side makes two', () => {
    const mask = drawn('########', '########', '########', '########')

    const found = splitMask(mask, [[3, -1], [3, 5]], { width: 8, height: 4 }) // biome-ignore format: one line

    expect(found && [pixelCount(found.kept), ...found.cut.map(pixelCount)].sort((a, b) => a - b)).toEqual([
      12, 20,
    ])
  })
})

describe('simplifying', () => {
  test('moves the outline by no more than the tolerance', () => {
    const place = fc.tuple(
      fc.double({ min: 0, max: 500, noNaN: true }),
      fc.double({ min: 0, max: 500, noNaN: true }),
    )
    const rough = fc.array(place, { minLength: 4, maxLength: 60 })
    fc.assert(
      fc.property(rough, fc.double({ min: 0.1, max: 50, noNaN: true }), (points, tolerance) => {
        const before = polygon(...points) as PolygonGeometry
        const [[ring = []] = []] = new Simplifier(before).at(tolerance).rings
        if (ring.length <= 3) return
        for (const [x, y] of points)
          expect(distanceToRing(ring, at(x, y))).toBeLessThanOrEqual(tolerance + 1e-9)
        for (const one of ring) expect(points).toContain(one)
      }),
    )
  })

  test('takes what lies on a straight line and tells the count before', () => {
    const stairs = polygon([0, 0], [5, 0], [10, 0], [10, 5], [10, 10], [0, 10]) as PolygonGeometry
    const simpler = new Simplification(stairs)

    expect([simpler.vertices, vertexCount(simpler.at(0.1) as PolygonGeometry)]).toEqual([6, 4])
    expect(simpler.at(0)).toBe(stairs)
  })
})

const maskAt = (x: number, y: number, w: number, h: number): MaskGeometry =>
  converted(box(x, y, w, h), 'mask', size) as MaskGeometry

describe('operations on objects', () => {
  let made = 0
  const ground = (more: Partial<Ground> = {}): Ground => ({
    size,
    relations: [],
    newId: () => `cut-${++made}`,
    may: () => true,
    ...more,
  })
  const left = (outcome: Outcome): Geometry[] =>
    outcome.ok
      ? outcome.changes.flatMap((one) => (one.kind === 'object' && one.after ? [one.after.geometry] : []))
      : []

  test('a box and a mask merge into a polygon, a mask and a box into a mask: the first decides', () => {
    const a = object('a', box(0, 0, 10, 10))
    const b = object('b', maskAt(10, 0, 5, 10))

    const [polygonal] = left(compounded([a, b], 'union', ground()))
    const [pixels] = left(compounded([b, a], 'union', ground()))

    expect([polygonal?.kind, polygonal && areaOf(polygonal)]).toEqual(['polygon', 150])
    expect([pixels?.kind, pixels && areaOf(pixels)]).toEqual(['mask', 150])
  })

  test('the first keeps its class, attributes and group; the others go, their relations point at it', () => {
    const attributes = [{ attr: 'grade', value: 3, options: [] }]
    const a = object('a', box(0, 0, 10, 10), { attributes, group: 'g' })
    const b = object('b', box(5, 5, 10, 10), { group: 'other' })
    const c = object('c', box(30, 30, 5, 5))
    const relation = (id: string, from: string, to: string) => ({ id, task: 't', type: 'of', from: [from], to: [to], attributes: [] }) // biome-ignore format: one line
    const one = engine(a, b, c)
    one.carry(
      ['ab', 'bc', 'ac'].map((id) => ({
        kind: 'relation',
        before: null,
        after: relation(id, id[0] ?? '', id[1] ?? ''),
      })),
      [],
    )
    const before = one.toLabel()

    const outcome = compounded([a, b], 'union', ground({ relations: before.relations }))
    if (outcome.ok) one.carry(outcome.changes, outcome.select)

    const label = one.toLabel()
    expect(label.objects.map(({ id, group, attributes: own }) => [id, group, own])).toEqual([
      ['a', 'g', attributes],
      ['c', null, []],
    ])
    // a to b joined one with itself, b to c became the second of a to c.
    expect(label.relations).toEqual([relation('ac', 'a', 'c')])
    one.undo()
    expect(one.toLabel()).toEqual(before)
  })

  test('subtract and intersect change the first alone', () => {
    const a = object('a', box(0, 0, 10, 10))
    const b = object('b', maskAt(5, 0, 10, 10))

    const less = compounded([a, b], 'subtract', ground())
    const common = compounded([a, b], 'intersect', ground())

    expect(left(less).map(areaOf)).toEqual([50])
    expect(left(common).map(areaOf)).toEqual([50])
    expect(less.ok && less.changes).toHaveLength(1)
  })

  test.each([
    [
      'nothing_left',
      () => compounded([object('a', box(2, 2, 3, 3)), object('b', box(0, 0, 9, 9))], 'subtract', ground()),
    ],
    [
      'no_inside',
      () =>
        compounded(
          [object('a', box(2, 2, 3, 3)), object('b', { kind: 'point', x: 3, y: 3 })],
          'union',
          ground(),
        ),
    ],
    [
      'kind_not_allowed',
      () =>
        compounded(
          [object('a', box(2, 2, 3, 3)), object('b', box(0, 0, 9, 9))],
          'union',
          ground({ may: () => false }),
        ),
    ],
    [
      'other_page',
      () =>
        compounded(
          [object('a', box(2, 2, 3, 3)), object('b', box(0, 0, 9, 9), { page: 1 })],
          'union',
          ground(),
        ),
    ],
    ['not_cut', () => split([object('a', box(2, 2, 3, 3))], [at(20, 0), at(20, 30)], ground())],
    [
      'line_crosses',
      () => split([object('a', box(2, 2, 3, 3))], [at(0, 0), at(9, 9), at(9, 0), at(0, 9)], ground()),
    ],
    ['nothing_changed', () => reshaped([object('a', box(2, 2, 3, 3))], (geometry) => geometry, ground())],
  ] as const)('are refused by name: %s', (why, act) => {
    // biome-ignore format: a row a refusal
    expect(act()).toEqual({ ok: false, why })
  })

  test('a cut leaves the largest part as the old object and makes new ones like it', () => {
    const a = object('a', maskAt(0, 0, 20, 10), { group: 'g', z: 4 })

    const outcome = split([a], [at(5, -3), at(5, 15)], ground())

    const objects = outcome.ok
      ? outcome.changes.flatMap((one) => (one.kind === 'object' ? (one.after ?? []) : []))
      : []
    expect(objects.map((one: LabelObject) => [one.id === 'a', one.group, one.z, one.geometry.kind])).toEqual([
      [true, 'g', 4, 'mask'],
      [false, 'g', 4, 'mask'],
    ])
    expect(objects.reduce((sum, one) => sum + areaOf(one.geometry), 0)).toBe(200)
  })

  test('filling holes and dropping specks do so for polygons and masks', () => {
    const mask = maskOf(drawn('###..', '#.#..', '###.#'), { width: 5, height: 3 }) as MaskGeometry

    expect(areaOf(withoutHoles(mask, { width: 5, height: 3 }))).toBe(10)
    expect(areaOf(withoutSpecks(mask, { width: 5, height: 3 }))).toBe(8)
  })

  test('a mask made of a polygon made of it is the same where its sides are straight', () => {
    const mask = maskAt(3, 4, 12, 9)
    const outline = converted(mask, 'polygon', size) as PolygonGeometry

    expect(vertexCount(outline)).toBe(4)
    expect(equalColumns(columnsOf(converted(outline, 'mask', size) as MaskGeometry), columnsOf(mask))).toBe(
      true,
    )
  })
})
