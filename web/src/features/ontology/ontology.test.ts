import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Attr, ObjectTask, Ontology } from '../../api/shapes'
import { t } from '../../ui/messages'
import {
  EMPTY,
  moved,
  newAttr,
  newClass,
  newTask,
  publishedPaths,
  slug,
  withClass,
  withoutTask,
  withRetired,
  withTask,
  withType,
} from './draft'
import { faultsOf } from './faults'
import { apart, nextColor, palette, TOO_ALIKE } from './palette'
import { addNode, EMPTY_SKELETON, moveNode, removeNode, toggleEdge } from './skeleton'
import { TEMPLATES, templateOf } from './templates'

const words = { task: 'Cells', first: 'Red cell', option: 'yes' }
const start = (): Ontology => ({ ...EMPTY, tasks: [newTask(EMPTY, 'object', words)] })
const codes = (ontology: Ontology) => faultsOf(ontology).map((fault) => `${fault.at} ${fault.code}`)
const objects = (ontology: Ontology) => ontology.tasks[0] as ObjectTask

describe('the palette', () => {
  test('keeps its first twelve colours apart for every kind of eye', () => {
    const colors = palette(12)
    const gaps = colors.flatMap((a, i) => colors.slice(0, i).map((b) => apart(a, b)))

    expect(new Set(colors).size).toBe(12)
    expect(Math.min(...gaps)).toBeGreaterThan(TOO_ALIKE)
  })

  test('gives the next class a colour that is far from all others, whatever they are', () => {
    const color = fc.stringMatching(/^#[0-9a-f]{6}$/)
    fc.assert(
      fc.property(fc.array(color, { maxLength: 4 }), (taken) => {
        const next = nextColor(taken)
        expect(next).toMatch(/^#[0-9a-f]{6}$/)
        for (const other of taken) expect(apart(next, other)).toBeGreaterThan(TOO_ALIKE)
      }),
      { numRuns: 30 },
    )
  })

  test('knows that red and green of one lightness are alike for some', () => {
    expect(apart('#b05a2c', '#7d7a2e')).toBeLessThan(apart('#b05a2c', '#2c5ab0'))
  })
})

describe('writing an ontology', () => {
  test('ids are made of the words and never twice', () => {
    expect(slug('Größe (µm)', [])).toBe('grosse-m')
    expect(slug('Red cell', ['red-cell'])).toBe('red-cell-2')
    expect(slug('漢字', [])).toBe('item')
    fc.assert(
      fc.property(fc.string(), (label) => {
        expect(slug(label, [])).toMatch(/^[a-z0-9][a-z0-9_-]{0,63}$/)
      }),
    )
  })

  test('a new class gets a free key and a colour of its own', () => {
    const before = start()
    const made = newClass(before, objects(before).classes, 'White cell')

    expect([made.id, made.key]).toEqual(['white-cell', '2'])
    expect(apart(made.color, objects(before).classes[0]?.color ?? '')).toBeGreaterThan(0.1)
  })

  test('relations follow when a class is renamed and lose it when its task goes', () => {
    const cells = start()
    const both = {
      ...cells,
      tasks: [...cells.tasks, newTask(cells, 'relation', { ...words, task: 'Touch' })],
    }
    const [one] = objects(both).classes
    const renamed = withClass(both, { task: 0, class: 0 }, { ...one, id: 'rbc' } as NonNullable<typeof one>)

    expect(renamed.tasks[1]).toMatchObject({ from: ['cells/rbc'], to: ['cells/rbc'] })
    expect(withTask(renamed, 0, { ...objects(renamed), id: 'all' }).tasks[1]).toMatchObject({
      from: ['all/rbc'],
    })
    expect(withoutTask(renamed, 0).tasks[0]).toMatchObject({ from: [], to: [] })
  })

  test('another type drops what belonged to the old one', () => {
    const radio = newAttr([], 'Size', 'large')
    const number = withType({ ...radio, required: true }, 'number', 'x')

    expect(number).toEqual({
      id: 'size',
      label: 'Size',
      type: 'number',
      required: true,
      options: [],
      min: null,
      max: null,
    })
    expect(withType(number, 'ranking', 'first').options).toHaveLength(1)
    expect(withType(number, 'text', 'x')).not.toHaveProperty('min')
  })

  test('a removed class comes back retired, in its own task', () => {
    const before = start()
    const without = { ...before, tasks: [{ ...objects(before), classes: [] }] }

    for (const draft of [without, EMPTY]) {
      const { classes } = objects(withRetired(draft, before, 'cells/red-cell'))
      expect(classes).toMatchObject([{ id: 'red-cell', retired: true, key: null }])
    }
    expect(withRetired(EMPTY, before, 'cells/none')).toBe(EMPTY)
  })

  test('knows every path that labels may be stored under', () => {
    const paths = publishedPaths(templateOf('defects', t))

    expect(paths).toContain('objects/scratch/severity/major/action/repair')
    expect(paths).toContain('part/verdict/pass')
    expect(publishedPaths(null).size).toBe(0)
  })

  test('moving past an end changes nothing', () => {
    expect(moved([1, 2, 3], 0, -1)).toEqual([1, 2, 3])
    expect(moved([1, 2, 3], 0, 1)).toEqual([2, 1, 3])
  })
})

describe('faults', () => {
  test('every template is right from the start, in each of its words', () => {
    for (const name of TEMPLATES) expect(codes(templateOf(name, t)), name).toEqual([])
  })

  test('say where what is wrong', () => {
    const task = objects(start())
    const [one] = task.classes
    if (!one) throw new Error('no class')
    const twice = { ...one, label: ' ' }
    const wrong = { ...EMPTY, tasks: [{ ...task, geometry: [], classes: [one, twice] }] }

    expect(codes(wrong)).toEqual([
      'tasks.0.geometry geometry',
      'tasks.0.classes.1.label label',
      'tasks.0.classes.1.id idTwice',
      'tasks.0.classes.1.key keyTwice',
      'tasks.0.classes.1.color alike',
    ])
  })

  test('a skeleton task needs a template, choices need options, bounds must fit', () => {
    const task = { ...objects(start()), geometry: ['skeleton' as const] }
    const odd: Attr = { id: 'n', label: 'n', type: 'number', required: false, options: [], min: 3, max: 1 }
    const none: Attr = { id: 'r', label: 'r', type: 'radio', required: false, options: [] }
    const about = { id: 'p', kind: 'classification' as const, label: 'p', attributes: [odd, none] }

    expect(codes({ ...EMPTY, tasks: [task, about] })).toEqual([
      'tasks.0.classes.0.skeleton skeleton',
      'tasks.1.attributes.0.min bounds',
      'tasks.1.attributes.1.options options',
    ])
  })
})

describe('a skeleton', () => {
  test('ties a new joint to the one at hand, and loses its lines with the joint', () => {
    const one = addNode(EMPTY_SKELETON, 0.5, -1, 'Head', null)
    const two = addNode(one.skeleton, 0.5, 0.51234, 'Hip', one.id)

    expect(two.skeleton.nodes.map(({ id, x, y }) => [id, x, y])).toEqual([
      ['head', 0.5, 0],
      ['hip', 0.5, 0.512],
    ])
    expect(two.skeleton.edges).toEqual([['head', 'hip']])
    expect(removeNode(two.skeleton, 'head').edges).toEqual([])
    expect(moveNode(two.skeleton, 'hip', 2, 0.25).nodes[1]).toMatchObject({ x: 1, y: 0.25 })
  })

  test('a line drawn twice is taken away, whichever end comes first', () => {
    const { skeleton } = addNode(addNode(EMPTY_SKELETON, 0, 0, 'a', null).skeleton, 1, 1, 'b', null)

    expect(toggleEdge(toggleEdge(skeleton, 'a', 'b'), 'b', 'a')).toEqual(skeleton)
    expect(toggleEdge(skeleton, 'a', 'a')).toBe(skeleton)
  })
})
