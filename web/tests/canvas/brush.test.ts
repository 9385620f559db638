import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { areaOf, boundsOf, contains, distanceToOutline, fitted, moved } from '../../src/canvas/geometry'
import { columnsOf, maskOf } from '../../src/canvas/kinds/mask'
import type { Label, MaskGeometry } from '../../src/canvas/label'
import { equalColumns, hasPixel, rectangle } from '../../src/canvas/mask/columns'
import { at, bounds } from '../../src/canvas/points'
import { decoded } from '../../src/canvas/rle'
import { arrow, box, click, drag, engine, enter, object, size } from './arrange'
import { anyPixels, drawn, fromPixels } from './pixels'

function painter(...before: Parameters<typeof engine>) {
  const one = engine(...before)
  one.setTool('brush')
  one.setTip({ diameter: 10 })
  return one
}

const maskOfRectangle = (left: number, top: number, right: number, bottom: number): MaskGeometry =>
  maskOf(rectangle(left, top, right, bottom), size) as MaskGeometry

const masks = (one: ReturnType<typeof engine>): MaskGeometry[] =>
  one.toLabel().objects.flatMap(({ geometry }) => (geometry.kind === 'mask' ? [geometry] : []))

const painted = (one: ReturnType<typeof engine>, x: number, y: number): boolean =>
  masks(one).some((mask) => contains(mask, at(x, y)))

describe('the brush', () => {
  test('makes a mask of the armed class of a stroke, and stays on it stroke after stroke', () => {
    const one = painter()

    drag(one, [100, 100], [200, 100])
    drag(one, [150, 50], [150, 150])

    const [only, ...more] = one.toLabel().objects
    expect(more).toEqual([])
    expect([only?.class, only?.geometry.kind]).toEqual(['rbc', 'mask'])
    expect(boundsOf(only?.geometry as MaskGeometry)).toEqual(bounds(95, 45, 205, 155))
    expect([painted(one, 150, 60), painted(one, 120, 60)]).toEqual([true, false])
  })

  test('begins a new mask after Esc', () => {
    const one = painter()

    drag(one, [100, 100], [200, 100])
    one.dispatch({ type: 'cancel' })
    drag(one, [300, 300], [310, 300])

    expect(masks(one)).toHaveLength(2)
  })

  test('draws without gaps between two places far apart', () => {
    const one = painter()

    drag(one, [10, 10], [900, 700])

    for (let i = 0; i <= 100; i++) expect(painted(one, 10 + 8.9 * i, 10 + 6.9 * i)).toBe(true)
  })

  test('erases with Alt, and with the eraser brushes with Alt', () => {
    const one = painter(object('a', maskOfRectangle(100, 100, 200, 200)))
    one.select(['a'])

    click(one, [150, 150], { alt: true })
    one.setTip({ erase: true })
    click(one, [120, 120])
    click(one, [300, 300], { alt: true })

    expect([
      painted(one, 150, 150),
      painted(one, 120, 120),
      painted(one, 300, 300),
      painted(one, 170, 170),
    ]).toEqual([false, false, true, true])
    expect(masks(one)).toHaveLength(1)
  })

  test('says so when there is nothing to erase', () => {
    const one = painter()

    click(one, [150, 150], { alt: true })

    expect(one.getSnapshot().notice?.what).toBe('nothing_to_erase')
    expect(one.getSnapshot().canUndo).toBe(false)
  })

  test('takes the object away with its last pixel, and brings it back by undo', () => {
    const one = painter(object('a', maskOfRectangle(100, 100, 104, 104)))
    one.select(['a'])
    const before = one.toLabel()

    click(one, [102, 102], { alt: true })

    expect(one.toLabel().objects).toEqual([])
    expect(one.getSnapshot().notice?.what).toBe('mask_gone')
    one.undo()
    expect(one.toLabel()).toEqual(before)
  })

  test('draws a straight line with Shift, from where the last stroke ended', () => {
    const one = painter()

    click(one, [100, 100])
    click(one, [300, 100], { shift: true })

    expect([painted(one, 200, 100), painted(one, 200, 110)]).toEqual([true, false])
  })

  test('keeps the line straight while Shift is down, whichever way the hand goes meanwhile', () => {
    const one = painter()
    const mods = { shift: true, alt: false, command: false }
    const by = (x: number, y: number) => one.dispatch({ type: 'move', at: at(x, y), mods })

    one.dispatch({ type: 'down', at: at(100, 100), clicks: 1, mods: { ...mods, shift: false } })
    by(200, 400)
    by(300, 100)
    one.dispatch({ type: 'up', at: at(300, 100), mods })

    expect([painted(one, 200, 100), painted(one, 200, 400), painted(one, 150, 250)]).toEqual([
      true,
      false,
      false,
    ])
  })

  test('paints by arrows and Enter alone, and a line with Shift', () => {
    const one = painter()

    arrow(one, 'right')
    enter(one)
    for (let i = 0; i < 10; i++) arrow(one, 'right', { shift: true })
    one.dispatch({ type: 'enter', mods: { shift: true, alt: false, command: false } })

    const start = one.getSnapshot().pen
    expect([painted(one, (start?.x ?? 0) - 50, start?.y ?? 0), masks(one).length]).toEqual([true, 1])
  })

  test('throws the stroke in the hand away with Esc', () => {
    const one = painter()

    one.dispatch({
      type: 'down',
      at: at(100, 100),
      clicks: 1,
      mods: { shift: false, alt: false, command: false },
    })
    expect(one.getSnapshot().draft?.kind).toBe('stroke')
    one.dispatch({ type: 'cancel' })

    expect([one.getSnapshot().draft, masks(one)]).toEqual([null, []])
  })

  test('leaves a locked mask alone and begins another', () => {
    const one = painter(object('a', maskOfRectangle(100, 100, 200, 200)))
    one.select(['a'])
    one.showObjects({ hidden: new Set(['a']) })

    drag(one, [150, 150], [160, 160])

    expect(masks(one)).toHaveLength(2)
  })

  test('undo and redo give back the very strings, whatever was painted; saving and reading too', () => {
    const place = fc.tuple(fc.integer({ min: -50, max: 1050 }), fc.integer({ min: -50, max: 850 }))
    const stroke = fc.record({
      from: place,
      to: place,
      alt: fc.boolean(),
      diameter: fc.integer({ min: 1, max: 300 }),
    })
    fc.assert(
      fc.property(fc.array(stroke, { minLength: 1, maxLength: 6 }), (strokes) => {
        const one = painter()
        const states: Label[] = [one.toLabel()]
        for (const { from, to, alt, diameter } of strokes) {
          one.setTip({ diameter })
          drag(one, from, to, { alt })
          states.push(JSON.parse(JSON.stringify(one.toLabel())))
        }
        const last = states.at(-1)
        while (one.getSnapshot().canUndo) one.undo()
        expect(one.toLabel()).toEqual(states[0])
        while (one.getSnapshot().canRedo) one.redo()
        expect(JSON.parse(JSON.stringify(one.toLabel()))).toEqual(last)
        const again = engine(...(last?.objects ?? []))
        for (const [i, mask] of masks(one).entries())
          expect(equalColumns(columnsOf(mask), columnsOf(masks(again)[i] as MaskGeometry))).toBe(true)
      }),
      { numRuns: 30 },
    )
  })
})

