import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { boundsOf } from '../../src/canvas/geometry'
import {
  anyBox,
  anyPlace,
  arrow,
  box,
  click,
  drag,
  engine,
  enter,
  object,
  polygon,
  shapes,
  size,
} from './arrange'

const selected = (one: ReturnType<typeof engine>) => [...one.getSnapshot().selection]
const square = polygon([100, 100], [300, 100], [300, 300], [100, 300])

describe('picking', () => {
  test('takes the small object that lies in a large one', () => {
    const one = engine(object('large', box(0, 0, 500, 500)), object('small', box(100, 100, 50, 50)))

    click(one, [120, 120])

    expect(selected(one)).toEqual(['small'])
  })

  test('takes the higher object before the smaller one', () => {
    const one = engine(object('large', box(0, 0, 500, 500), { z: 1 }), object('small', box(100, 100, 50, 50)))

    click(one, [120, 120])

    expect(selected(one)).toEqual(['large'])
  })

  test('does not take a polygon by its hole', () => {
    const ring = { kind: 'polygon', rings: [[[[0, 0], [400, 0], [400, 400], [0, 400]], [[100, 100], [300, 100], [300, 300], [100, 300]]]] } as const // biome-ignore format: rings
    const one = engine(object('ring', ring))

    click(one, [200, 200])
    expect(selected(one)).toEqual([])
    click(one, [50, 200])
    expect(selected(one)).toEqual(['ring'])
  })

  test('adds and takes away with Shift, and lets all go on an empty place', () => {
    const one = engine(object('a', box(0, 0, 50, 50)), object('b', box(100, 0, 50, 50)))

    click(one, [20, 20])
    click(one, [120, 20], { shift: true })
    expect(selected(one)).toEqual(['a', 'b'])
    click(one, [20, 20], { shift: true })
    expect(selected(one)).toEqual(['b'])
    click(one, [800, 700])
    expect(selected(one)).toEqual([])
  })

  test('a frame takes what lies wholly in it', () => {
    const one = engine(object('in', box(100, 100, 50, 50)), object('out', box(180, 100, 90, 50)))

    drag(one, [90, 90], [200, 200])

    expect(selected(one)).toEqual(['in'])
  })
})

describe('moving and sizing', () => {
  test('a drag moves, one undo moves back to the very same numbers', () => {
    const one = engine(object('a', box(100.1, 100.2, 50.3, 50.7)))

    drag(one, [120, 120], [220.5, 170.25])

    expect(shapes(one)).toEqual([box(100.1 + 100.5, 100.2 + 50.25, 50.3, 50.7)])
    one.undo()
    expect(shapes(one)).toEqual([box(100.1, 100.2, 50.3, 50.7)])
  })

  test('nothing is recorded when the drag is broken off', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    const mods = { shift: false, alt: false, command: false }
    one.dispatch({ type: 'down', at: { x: 120, y: 120 } as never, clicks: 1, mods })
    one.dispatch({ type: 'move', at: { x: 300, y: 300 } as never, mods })

    one.dispatch({ type: 'cancel' })

    expect(shapes(one)).toEqual([box(100, 100, 50, 50)])
    expect(one.getSnapshot()).toMatchObject({ lifted: null, revision: 0, canUndo: false })
  })

  test('a handle dragged over the opposite side turns the box over', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    click(one, [120, 120])

    drag(one, [150, 150], [40, 60])

    expect(shapes(one)).toEqual([box(40, 60, 60, 40)])
  })

  test('arrows nudge by one, by ten with Shift, and twenty presses are one undo', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    click(one, [120, 120])

    for (let i = 0; i < 10; i++) arrow(one, 'right')
    arrow(one, 'down', { shift: true })

    expect(shapes(one)).toEqual([box(110, 110, 50, 50)])
    one.undo()
    expect(shapes(one)).toEqual([box(100, 100, 50, 50)])
  })

  test('Alt and arrows move the right and bottom side', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    click(one, [120, 120])

    arrow(one, 'right', { alt: true })
    arrow(one, 'up', { alt: true, shift: true })

    expect(shapes(one)).toEqual([box(100, 100, 51, 40)])
  })

  test('nothing can be dragged out of the picture', () => {
    fc.assert(
      fc.property(anyBox, anyPlace, (shape, to) => {
        const one = engine(object('a', shape))
        const edge = boundsOf(shape)
        const grip: [number, number] = [(edge.left * 2 + edge.right) / 3, (edge.top * 2 + edge.bottom) / 3]
        one.setView(100, { x: 0, y: 0 } as never)

        drag(one, grip, to)

        const now = boundsOf(shapes(one)[0] ?? shape)
        expect(now.left).toBeGreaterThanOrEqual(-1e-9)
        expect(now.top).toBeGreaterThanOrEqual(-1e-9)
        expect(now.right).toBeLessThanOrEqual(size.width + 1e-9)
        expect(now.bottom).toBeLessThanOrEqual(size.height + 1e-9)
      }),
    )
  })
})

describe('vertices', () => {
  test('a vertex goes where it is dragged, and not out of the picture', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    drag(one, [300, 300], [1400, 350])

    expect(shapes(one)).toEqual([polygon([100, 100], [300, 100], [1000, 350], [100, 300])])
  })

  test('a double click on an edge puts a vertex there', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    click(one, [200, 98], {}, 2)

    expect(shapes(one)).toEqual([polygon([100, 100], [200, 100], [300, 100], [300, 300], [100, 300])])
  })

  test('Alt and a drag on an edge pull a new vertex out of it, as one step', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    drag(one, [200, 98], [200, 50], { alt: true })

    expect(shapes(one)).toEqual([polygon([100, 100], [200, 50], [300, 100], [300, 300], [100, 300])])
    one.undo()
    expect(shapes(one)).toEqual([square])
  })

  test('Alt and a click take a vertex away, but never the last three', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    click(one, [300, 300], { alt: true })
    expect(shapes(one)).toEqual([polygon([100, 100], [300, 100], [100, 300])])
    click(one, [100, 100], { alt: true })

    expect(shapes(one)).toEqual([polygon([100, 100], [300, 100], [100, 300])])
    expect(one.getSnapshot().notice?.what).toBe('last_vertices')
  })

  test('Enter picks the vertices in turn, arrows move the picked one, Delete takes it away', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    enter(one)
    enter(one)
    arrow(one, 'up', { shift: true })
    expect(shapes(one)).toEqual([polygon([100, 100], [300, 90], [300, 300], [100, 300])])
    one.dispatch({ type: 'delete' })

    expect(shapes(one)).toEqual([polygon([100, 100], [300, 300], [100, 300])])
  })

  test('an edit that would make the outline cross itself is taken back with a word', () => {
    const one = engine(object('a', square))
    click(one, [200, 200])

    drag(one, [100, 100], [400, 200])

    expect(shapes(one)).toEqual([square])
    expect(one.getSnapshot().notice?.what).toBe('crossing')
  })
})
