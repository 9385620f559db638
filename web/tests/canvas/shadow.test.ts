import { describe, expect, test } from 'vitest'
import { followed, shadowOf } from '../../src/canvas/shadow'
import { box, drag, engine, object, page, size } from './arrange'

const other = { part: 'part-2', page: 0 }
const ids = (one: ReturnType<typeof engine>) => one.toLabel().objects.map(({ id }) => id)

describe('the shadow of another part', () => {
  test('shows what lies on its own page, and follows what is changed, undone and hidden', () => {
    const one = engine(object('here', box(1, 1, 9, 9)), object('there', box(5, 5, 50, 50), other))
    const shadow = shadowOf(other, size)

    followed(shadow, one.getSnapshot())
    expect(ids(shadow)).toEqual(['there'])

    one.show(other, size)
    one.setTool('box')
    drag(one, [200, 200], [300, 300])
    one.edit(['there'], (old) => ({ ...old, geometry: box(7, 7, 50, 50) }))
    one.showObjects({ hidden: new Set(['there']) })
    one.show(page, size)
    followed(shadow, one.getSnapshot())
    expect(ids(shadow)).toEqual(['there', 'new-1'])
    expect(shadow.getSnapshot().scene.get('there')?.geometry).toEqual(box(7, 7, 50, 50))
    expect(shadow.getSnapshot().hidden.has('there')).toBe(true)

    one.undo()
    one.undo()
    followed(shadow, one.getSnapshot())
    expect(ids(shadow)).toEqual(['there'])
    expect(shadow.getSnapshot().scene.get('there')?.geometry).toEqual(box(5, 5, 50, 50))
  })

  test('stays the same object while nothing on its page changes, so that nothing is drawn anew', () => {
    const one = engine(object('there', box(5, 5, 50, 50), other))
    const shadow = shadowOf(other, size)
    followed(shadow, one.getSnapshot())
    const before = shadow.getSnapshot()

    one.setTool('box')
    drag(one, [200, 200], [300, 300])
    followed(shadow, one.getSnapshot())

    expect(shadow.getSnapshot()).toBe(before)
  })

  test('cannot be drawn on', () => {
    const shadow = shadowOf(page, size)

    shadow.setTool('box')
    drag(shadow, [10, 10], [60, 60])

    expect(ids(shadow)).toEqual([])
  })
})
