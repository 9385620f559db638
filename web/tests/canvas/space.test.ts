import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Camera, fitting, toImage, toScreen, visible, zoomed } from '../../src/canvas/camera'
import { strideFor } from '../../src/canvas/kinds/strokes'
import { enlarged, plan, shiftOf } from '../../src/canvas/oversize'
import { at, bounds, covers, onScreen, overlaps } from '../../src/canvas/points'
import { inkOn } from '../../src/canvas/render/style'
import { ringCrossesItself } from '../../src/canvas/rings'
import { SpatialIndex } from '../../src/canvas/spatial'

const camera: Camera = { scale: 1.5, left: -20, top: 40, width: 900, height: 600 }
const number = fc.double({ min: -5000, max: 5000, noNaN: true })

describe('the camera', () => {
  test('going to the screen and back comes home', () => {
    fc.assert(
      fc.property(number, number, fc.double({ min: 0.01, max: 60, noNaN: true }), (x, y, scale) => {
        const there = toImage({ ...camera, scale }, toScreen({ ...camera, scale }, at(x, y)))

        expect(there.x).toBeCloseTo(x, 6)
        expect(there.y).toBeCloseTo(y, 6)
      }),
    )
  })

  test('zooming keeps the place under the pointer under the pointer', () => {
    const pointer = onScreen(333, 222)

    const nearer = zoomed(camera, 4, pointer)

    expect(toImage(nearer, pointer).x).toBeCloseTo(toImage(camera, pointer).x, 9)
    expect(nearer.scale).toBe(6)
  })

  test('fit shows the whole page', () => {
    const shown = visible(fitting({ width: 4000, height: 3000 }, 900, 600))

    expect(covers(shown, bounds(0, 0, 4000, 3000))).toBe(true)
  })
})

describe('the oversize canvas', () => {
  const painted = enlarged(camera)

  test('is shifted, not drawn, while a pan stays on it', () => {
    const wanted = { ...camera, left: camera.left + 100 }

    expect(plan(painted, wanted, 80, true)).toEqual({ kind: 'shift', shift: shiftOf(painted, wanted) })
  })

  test('is drawn anew when the pan leaves it', () => {
    expect(plan(painted, { ...camera, left: camera.left + 400 }, 80, true)).toEqual({ kind: 'paint' })
  })

  test('is stretched while a costly zoom goes on, and drawn sharp at rest', () => {
    const wanted = zoomed(camera, 1.2, onScreen(450, 300))

    expect(plan(painted, wanted, 80, true).kind).toBe('shift')
    expect(plan(painted, wanted, 80, false).kind).toBe('paint')
    expect(plan(painted, wanted, 2, true).kind).toBe('paint')
  })

  test('a shifted place lands where drawing anew would put it', () => {
    const wanted = { ...camera, left: 7, top: 60, scale: 1.8 }
    const shift = shiftOf(painted, wanted)
    const drawn = toScreen(painted, at(123, 321))

    const moved = [drawn.x * shift.scale + shift.x, drawn.y * shift.scale + shift.y]

    expect(moved[0]).toBeCloseTo(toScreen(wanted, at(123, 321)).x, 9)
    expect(moved[1]).toBeCloseTo(toScreen(wanted, at(123, 321)).y, 9)
  })
})

test('the index finds what a plain search finds, after any run of puts and removals', () => {
  const anyBounds = fc
    .tuple(number, number, fc.nat(500), fc.nat(500))
    .map(([x, y, w, h]) => bounds(x, y, x + w, y + h))
  const step = fc.record({ id: fc.nat(40), box: fc.option(anyBounds, { nil: null }) })
  fc.assert(
    fc.property(
      fc.array(anyBounds, { maxLength: 30 }),
      fc.array(step, { maxLength: 60 }),
      anyBounds,
      (first, steps, area) => {
        const plain = new Map(first.map((box, i) => [String(i), box]))
        const index = new SpatialIndex(plain)
        for (const { id, box } of steps) {
          if (box) plain.set(String(id), box)
          else plain.delete(String(id))
          if (box) index.put(String(id), box)
          else index.remove(String(id))
        }

        const wanted = [...plain].filter(([, box]) => overlaps(box, area)).map(([id]) => id)

        expect(index.search(area).sort()).toEqual(wanted.sort())
        expect(index.size).toBe(plain.size)
      },
    ),
  )
})

test('the index stays right when so much changed that it packs itself anew', () => {
  const index = new SpatialIndex()

  for (let i = 0; i < 2000; i++) index.put(String(i), bounds(i, 0, i + 1, 1))

  expect(index.search(bounds(100.5, 0, 102.5, 1)).sort()).toEqual(['100', '101', '102'])
})

test('an outline loses vertices only where it is small, and never below three', () => {
  expect(strideFor(400, 24)).toBe(1)
  expect(strideFor(30, 24)).toBe(3)
  expect(strideFor(8, 48)).toBe(6)
  expect(strideFor(20, 12)).toBe(1)
  expect(strideFor(8, 4)).toBe(1)
})

test('a bow tie crosses itself, a star-shaped outline does not', () => {
  expect(ringCrossesItself([[0, 0], [2, 2], [2, 0], [0, 2]])).toBe(true) // biome-ignore format: one line
  expect(ringCrossesItself([[0, 0], [5, 1], [2, 2], [1, 5]])).toBe(false) // biome-ignore format: one line
})

test('words on a class colour are black on bright and white on dark', () => {
  expect([inkOn('#ffe119'), inkOn('#101080')]).toEqual(['#000000', '#ffffff'])
})
