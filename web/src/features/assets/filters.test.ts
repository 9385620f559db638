import fc from 'fast-check'
import { expect, test } from 'vitest'
import { filtersOf, isFiltered, readSearch, STATES, STATUSES, STEPS, withFilter } from './filters'

test('an address with known filters is read as it stands', () => {
  expect(
    readSearch({
      state: 'active',
      step: 'label',
      status: 'todo',
      split: 'val',
      class: 'rbc',
      name: 'img',
      look: 'table',
    }),
  ).toEqual({
    state: 'active',
    step: 'label',
    status: 'todo',
    split: 'val',
    class: 'rbc',
    name: 'img',
    look: 'table',
  })
})

test('what an address asks wrongly is left out', () => {
  expect(
    readSearch({ state: 'sleeping', step: 7, status: null, class: '  ', other: 'x', look: 'cards' }),
  ).toEqual({})
})

test('a name of digits, which an address hands over as a number, is still a name', () => {
  expect(readSearch({ name: 2026 })).toEqual({ name: '2026' })
})

test('reading is stable: an address written from filters is read as the same filters', () => {
  fc.assert(
    fc.property(
      fc.record(
        {
          state: fc.constantFrom(...STATES),
          step: fc.constantFrom(...STEPS),
          status: fc.constantFrom(...STATUSES),
          name: fc.string(),
        },
        { requiredKeys: [] },
      ),
      (search) => {
        const once = readSearch(search)
        const address = Object.fromEntries(new URLSearchParams(once as Record<string, string>))
        expect(readSearch(address)).toEqual(once)
      },
    ),
  )
})

test('an empty value takes a filter out, and the look is no filter', () => {
  const search = withFilter({ state: 'broken', look: 'table' }, 'state', '')

  expect(search).toEqual({ look: 'table' })
  expect(filtersOf(search)).toEqual({})
  expect(isFiltered(search)).toBe(false)
})

test('days become the instants between which a change lies, the last day included', () => {
  const asked = filtersOf(readSearch({ since: '2026-11-01', until: '2026-11-01', issues: 'waiting' }))

  expect(Date.parse(asked.before ?? '') - Date.parse(asked.since ?? '')).toBe(86_400_000)
  expect(asked.issues).toBe('true')
  expect(readSearch({ since: '2026-02-31', until: 'tomorrow', issues: 'yes' })).toEqual({})
})
