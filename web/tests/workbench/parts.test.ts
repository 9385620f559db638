import { describe, expect, test } from 'vitest'
import type { Ontology } from '../../src/api/shapes'
import { emptyLabel, type LabelObject } from '../../src/canvas/label'
import { lighter } from '../../src/canvas/shape/operations'
import { vertexCount } from '../../src/canvas/vertices'
import { choose, pictureAnswers } from '../../src/features/workbench/acts'
import { Copying, copyable, copyForward } from '../../src/features/workbench/copying'
import { nextUp, rowStart, upOf } from '../../src/features/workbench/parts'
import { matching, numbersOf, vocabularyOf } from '../../src/features/workbench/vocabulary'
import { arrow, box, engine, enter, object, polygon } from '../canvas/arrange'

describe('parts side by side', () => {
  test('all of a few stand on the screen, two of many, and never more than there are', () => {
    expect([1, 2, 3, 4, 5, 64].map((count) => upOf(0, count))).toEqual([1, 2, 3, 4, 2, 2])
    expect(upOf(4, 3)).toBe(3)
  })

  test('the key goes from one to the most and begins anew', () => {
    expect([1, 2, 3, 4].map((up) => nextUp(up, 9))).toEqual([2, 3, 4, 1])
    expect([1, 2].map((up) => nextUp(up, 2))).toEqual([2, 1])
  })

  test('the row moves no further than it must for the part in hand', () => {
    expect(rowStart(0, 1, 2, 6)).toBe(0)
    expect(rowStart(0, 2, 2, 6)).toBe(1)
    expect(rowStart(3, 1, 2, 6)).toBe(1)
    expect(rowStart(5, 5, 4, 6)).toBe(2)
  })
})

const ontology: Ontology = {
  schema: 'lk-ontology/1',
  tasks: [
    {
      id: 'cells',
      kind: 'object',
      label: 'Cells',
      geometry: ['bbox'],
      classes: [
        { id: 'old', label: 'Old cell', color: '#aa0000', key: '1', attributes: [], retired: true },
        { id: 'rbc', label: 'Red cell', color: '#ffffff', key: '1', attributes: [] },
      ],
    },
    {
      id: 'quality',
      kind: 'classification',
      label: 'Quality',
      attributes: [
        {
          id: 'how',
          label: 'How',
          type: 'radio',
          required: true,
          options: [
            { id: 'good', label: 'good', attributes: [] },
            { id: 'poor', label: 'poor', attributes: [] },
          ],
        },
      ],
    },
  ],
}

describe('a retired class', () => {
  const vocabulary = vocabularyOf(ontology)

  test('is not offered to draw: not in the list, not by its key, not by search', () => {
    expect(vocabulary.entries.map((entry) => entry.class.id)).toEqual(['rbc'])
    expect(vocabulary.byKey('1')?.class.id).toBe('rbc')
    expect(matching(vocabulary.entries, 'cell').map((entry) => entry.class.id)).toEqual(['rbc'])
  })

  test('is still known for what was drawn before, which is counted after the others', () => {
    expect(vocabulary.find('cells', 'old')?.class.label).toBe('Old cell')
    const objects = [object('a', box(0, 0, 5, 5), { class: 'old' }), object('b', box(9, 9, 5, 5))]
    expect([...numbersOf(objects, vocabulary)]).toEqual([
      ['b', 1],
      ['a', 2],
    ])
  })

  const drawn = [
    object('a', box(0, 0, 5, 5), { class: 'old' }),
    object('b', box(9, 9, 5, 5)),
    object('c', box(20, 20, 5, 5), { class: 'old' }),
  ]

  test('is left away from copies, by name and once', () => {
    const { may, retired } = copyable(vocabulary, drawn)
    expect(may.map(({ id }) => id)).toEqual(['b'])
    expect(retired).toEqual(['Old cell'])
    expect(copyable(vocabulary, [drawn[1] as LabelObject])).toEqual({ may: [drawn[1]], retired: [] })
  })

  test('is neither duplicated nor pasted, and that is said at the act', () => {
    const one = engine(...drawn)
    const said: string[] = []
    const copying = new Copying(one, vocabulary, (classes) => said.push(classes.join()))
    const classes = () => [...one.getSnapshot().scene.all()].map((each) => each.class).sort()
    one.select(['a', 'b'])
    copying.duplicate()
    expect(classes()).toEqual(['old', 'old', 'rbc', 'rbc'])
    expect(said).toEqual(['Old cell'])
    one.select(['c'])
    copying.copy()
    expect(said).toHaveLength(1)
    copying.paste()
    expect(classes()).toEqual(['old', 'old', 'rbc', 'rbc'])
    expect(said).toEqual(['Old cell', 'Old cell'])
    one.select(['b'])
    copying.copy()
    copying.paste()
    expect(classes()).toEqual(['old', 'old', 'rbc', 'rbc', 'rbc'])
    expect(said).toHaveLength(2)
  })

  test('does not come along from the picture before', () => {
    const one = engine()
    const last = { ...emptyLabel, objects: drawn }
    expect(copyForward(one, vocabulary, last)).toEqual({ copied: 1, outside: 0, retired: ['Old cell'] })
    expect([...one.getSnapshot().scene.all()].map((each) => each.class)).toEqual(['rbc'])
  })
})

describe('after a box by keyboard', () => {
  test('one Escape lets go of it, and the next choice is about the whole picture', () => {
    const one = engine()
    one.setTool('box')
    arrow(one, 'right')
    enter(one)
    for (let i = 0; i < 12; i++) arrow(one, 'right', { shift: true })
    arrow(one, 'down', { shift: true })
    enter(one)
    expect(one.getSnapshot().selection.size).toBe(1)

    one.dispatch({ type: 'cancel' })
    choose(one, vocabularyOf(ontology), 1)

    expect(one.getSnapshot().selection.size).toBe(0)
    expect(pictureAnswers(one, 'quality')?.attributes[0]?.options[0]?.option).toBe('good')
  })

  test('an Escape that ends what was begun leaves the selection', () => {
    const one = engine(object('a', box(100, 100, 50, 50)))
    one.select(['a'])
    one.setTool('box')
    arrow(one, 'right')
    enter(one)

    one.dispatch({ type: 'cancel' })

    expect(one.getSnapshot().draft).toBeNull()
    expect([...one.getSnapshot().selection]).toEqual(['a'])
  })
})

describe('an outline of very many points', () => {
  test('becomes light, and strays two pixels at most', () => {
    const n = 60_000
    const round = polygon(
      ...Array.from({ length: n }, (_, i): [number, number] => {
        const angle = (i / n) * 2 * Math.PI
        return [500 + 300 * Math.cos(angle), 400 + 300 * Math.sin(angle)]
      }),
    )

    const light = lighter(round)

    expect(vertexCount(light)).toBeLessThanOrEqual(500)
    const far =
      light.kind === 'polygon'
        ? light.rings.flat(2).map(([x, y]) => Math.abs(Math.hypot(x - 500, y - 400) - 300))
        : [Number.POSITIVE_INFINITY]
    expect(Math.max(...far)).toBeLessThan(2)
  })

  test('of few points stays as it is', () => {
    const square = polygon([0, 0], [9, 0], [9, 9], [0, 9])

    expect(lighter(square)).toBe(square)
  })
})
