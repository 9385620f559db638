import { expect, test } from 'vitest'
import type { LabelObject, PageRef } from '../../src/canvas/label'
import { at } from '../../src/canvas/points'
import { foundOf, liesOn, type Spot } from '../../src/canvas/spots'

const left: PageRef = { part: 'left', page: 0 }
const right: PageRef = { part: 'right', page: 0 }
const second: PageRef = { part: 'right', page: 1 }
const pages = [left, right, second]
const spot = (said: Partial<Spot>): Spot => ({ object: null, part: null, page: null, at: null, ...said })
const box = {
  id: 'one',
  part: 'right',
  page: 1,
  geometry: { kind: 'bbox', x: 10, y: 20, w: 30, h: 40, rotation: 0 },
} as LabelObject

test('a place leads to its page of its part, wherever one is', () => {
  const asked = spot({ part: 'right', page: 1, at: [5, 6] })
  expect(foundOf(asked, undefined, pages, left)).toEqual({ page: second, object: null, place: at(5, 6) })
})

test('a place that names no part stays on the page in hand', () => {
  expect(foundOf(spot({ page: 0, at: [5, 6] }), undefined, pages, right)?.page).toEqual(right)
  expect(foundOf(spot({ page: 1, at: [5, 6] }), undefined, pages, left)?.page).toEqual(second)
  expect(foundOf(spot({}), undefined, pages, right)).toEqual({ page: right, object: null, place: null })
})

test('an object leads to where it lies now; when it is gone its place still stands', () => {
  const asked = spot({ object: 'one', part: 'left', page: 0 })
  expect(foundOf(asked, box, pages, left)).toEqual({ page: second, object: 'one', place: at(40, 20) })
  expect(foundOf(asked, undefined, pages, second)).toEqual({ page: left, object: null, place: null })
})

test('a page that the asset does not have leads nowhere', () => {
  expect(foundOf(spot({ part: 'other', at: [1, 2] }), undefined, pages, left)).toBeNull()
  expect(foundOf(spot({ page: 9 }), undefined, pages, left)).toBeNull()
})

test('a pin is drawn on the pages that it may be about', () => {
  expect(liesOn(spot({ part: 'right', page: 0 }), right)).toBe(true)
  expect(liesOn(spot({ part: 'right', page: 0 }), left)).toBe(false)
  expect(liesOn(spot({ part: 'right', page: 0 }), second)).toBe(false)
  expect(liesOn(spot({ page: 0 }), left)).toBe(true)
})
