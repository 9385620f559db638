import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { difference } from '../../src/canvas/changes'
import { Engine } from '../../src/canvas/engine'
import {
  anyBox,
  anyPlace,
  anyPolygon,
  arrow,
  box,
  click,
  drag,
  engine,
  label,
  object,
  page,
  shapes,
  size,
} from './arrange'

const twice = <Value>(value: Value): Value => JSON.parse(JSON.stringify(value))

describe('undo and redo', () => {
  test('any run of edits undone wholly gives the first label, redone wholly the last, bit for bit', () => {
    const act = fc.oneof(
      fc.record({ what: fc.constant('draw' as const), from: anyPlace, to: anyPlace }),
      fc.record({ what: fc.constant('drag' as const), from: anyPlace, to: anyPlace }),
      fc.record({ what: fc.constant('delete' as const), from: anyPlace, to: anyPlace }),
      fc.record({ what: fc.constant('nudge' as const), from: anyPlace, to: anyPlace }),
      fc.record({ what: fc.constant('copy' as const), from: anyPlace, to: anyPlace }),
    )
    fc.assert(
      fc.property(
        fc.array(fc.oneof(anyBox, anyPolygon), { maxLength: 6 }),
        fc.array(act, { maxLength: 15 }),
        (geometries, acts) => {
          const one = engine(...geometries.map((geometry, i) => object(`o${i}`, geometry)))
          const first = one.toLabel()
          for (const { what, from, to } of acts) {
            one.setTool(what === 'draw' ? 'box' : 'select')
            if (what === 'draw' || what === 'drag') drag(one, from, to)
            else click(one, from)
            if (what === 'delete') one.dispatch({ type: 'delete' })
            if (what === 'nudge') arrow(one, 'left')
            if (what === 'copy') one.duplicate(one.getSnapshot().selection)
          }
          const last = one.toLabel()

          while (one.getSnapshot().canUndo) one.undo()
          expect(one.toLabel()).toEqual(first)
          while (one.getSnapshot().canRedo) one.redo()
          expect(one.toLabel()).toEqual(last)
        },
      ),
      { numRuns: 200 },
    )
  })

  test('a label that nobody touched is saved as it was read, whatever its numbers', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anyBox, anyPolygon)), (geometries) => {
        const read = label(...geometries.map((geometry, i) => object(`o${i}`, geometry)))

        const one = new Engine({ label: twice(read), page, size, newId: () => 'x' })

        expect(twice(one.toLabel())).toEqual(twice(read))
      }),
    )
  })

  test('a new edit ends the future that undo had opened', () => {
    const one = engine()
    one.setTool('box')
    drag(one, [10, 10], [20, 20])
    one.undo()

    drag(one, [30, 30], [40, 40])

    expect(one.getSnapshot().canRedo).toBe(false)
    expect(shapes(one)).toEqual([box(30, 30, 10, 10)])
  })

  test('undo brings an object back to its old place in the list', () => {
    const one = engine(
      object('a', box(0, 0, 10, 10)),
      object('b', box(20, 0, 10, 10)),
      object('c', box(40, 0, 10, 10)),
    )
    one.select(['b'])
    one.dispatch({ type: 'delete' })

    one.undo()

    expect(one.toLabel().objects.map(({ id }) => id)).toEqual(['a', 'b', 'c'])
  })

  test('what was put silently is not undone', () => {
    const one = engine()

    one.add([object('a', box(0, 0, 10, 10))], { mode: 'silent' })

    expect(one.getSnapshot()).toMatchObject({ canUndo: false, revision: 1 })
  })
})

describe('the engine', () => {
  test('hands out the same snapshot until something changes', () => {
    const one = engine(object('a', box(0, 0, 10, 10)))
    const before = one.getSnapshot()

    one.setView(3, { x: 1, y: 1 } as never)
    one.edit(['a'], (same) => same)

    expect(one.getSnapshot().scene).toBe(before.scene)
    expect(one.getSnapshot().revision).toBe(before.revision)
  })

  test('tells each listener once a change and never after it left', () => {
    const one = engine(object('a', box(0, 0, 10, 10)))
    let told = 0
    const leave = one.subscribe(() => told++)

    one.select(['a'])
    leave()
    one.select([])

    expect(told).toBe(1)
  })

  test('changes nothing while it is read-only, but still picks objects', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    one.setReadOnly(true)

    drag(one, [120, 120], [300, 300])
    one.dispatch({ type: 'delete' })
    one.paste()
    one.edit(['a'], (old) => ({ ...old, class: 'wbc' }))

    expect(one.toLabel()).toEqual(label(object('a', box(100, 100, 50, 50))))
    expect([...one.getSnapshot().selection]).toEqual(['a'])
  })

  test('the next object of a class gets the attributes that were set last', () => {
    const one = engine()
    one.setTool('box')
    const mild = [{ attr: 'severity', value: 'mild', options: [] }]
    drag(one, [10, 10], [50, 50])
    one.setAttributes('new-1', mild)

    drag(one, [100, 100], [150, 150])
    one.setBrush({ task: 'cells', class: 'wbc' })
    drag(one, [200, 200], [250, 250])

    expect(one.toLabel().objects.map(({ attributes }) => attributes)).toEqual([mild, mild, []])
  })

  test('a copy has its own id, is a human one, lies aside and inside the picture', () => {
    const one = engine(object('a', box(990, 790, 10, 10), { source: { kind: 'import', ref: 'x' } }))
    one.copy(['a'])

    one.paste()

    const [, copy] = one.toLabel().objects
    expect(copy).toMatchObject({ id: 'new-1', geometry: box(990, 790, 10, 10), source: { kind: 'human' } })
    expect([...one.getSnapshot().selection]).toEqual(['new-1'])
  })

  test('shows and picks only the objects of its page, and saves those of all pages', () => {
    const one = engine(object('a', box(0, 0, 50, 50)), object('b', box(0, 0, 50, 50), { page: 1 }))

    one.show({ part: 'part-1', page: 1 }, size)
    click(one, [10, 10])

    expect([...one.getSnapshot().selection]).toEqual(['b'])
    expect(one.toLabel().objects).toHaveLength(2)
  })

  test('the place tool pins a place and makes no object', () => {
    const one = engine()
    one.setTool('place')

    click(one, [120, 5000])

    expect(one.getSnapshot().placed).toEqual({ x: 120, y: 800 })
    expect(shapes(one)).toEqual([])
  })

  test('takes another label in place of its own, and one undo brings the own one back', () => {
    const mine = [object('a', box(0, 0, 10, 10)), object('b', box(20, 0, 10, 10))]
    const one = engine(...mine)
    const theirs = label(object('b', box(25, 5, 10, 10)), object('c', box(40, 0, 10, 10)))

    one.replace(theirs)

    expect(one.toLabel().objects).toEqual(theirs.objects)
    one.undo()
    expect(one.toLabel().objects).toEqual(mine)
  })

  test('tells what differs between two labels', () => {
    const a = object('a', box(0, 0, 1, 1))
    const b = object('b', box(0, 0, 1, 1))

    expect(difference(label(a, b), label({ ...b, class: 'wbc' }, object('c', box(0, 0, 1, 1))))).toEqual({
      added: ['c'],
      removed: ['a'],
      changed: ['b'],
    })
  })
})
