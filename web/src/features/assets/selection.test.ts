import { expect, test } from 'vitest'
import { EVERYTHING, isChosen, isEmpty, loaded, NOTHING, ranged, toggled } from './selection'

const rows = ['a', 'b', 'c', 'd'].map((id) => ({ id }))
const chosen = (selection: typeof NOTHING) =>
  rows.filter(({ id }) => isChosen(selection, id)).map(({ id }) => id)

test('a row is chosen and let go again', () => {
  const one = toggled(NOTHING, rows, 1)

  expect(chosen(one)).toEqual(['b'])
  expect(isEmpty(toggled(one, rows, 1))).toBe(true)
  expect(toggled(NOTHING, rows, 9)).toBe(NOTHING)
})

test('a range goes from the last chosen row in either direction and keeps what was chosen', () => {
  expect(chosen(ranged(toggled(NOTHING, rows, 1), rows, 3))).toEqual(['b', 'c', 'd'])
  expect(chosen(ranged(toggled(toggled(NOTHING, rows, 3), rows, 2), rows, 0))).toEqual(['a', 'b', 'c', 'd'])
})

test('taking one row out of everything leaves the others that are loaded', () => {
  const rest = toggled(EVERYTHING, rows, 0)

  expect(chosen(EVERYTHING)).toHaveLength(4)
  expect(rest.all).toBe(false)
  expect(chosen(rest)).toEqual(['b', 'c', 'd'])
  expect(chosen(loaded(rows))).toHaveLength(4)
})
