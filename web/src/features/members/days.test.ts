import { expect, test } from 'vitest'
import { fromLocal, toLocal } from './days'

test('a moment goes through the field and back to the minute', () => {
  expect(fromLocal(toLocal('2026-03-04T05:06:00.000Z'))).toBe('2026-03-04T05:06:00.000Z')
})

test('an empty field is no limit', () => {
  expect([fromLocal(''), toLocal(null)]).toEqual([null, ''])
})
