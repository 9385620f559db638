import { describe, expect, test } from 'vitest'
import type { Attr, Ontology, OntologyClass } from '../../src/api/shapes'
import { type Answers, chosen, faults, ranked, toggled } from '../../src/features/workbench/answers'
import { bindings, bindingsFor } from '../../src/features/workbench/keymap'
import { firstTool, pointTool, toolFits } from '../../src/features/workbench/toolbox'
import { mayBe, numbersOf, relationChoices, vocabularyOf } from '../../src/features/workbench/vocabulary'
import { box, object } from '../canvas/arrange'

const one = (id: string, more: Partial<OntologyClass> = {}): OntologyClass => ({
  id,
  label: id,
  color: '#123456',
  key: null,
  attributes: [],
  ...more,
})
const plan = { nodes: [{ id: 'head', label: 'Head', x: 0.5, y: 0 }], edges: [] }
const ontology: Ontology = {
  schema: 'lk-ontology/1',
  tasks: [
    { id: 'up', kind: 'object', label: 'Up', geometry: ['bbox'], classes: [one('a'), one('b')] },
    { id: 'turned', kind: 'object', label: 'Turned', geometry: ['rbox'], classes: [one('c')] },
    {
      id: 'pose',
      kind: 'object',
      label: 'Pose',
      geometry: ['skeleton', 'point'],
      classes: [one('d', { skeleton: plan })],
    },
    {
      id: 'rel',
      kind: 'relation',
      label: 'Rel',
      from: ['up/a'],
      to: ['up/a', 'up/b'],
      types: [{ id: 'near', label: 'near' }],
      directed: true,
      attributes: [],
    },
  ],
}
const vocabulary = vocabularyOf(ontology)
const entry = (task: string, name: string) => {
  const found = vocabulary.find(task, name)
  if (!found) throw new Error(name)
  return found
}

describe('tools and classes', () => {
  test('a class of turned boxes takes upright ones too, a class of upright ones no turned one', () => {
    expect(toolFits('box', entry('turned', 'c'))).toBe(true)
    expect(toolFits('rbox', entry('up', 'a'))).toBe(false)
    expect(mayBe(entry('turned', 'c'), box(0, 0, 5, 5))).toBe(true)
    expect(mayBe(entry('up', 'a'), { kind: 'bbox', x: 0, y: 0, w: 5, h: 5, rotation: 30 })).toBe(false)
  })

  test('a class takes its own tool in hand, and K is its skeleton where it has one', () => {
    expect([
      firstTool(entry('up', 'a')),
      firstTool(entry('turned', 'c')),
      firstTool(entry('pose', 'd')),
    ]).toEqual(['box', 'rbox', 'skeleton'])
    expect([pointTool(entry('pose', 'd')), pointTool(entry('up', 'a'))]).toEqual(['skeleton', 'point'])
  })

  test('a skeleton of other nodes is not of this class', () => {
    const shape = (node: string) => ({ kind: 'skeleton', points: [{ node, x: 1, y: 1, v: 2 }] }) as const

    expect(mayBe(entry('pose', 'd'), shape('head'))).toBe(true)
    expect(mayBe(entry('pose', 'd'), shape('tail'))).toBe(false)
  })
})

describe('relations', () => {
  const a = object('1', box(0, 0, 5, 5), { task: 'up', class: 'a' })
  const b = object('2', box(0, 0, 5, 5), { task: 'up', class: 'b' })
  const said = (...objects: (typeof a)[]) =>
    relationChoices(vocabulary, objects).map(({ from, to }) => [from.id, ...to.map(({ id }) => id)])

  test('are offered in each direction that the classes allow', () => {
    expect(said(a, b)).toEqual([['1', '2']])
    expect(said(b, a)).toEqual([['1', '2']])
    expect(said(a, { ...a, id: '3' })).toEqual([
      ['1', '3'],
      ['3', '1'],
    ])
  })

  test('go from the first to all others', () => {
    expect(said(a, b, { ...b, id: '3' })).toEqual([['1', '2', '3']])
    expect(said(b, { ...b, id: '3' })).toEqual([])
    expect(said(a)).toEqual([])
  })

  test('objects are numbered by class, as the list shows them', () => {
    const numbers = numbersOf([b, a, { ...b, id: '3' }], vocabulary)

    expect([...numbers]).toEqual([
      ['1', 1],
      ['2', 2],
      ['3', 3],
    ])
    expect([...numbersOf([b, { ...a, id: '9' }], vocabulary)]).toEqual([
      ['9', 1],
      ['2', 2],
    ])
  })
})

describe('a ranking', () => {
  const option = (id: string) => ({ id, label: id, attributes: [] })
  const attr: Attr = {
    id: 'order',
    label: 'Order',
    type: 'ranking',
    required: true,
    options: ['x', 'y', 'z'].map(option),
  }
  const order = (answers: Answers) => chosen(answers, 'order').map((each) => each.option)
  const all = ['y', 'x', 'z'].reduce<Answers>((now, id) => toggled(now, attr, id), [])

  test('takes options one after the other and lets one go', () => {
    expect(order(all)).toEqual(['y', 'x', 'z'])
    expect(order(toggled(all, attr, 'x'))).toEqual(['y', 'z'])
  })

  test('moves an option by one and not beyond the ends', () => {
    expect(order(ranked(all, attr, 'z', -1))).toEqual(['y', 'z', 'x'])
    expect(order(ranked(all, attr, 'y', -1))).toEqual(['y', 'x', 'z'])
    expect(order(ranked(all, attr, 'z', 1))).toEqual(['y', 'x', 'z'])
  })

  test('that is required needs every option', () => {
    const fault = (answers: Answers) => faults([attr], answers).map((each) => each.fault)

    expect(fault([])).toEqual(['required'])
    expect(fault(toggled(all, attr, 'x'))).toEqual(['incomplete'])
    expect(fault(all)).toEqual([])
  })
})

test('no key means two things in one kind of work', () => {
  for (const kind of ['label', 'review'] as const) {
    const keys = bindingsFor(kind).map((each) => each.keys)
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  }
  expect(bindings.length).toBeGreaterThan(40)
})
