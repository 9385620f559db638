import { describe, expect, test } from 'vitest'
import type { Engine } from '../../src/canvas/engine'
import type { Relation } from '../../src/canvas/label'
import { box, click, drag, engine, object, polygon, shapes } from './arrange'

const heights = (one: Engine) => Object.fromEntries(one.toLabel().objects.map(({ id, z }) => [id, z]))
/** From the lowest to the highest, as they are drawn. */
const drawn = (one: Engine) =>
  one
    .getSnapshot()
    .scene.within({ left: 0, top: 0, right: 1000, bottom: 800 } as never)
    .map(({ id }) => id)
const notice = (one: Engine) => one.getSnapshot().notice?.what
const selected = (one: Engine) => [...one.getSnapshot().selection]

function pile(): Engine {
  return engine(
    object('a', box(100, 100, 100, 100)),
    object('b', box(150, 150, 100, 100)),
    object('c', box(180, 180, 100, 100)),
    object('far', box(600, 600, 50, 50)),
  )
}

describe('height', () => {
  test('one forward passes the next object that overlaps, one backward goes back', () => {
    const one = pile()
    one.select(['a'])

    one.lift('forward')
    expect(drawn(one).indexOf('a')).toBeGreaterThan(drawn(one).indexOf('b'))
    one.lift('backward')

    expect(drawn(one).indexOf('a')).toBeLessThan(drawn(one).indexOf('b'))
  })

  test('the front and the back are beyond all others of the page', () => {
    const one = pile()
    one.select(['a'])

    one.lift('front')
    expect(drawn(one).at(-1)).toBe('a')
    one.lift('back')

    expect(drawn(one)[0]).toBe('a')
  })

  test('what already lies there is not changed, and one undo takes a step back', () => {
    const one = pile()
    one.select(['far'])
    one.lift('front')
    expect(one.getSnapshot().canUndo).toBe(false)
    one.select(['a'])
    one.lift('front')

    one.undo()

    expect(heights(one)).toEqual({ a: 0, b: 0, c: 0, far: 0 })
  })
})

describe('groups', () => {
  test('are picked together, moved together, and left alone by a double click', () => {
    const one = pile()
    one.select(['a', 'far'])
    one.group(true)
    one.select([])

    click(one, [110, 110])
    expect(selected(one).sort()).toEqual(['a', 'far'])
    drag(one, [110, 110], [120, 110])
    expect(shapes(one)[3]).toEqual(box(610, 600, 50, 50))
    click(one, [120, 110], {}, 2)

    expect(selected(one)).toEqual(['a'])
  })

  test('a copy of a group is a group of its own', () => {
    const one = pile()
    one.select(['a', 'far'])
    one.group(true)

    one.duplicate(['a', 'far'])

    const groups = one.toLabel().objects.map(({ group }) => group)
    expect(groups[4]).toBe(groups[5])
    expect(groups[4]).not.toBe(groups[0])
    expect(groups[4]).not.toBeNull()
  })

  test('come apart again', () => {
    const one = pile()
    one.select(['a', 'far'])
    one.group(true)
    one.group(false)

    expect(one.toLabel().objects.map(({ group }) => group)).toEqual([null, null, null, null])
  })
})

describe('a locked object', () => {
  test('cannot be picked, framed, moved, reshaped or deleted, and a word says so', () => {
    const one = pile()
    one.lock(['a'])

    click(one, [110, 110])
    expect(selected(one)).toEqual([])
    drag(one, [50, 50], [300, 300])
    expect(selected(one)).not.toContain('a')
    one.select(['a'])
    drag(one, [100, 100], [50, 50])
    one.edit(['a'], () => null)

    expect(notice(one)).toBe('locked')
    expect(shapes(one)[0]).toEqual(box(100, 100, 100, 100))
  })

  test('stays where it is when the rest of a selection moves', () => {
    const one = pile()
    one.select(['a', 'far'])
    one.lock(['a'])

    drag(one, [620, 620], [630, 620])

    expect([shapes(one)[0], shapes(one)[3]]).toEqual([box(100, 100, 100, 100), box(610, 600, 50, 50)])
  })

  test('is not in the label: nothing to save, nothing to undo', () => {
    const one = pile()
    one.lock(['a'])

    expect(one.getSnapshot()).toMatchObject({ revision: 0, canUndo: false })
  })

  test('gives way when a whole label is taken in its place', () => {
    const one = pile()
    one.lock(['a'])

    one.replace({ schema: 'lk-label/1', objects: [], classifications: [], relations: [] })

    expect(shapes(one)).toEqual([])
  })
})

describe('hidden objects', () => {
  test('cannot be picked', () => {
    const one = pile()
    one.showObjects({ hidden: new Set(['a']) })

    click(one, [110, 110])

    expect(selected(one)).toEqual([])
  })
})

