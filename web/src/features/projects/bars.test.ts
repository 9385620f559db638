import { expect, test } from 'vitest'
import { bars, daysAgo } from './bars'

test('bars share one scale, and a single event is still seen', () => {
  const drawn = bars([0, 1, 1000], 1000, 30, 40)

  expect(drawn.map(({ height }) => height)).toEqual([0, 2, 40])
  expect(drawn.map(({ y, height }) => y + height)).toEqual([40, 40, 40])
  expect(drawn[2]?.x).toBe(20)
  expect(bars([], 0, 30, 40)).toEqual([])
})

test('days back cross months', () => {
  expect(daysAgo(new Date(2026, 2, 2, 23, 59), 3)).toBe('2026-02-27')
})
