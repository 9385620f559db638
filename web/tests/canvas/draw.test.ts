import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf } from '../../src/canvas/geometry'
import { anyPlace, arrow, box, click, drag, engine, enter, polygon, shapes, size } from './arrange'

describe('the box tool', () => {
  test('makes one box of a drag, whichever way it went', () => {
    const one = engine()
    one.setTool('box')

    drag(one, [300, 200], [100, 50])

    expect(shapes(one)).toEqual([box(100, 50, 200, 150)])
  })

  test('makes the same box of two clicks', () => {
    const one = engine()
    one.setTool('box')

    click(one, [100, 50])
    click(one, [300, 200])

    expect(shapes(one)).toEqual([box(100, 50, 200, 150)])
  })

  test('stays in hand, so that drag after drag makes box after box of the same class', () => {
    const one = engine()
    one.setTool('box')
    one.setBrush({ task: 'cells', class: 'wbc' })

    drag(one, [10, 10], [50, 50])
    drag(one, [100, 10], [150, 50])

    expect(one.toLabel().objects.map((object) => object.class)).toEqual(['wbc', 'wbc'])
    expect(one.getSnapshot().tool).toBe('box')
  })

  test('makes a square with Shift, also where the picture ends', () => {
    const one = engine()
    one.setTool('box')

    drag(one, [900, 700], [990, 900], { shift: true })

    expect(shapes(one)).toEqual([box(900, 700, 100, 100)])
  })

  test('says that a slip of the hand is too small and makes nothing of it', () => {
    const one = engine()
    one.setTool('box')

    click(one, [100, 50])
    click(one, [100, 50])

    expect(shapes(one)).toEqual([])
    expect(one.getSnapshot().notice?.what).toBe('too_small')
  })

  test('draws by arrows and Enter alone', () => {
    const one = engine()
    one.setTool('box')

    arrow(one, 'right')
    enter(one)
    for (let i = 0; i < 3; i++) arrow(one, 'right', { shift: true })
    for (let i = 0; i < 5; i++) arrow(one, 'down')
    enter(one)

    expect(shapes(one)).toEqual([box(501, 400, 30, 5)])
  })

  test('drops what was begun on Esc', () => {
    const one = engine()
    one.setTool('box')
    click(one, [100, 50])

    one.dispatch({ type: 'cancel' })
    drag(one, [10, 10], [20, 20])

    expect(shapes(one)).toEqual([box(10, 10, 10, 10)])
  })

  test('never leaves the picture, wherever the hand goes', () => {
    fc.assert(
      fc.property(anyPlace, anyPlace, fc.boolean(), (from, to, shift) => {
        const one = engine()
        one.setTool('box')

        drag(one, from, to, { shift })

        for (const shape of shapes(one)) {
          const edge = boundsOf(shape)
          expect(Math.min(edge.left, edge.top)).toBeGreaterThanOrEqual(0)
          expect(edge.right).toBeLessThanOrEqual(size.width + 1e-9)
          expect(edge.bottom).toBeLessThanOrEqual(size.height + 1e-9)
        }
      }),
    )
  })
})

describe('the polygon tool', () => {
  const three: [number, number][] = [
    [100, 100],
    [300, 100],
    [200, 300],
  ]

  test('closes on Enter', () => {
    const one = engine()
    one.setTool('polygon')
    for (const place of three) click(one, place)

    enter(one)

    expect(shapes(one)).toEqual([polygon(...three)])
  })

  test('closes on a click on the first point', () => {
    const one = engine()
    one.setTool('polygon')
    for (const place of three) click(one, place)

    click(one, [103, 102])

    expect(shapes(one)).toEqual([polygon(...three)])
  })

  test('closes on a double click without doubling the last point', () => {
    const one = engine()
    one.setTool('polygon')
    for (const place of three) click(one, place)

    click(one, [200, 300], {}, 2)

    expect(shapes(one)).toEqual([polygon(...three)])
  })

  test('takes the last point back on Backspace and on undo', () => {
    const one = engine()
    one.setTool('polygon')
    for (const place of [...three, [700, 700], [10, 700]] as [number, number][]) click(one, place)

    one.dispatch({ type: 'back' })
    one.undo()
    enter(one)

    expect(shapes(one)).toEqual([polygon(...three)])
  })

  test('makes nothing of two points, and nothing after Esc', () => {
    const one = engine()
    one.setTool('polygon')
    click(one, [1, 1])
    click(one, [50, 50])

    enter(one)
    one.dispatch({ type: 'cancel' })
    enter(one)

    expect(shapes(one)).toEqual([])
  })

  test('keeps a crossing outline open and says so, and nothing drawn is lost', () => {
    const one = engine()
    one.setTool('polygon')
    const bow: [number, number][] = [[100, 100], [300, 300], [300, 100], [100, 300]] // biome-ignore format: a bow tie
    for (const place of bow) click(one, place)

    enter(one)

    expect(shapes(one)).toEqual([])
    expect(one.getSnapshot().notice?.what).toBe('crossing')
    one.dispatch({ type: 'back' })
    enter(one)
    expect(shapes(one)).toEqual([polygon([100, 100], [300, 300], [300, 100])])
  })

  test('draws by arrows: Enter sets a point, Esc ends and keeps the outline', () => {
    const one = engine()
    one.setTool('polygon')

    arrow(one, 'up')
    enter(one)
    arrow(one, 'right', { shift: true })
    enter(one)
    arrow(one, 'down', { shift: true })
    enter(one)
    one.dispatch({ type: 'cancel' })

    expect(shapes(one)).toEqual([polygon([500, 399], [510, 399], [510, 409])])
  })
})