describe('relations', () => {
  const near = { task: 'near', type: 'touches', attributes: [] }
  const relations = (one: Engine): readonly Relation[] => one.toLabel().relations

  test('are put once, and deleting an end takes them in the same step', () => {
    const one = pile()
    one.relate({ ...near, from: ['a'], to: ['b'] })
    one.relate({ ...near, from: ['a'], to: ['b'] })
    expect(relations(one)).toHaveLength(1)

    one.edit(['b'], () => null)
    expect(relations(one)).toEqual([])
    one.undo()

    expect(relations(one)).toEqual([{ id: 'new-1', ...near, from: ['a'], to: ['b'] }])
    expect(shapes(one)).toHaveLength(4)
  })

  test('with several ends lose only the one that goes', () => {
    const one = pile()
    one.relate({ ...near, from: ['a'], to: ['b', 'c'] })

    one.select(['b'])
    one.dispatch({ type: 'delete' })

    expect(relations(one)).toMatchObject([{ from: ['a'], to: ['c'] }])
  })

  test('between copied objects are copied, to others they are not', () => {
    const one = pile()
    one.relate({ ...near, from: ['a'], to: ['b'] })
    one.relate({ ...near, from: ['a'], to: ['c'] })

    one.duplicate(['a', 'b'])

    expect(relations(one)).toHaveLength(3)
    const [a, b] = one.toLabel().objects.slice(-2)
    expect(relations(one)[2]).toMatchObject({ from: [a?.id], to: [b?.id] })
  })

  test('are changed and taken away as steps of their own', () => {
    const one = pile()
    one.relate({ ...near, from: ['a'], to: ['b'] })
    one.editRelation('new-1', (old) => ({ ...old, type: 'covers' }))
    expect(relations(one)[0]?.type).toBe('covers')

    one.editRelation('new-1', () => null)
    one.undo()
    one.undo()

    expect(relations(one)[0]?.type).toBe('touches')
  })
})

describe('a paste', () => {
  const teeth = (n: number) => {
    const top = Array.from({ length: n }, (_, i): [number, number] => [(i / n) * 990, 100 + (i % 2)])
    return polygon(...top, [990, 700], [0, 700])
  }

  test('of an outline with 100,000 vertices is whole, quick and told', () => {
    const one = engine(object('huge', teeth(99_990)))
    one.copy(['huge'])
    const began = process.cpuUsage()

    one.paste()

    const { user } = process.cpuUsage(began)
    expect(one.toLabel().objects[1]?.geometry).toMatchObject({ kind: 'polygon' })
    expect(notice(one)).toBe('many_vertices')
    expect(user / 1000).toBeLessThan(1000)
  })

  test('of it can be edited by a vertex without a freeze', () => {
    const one = engine(object('huge', teeth(99_990)))
    one.select(['huge'])
    const began = process.cpuUsage()

    drag(one, [990, 700], [980, 690])

    const { user } = process.cpuUsage(began)
    expect(one.getSnapshot().canUndo).toBe(true)
    expect(user / 1000).toBeLessThan(2000)
  })

  test('beyond 20,000 objects is refused whole', () => {
    const many = Array.from({ length: 10_001 }, (_, i) => object(`o${i}`, box(i % 900, 0, 5, 5)))
    const one = engine(...many)
    one.copy(many.map(({ id }) => id))

    one.paste()

    expect(notice(one)).toBe('too_many_objects')
    expect(one.getSnapshot().scene.size).toBe(10_001)
  })
})

describe('what is drawn anew', () => {
  test('is where objects changed, and everything when many did', () => {
    const one = pile()
    one.select(['a'])
    drag(one, [150, 110], [160, 110])

    expect(one.changedSince(0)).toEqual([
      { left: 100, top: 100, right: 200, bottom: 200 },
      { left: 110, top: 100, right: 210, bottom: 200 },
    ])
    expect(one.changedSince(1)).toEqual([])
    one.replace({ schema: 'lk-label/1', objects: Array.from({ length: 70 }, (_, i) => object(`n${i}`, box(i, i, 5, 5))), classifications: [], relations: [] }) // biome-ignore format: one line

    expect(one.changedSince(1)).toBeNull()
  })
})

describe('the calm state', () => {
  test('stays the same object while only the hand moves', () => {
    const one = engine()
    one.setTool('box')
    const calm = one.getCalm()
    const mods = { shift: false, alt: false, command: false }

    one.dispatch({ type: 'down', at: { x: 10, y: 10 } as never, clicks: 1, mods })
    one.dispatch({ type: 'move', at: { x: 60, y: 60 } as never, mods })
    expect(one.getCalm()).toBe(calm)
    expect(one.getSnapshot().draft).not.toBeNull()
    one.dispatch({ type: 'up', at: { x: 60, y: 60 } as never, mods })

    expect(one.getCalm()).not.toBe(calm)
    expect(one.getCalm().revision).toBe(1)
  })
})
