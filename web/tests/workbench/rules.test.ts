import { describe, expect, test } from 'vitest'
import type { Attr, Ontology } from '../../src/api/shapes'
import { ActiveTime } from '../../src/features/workbench/activity'
import { choices, faults, toggled, withChoice, withValue } from '../../src/features/workbench/answers'
import { bindingOf, bindings, strokeOf } from '../../src/features/workbench/keymap'
import { matching, obstacles, vocabularyOf } from '../../src/features/workbench/vocabulary'
import { box, label, object } from '../canvas/arrange'

const attr = (id: string, type: Attr['type'], more: Partial<Attr> = {}): Attr => ({
  id,
  label: id,
  type,
  required: false,
  options: [],
  ...more,
})
const option = (id: string, ...attributes: Attr[]) => ({ id, label: id, attributes })

const cause = attr('cause', 'radio', {
  required: true,
  options: [option('drusen'), option('other', attr('words', 'text', { max_length: 5 }))],
})
const severity = attr('severity', 'radio', { options: [option('mild'), option('severe', cause)] })
const signs = attr('signs', 'checklist', { options: [option('red'), option('raised')] })
const sure = attr('sure', 'bool')

const ontology: Ontology = {
  schema: 'lk-ontology/1',
  tasks: [
    {
      id: 'cells',
      kind: 'object',
      label: 'Cells',
      geometry: ['bbox'],
      classes: [
        {
          id: 'rbc',
          label: 'Red cell',
          color: '#aa0000',
          key: '1',
          attributes: [{ ...severity, required: true }],
        },
        { id: 'wbc', label: 'White cell', color: '#ffffff', key: null, attributes: [] },
      ],
    },
    { id: 'quality', kind: 'classification', label: 'Quality', attributes: [{ ...signs, required: true }] },
  ],
}

describe('answers', () => {
  test('a radio holds one option, chosen again it holds none', () => {
    const mild = toggled([], severity, 'mild')
    const severe = toggled(mild, severity, 'severe')

    expect(severe).toEqual([
      { attr: 'severity', value: null, options: [{ option: 'severe', attributes: [] }] },
    ])
    expect(toggled(severe, severity, 'severe')).toEqual([])
  })

  test('a checklist holds as many as are ticked', () => {
    const both = toggled(toggled([], signs, 'red'), signs, 'raised')

    expect(both[0]?.options.map((one) => one.option)).toEqual(['red', 'raised'])
    expect(toggled(both, signs, 'red')[0]?.options.map((one) => one.option)).toEqual(['raised'])
  })

  test('a nested question is asked only below its option, and its keys come after the outer ones', () => {
    const before = choices([severity, sure], [])
    const severe = toggled([], severity, 'severe')
    const after = choices([severity, sure], severe)

    expect(before.map((one) => one.option?.id ?? one.attr.id)).toEqual(['mild', 'severe', 'sure'])
    expect(after.map((one) => one.option?.id ?? one.attr.id)).toEqual([
      'mild',
      'severe',
      'sure',
      'drusen',
      'other',
    ])
    const chosen = after[3] && withChoice(severe, after[3])
    expect(chosen?.[0]?.options[0]?.attributes).toEqual([
      { attr: 'cause', value: null, options: [{ option: 'drusen', attributes: [] }] },
    ])
  })

  test('faults name what is missing, too small, too large and too long, however deep', () => {
    const size = attr('size', 'number', { min: 1, max: 3 })
    const other = withChoice(toggled([], severity, 'severe'), {
      path: [{ attr: severity, option: option('severe', cause) }],
      attr: cause,
      option: option('other'),
    })
    const named = (attrs: Attr[], answers: Parameters<typeof faults>[1]) =>
      faults(attrs, answers).map((one) => `${one.attr.id} ${one.fault}`)

    expect(named([severity], toggled([], severity, 'severe'))).toEqual(['cause required'])
    expect(named([severity], other)).toEqual([])
    expect(named([size], withValue([], size, 0))).toEqual(['size too_small'])
    expect(named([size], withValue([], size, 4))).toEqual(['size too_large'])
    expect(named([attr('t', 'text', { max_length: 2 })], [{ attr: 't', value: 'abc', options: [] }])).toEqual(
      ['t too_long'],
    )
  })

  test('a yes/no that must be answered accepts no', () => {
    expect(faults([{ ...sure, required: true }], withValue([], sure, false))).toEqual([])
  })
})

describe('the vocabulary', () => {
  const vocabulary = vocabularyOf(ontology)

  test('finds classes by key and by words of their name, beginnings first', () => {
    expect(vocabulary.byKey('1')?.class.id).toBe('rbc')
    expect(matching(vocabulary.entries, 'cell white').map((one) => one.class.id)).toEqual(['wbc'])
    expect(matching(vocabulary.entries, 'w').map((one) => one.class.id)).toEqual(['wbc'])
  })

  test('names every obstacle of a submit with the object to go to', () => {
    const found = obstacles(
      label(object('a', box(0, 0, 1, 1)), object('b', box(0, 0, 1, 1), { class: 'wbc' })),
      vocabulary,
    )

    expect(found.map((one) => [one.object, one.where, one.fault.attr.id])).toEqual([
      ['a', 'Red cell', 'severity'],
      [null, 'Quality', 'signs'],
    ])
  })
})

describe('active time', () => {
  test('counts gaps up to a minute and nothing longer', () => {
    const time = new ActiveTime()
    for (const now of [1000, 31_000, 91_000, 91_500, 300_000, 300_100]) time.act(now)

    expect(time.pending).toBe(30_000 + 60_000 + 500 + 100)
  })

  test('does not count a hidden tab, and forgets only what the server took', () => {
    const time = new ActiveTime()
    time.act(0)
    time.act(5000)
    time.hide()
    time.act(20_000)
    time.act(21_000)

    time.reported(4000)

    expect(time.pending).toBe(2000)
  })

  test('keeps a lease alive only when somebody acted', () => {
    const time = new ActiveTime()
    time.act(0)

    expect([time.takeActed(), time.takeActed()]).toEqual([true, false])
  })
})

describe('keys', () => {
  const stroke = (key: string, code: string, more: Partial<KeyboardEvent> = {}) => ({
    key,
    code,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    shiftKey: false,
    ...more,
  })

  test('no two actions share a key in one kind of work', () => {
    for (const kind of ['label', 'review'] as const) {
      const keys = bindings.filter((one) => !one.only || one.only === kind).map((one) => one.keys)
      expect(new Set(keys).size).toBe(keys.length)
    }
  })

  test('digits are read by place, signs and letters by what is printed', () => {
    expect(strokeOf(stroke('!', 'Digit1', { shiftKey: true }))).toBe('Shift+1')
    expect(strokeOf(stroke('&', 'Digit1'))).toBe('1')
    expect(strokeOf(stroke('/', 'Digit7', { shiftKey: true }))).toBe('/')
    expect(strokeOf(stroke('z', 'KeyY', { ctrlKey: true }))).toBe('Ctrl+z')
    expect(strokeOf(stroke('и', 'KeyB'))).toBe('b')
  })

  test('A accepts only where a review is done', () => {
    expect(bindingOf(stroke('a', 'KeyA'), 'label')).toBeUndefined()
    expect(bindingOf(stroke('a', 'KeyA'), 'review')?.action).toBe('accept')
  })

  test('Ctrl Y is redo too', () => {
    expect(bindingOf(stroke('y', 'KeyY', { ctrlKey: true }), 'label')?.action).toBe('redo')
  })
})