describe('a mask as a geometry', () => {
  const page = { width: 12, height: 9 }
  const any = anyPixels(12, 9)
    .map(fromPixels)
    .filter((columns) => columns.columns.length > 0)
    .map((columns) => maskOf(columns, page) as MaskGeometry)

  test('knows its pixels, its area and its tight box', () => {
    const mask = maskOf(drawn('............', '..##........', '..#.........'), page) as MaskGeometry

    expect(mask.bbox).toEqual([2, 1, 2, 2])
    expect(areaOf(mask)).toBe(3)
    expect([contains(mask, at(3.9, 1.1)), contains(mask, at(3.1, 2.1))]).toEqual([true, false])
  })

  test('is as far from a place as its nearest pixel border', () => {
    const place = fc.double({ min: -3, max: 15, noNaN: true })
    fc.assert(
      fc.property(any, place, place, (mask, x, y) => {
        const columns = columnsOf(mask)
        let best = Infinity
        for (let cx = -1; cx <= 12; cx++) {
          for (let cy = -1; cy <= 9; cy++) {
            const here = hasPixel(columns, cx, cy)
            const gap = (x0: number, y0: number, x1: number, y1: number) =>
              Math.hypot(x - Math.min(x1, Math.max(x0, x)), y - Math.min(y1, Math.max(y0, y)))
            if (here !== hasPixel(columns, cx + 1, cy)) best = Math.min(best, gap(cx + 1, cy, cx + 1, cy + 1))
            if (here !== hasPixel(columns, cx, cy + 1)) best = Math.min(best, gap(cx, cy + 1, cx + 1, cy + 1))
          }
        }
        expect(distanceToOutline(mask, at(x, y))).toBeCloseTo(best, 9)
      }),
    )
  })

  test('moves by whole pixels and loses none inside the picture', () => {
    const mask = maskOf(drawn('............', '..##........', '..#.........'), page) as MaskGeometry

    expect(moved(moved(mask, 3.4, 2.6), -3, -3)).toEqual(mask)
    expect(columnsOf(moved(mask, -3, 0) as MaskGeometry)).toEqual({ left: 0, columns: [[1, 2]] })
  })

  test('stretched to twice its size has four pixels of each', () => {
    const mask = maskOf(drawn('#.', '##'), page) as MaskGeometry
    const large = fitted(mask, bounds(0, 0, 4, 4)) as MaskGeometry

    expect(areaOf(large)).toBe(12)
    expect(fitted(large, bounds(0, 0, 2, 2))).toEqual(mask)
  })

  test('whose string cannot be read has no pixels and breaks nothing', () => {
    const broken: MaskGeometry = { kind: 'mask', size: [9, 12], counts: '!!', bbox: [1, 1, 3, 3] }

    expect([areaOf(broken), contains(broken, at(2, 2)), distanceToOutline(broken, at(2, 2))]).toEqual([
      0,
      false,
      Infinity,
    ])
    expect(() => decoded(broken.counts, page)).toThrow()
  })

  test('lies beside boxes in one picture and is picked by its pixels alone', () => {
    const one = engine(
      object('ring', maskOf(drawn('####', '#..#', '####'), size) as MaskGeometry),
      object('box', box(0, 0, 500, 500)),
    )

    expect(one.getSnapshot().scene.hit(at(0.5, 0.5), 0)?.id).toBe('ring')
    expect(one.getSnapshot().scene.hit(at(1.5, 1.5), 0)?.id).toBe('box')
  })
})
