import { describe, expect, test } from 'vitest'
import { alike, difference } from '../../src/canvas/changes'
import { emptyLabel, type Label, type LabelObject } from '../../src/canvas/label'
import { changesSince } from '../../src/features/workbench/guidelineChanges'
import { merge } from '../../src/features/workbench/merging'

const object = (id: string, x: number): LabelObject => ({
  id,
  task: 't',
  class: 'c',
  part: 'p',
  page: 0,
  geometry: { kind: 'bbox', x, y: 0, w: 1, h: 1, rotation: 0 },
  attributes: [],
  z: 0,
  source: { kind: 'human', ref: null },
  group: null,
})
const label = (...objects: LabelObject[]): Label => ({ ...emptyLabel, objects })
const xs = ({ objects }: Label) =>
  objects.map(({ id, geometry }) => `${id}${geometry.kind === 'bbox' ? geometry.x : ''}`)

describe('two versions of a draft', () => {
  const mine = label(object('a', 1), object('b', 1))
  const theirs = label(object('a', 2), object('c', 2))

  test('lose nothing where nothing was chosen', () => {
    expect(xs(merge(mine, theirs, new Map()))).toEqual(['a1', 'b1', 'c2'])
  })

  test('follow the choice for each object', () => {
    const choices = new Map([
      ['a', 'theirs'],
      ['b', 'theirs'],
      ['c', 'mine'],
    ] as const)
    expect(xs(merge(mine, theirs, choices))).toEqual(['a2'])
  })
})

describe('changes of a guideline', () => {
  test('are told passage by passage at their places', () => {
    const before = '# Cells\n\nDraw each.\n\n- red\n- white'
    const now = '# Cells\n\nDraw each tightly.\n\n- red\n- white\n- blue'
    expect(changesSince(before, now).map(({ state, text }) => `${state} ${text}`)).toEqual([
      'same # Cells',
      'gone Draw each.',
      'new Draw each tightly.',
      'same - red',
      'same - white',
      'new - blue',
    ])
  })

  test('are none for who reads it for the first time', () => {
    expect(changesSince(null, 'A\n\nB').every(({ state }) => state === 'same')).toBe(true)
  })
})

describe('what differs', () => {
  test('does not depend on the order in which fields came', () => {
    const one = object('a', 1)
    const { geometry, ...rest } = one
    const turned = { geometry, ...rest }

    expect(JSON.stringify(turned)).not.toBe(JSON.stringify(one))
    expect(difference(label(one), label(turned)).changed).toEqual([])
    expect(difference(label(one), label(object('a', 2))).changed).toEqual(['a'])
  })

  test('is told from lists, missing fields and nothing', () => {
    expect(alike([1, 2], [1, 2])).toBe(true)
    expect(alike([1, 2], [2, 1])).toBe(false)
    expect(alike({ a: null }, { a: null })).toBe(true)
    expect(alike({ a: undefined }, { b: undefined })).toBe(false)
    expect(alike([], {})).toBe(false)
    expect(alike(null, {})).toBe(false)
  })
})
