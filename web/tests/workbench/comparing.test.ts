import { describe, expect, test } from 'vitest'
import type { PastVersion } from '../../src/api/shapes'
import { aspectsOf, differencesOf, otherDifferences } from '../../src/canvas/differences'
import { emptyLabel, type Label, type LabelObject } from '../../src/canvas/label'
import { firstCompared, nextMode, stepped } from '../../src/features/workbench/comparing'

const object = (id: string, x: number, y = 0, more: Partial<LabelObject> = {}): LabelObject => ({
  id,
  task: 't',
  class: 'c',
  part: 'p',
  page: 0,
  geometry: { kind: 'bbox', x, y, w: 1, h: 1, rotation: 0 },
  attributes: [],
  z: 0,
  source: { kind: 'human', ref: null },
  group: null,
  ...more,
})
const label = (...objects: LabelObject[]): Label => ({ ...emptyLabel, objects })

const version = (n: number, verdict: 'accept' | 'fix' | 'return' | null = null): PastVersion => ({
  id: String(n),
  n,
  kind: 'human',
  by: { id: 'a', name: 'A' },
  at: '2026-01-01T00:00:00Z',
  objects: 0,
  review: verdict
    ? { verdict, by: { id: 'r', name: 'R' }, at: '2026-01-01T00:00:00Z', result: null, objects: {} }
    : null,
})

describe('differences of two versions', () => {
  test('are told by kind and come page by page from the top down', () => {
    const before = label(object('same', 0), object('gone', 5, 9), object('moved', 1, 3))
    const after = label(
      object('moved', 2, 3),
      object('new', 0, 1),
      object('same', 0),
      object('far', 0, 0, { page: 1 }),
    )

    const found = differencesOf(before, after)

    expect(found.map(({ id, kind }) => [id, kind])).toEqual([
      ['new', 'added'],
      ['moved', 'changed'],
      ['gone', 'removed'],
      ['far', 'added'],
    ])
    expect(found[1]?.before?.geometry).toMatchObject({ x: 1 })
    expect(found[1]?.after?.geometry).toMatchObject({ x: 2 })
  })

  test('say in what an object differs', () => {
    const before = label(object('one', 0))
    const after = label(object('one', 1, 0, { class: 'd', z: 2, group: 'g' }))
    const [item] = differencesOf(before, after)

    expect(item && aspectsOf(item)).toEqual(['geometry', 'class', 'order', 'group'])
  })

  test('count answers about the picture, changed ones once', () => {
    const answer = (id: string, value: string) => ({
      ...{ id, task: 'q', part: null, page: null },
      attributes: [{ attr: 'a', value, options: [] }],
    })
    const before = { ...emptyLabel, classifications: [answer('1', 'x'), answer('2', 'y'), answer('3', 'z')] }
    const after = {
      ...emptyLabel,
      classifications: [answer('1', 'x'), answer('2', 'other'), answer('4', 'n')],
    }

    expect(otherDifferences(before, after)).toBe(3)
    expect(otherDifferences(before, before)).toBe(0)
  })
})

describe('what is compared at first', () => {
  test('in a review: what was sent back, or else the version before', () => {
    expect(firstCompared([], 'review')).toBe(-1)
    expect(firstCompared([version(1)], 'review')).toBe(0)
    expect(firstCompared([version(1), version(2)], 'review')).toBe(0)
    expect(firstCompared([version(1, 'return'), version(2), version(3)], 'review')).toBe(0)
    expect(firstCompared([version(1), version(2), version(3)], 'review')).toBe(1)
  })

  test('when labelling: the newest version', () => {
    expect(firstCompared([version(1), version(2, 'return')], 'label')).toBe(1)
  })
})

test('stepping goes around both ends and starts where it is going', () => {
  const items = [{ id: 'a' }, { id: 'b' }, { id: 'c' }]
  expect(stepped(items, null, 1)?.id).toBe('a')
  expect(stepped(items, null, -1)?.id).toBe('c')
  expect(stepped(items, 'c', 1)?.id).toBe('a')
  expect(stepped(items, 'a', -1)?.id).toBe('c')
  expect(stepped([], null, 1)).toBeUndefined()
  expect(nextMode(nextMode(nextMode('off')))).toBe('off')
})
