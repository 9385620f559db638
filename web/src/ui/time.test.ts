import { expect, test } from 'vitest'
import { ago, bytes, countdown, counted, duration, secondsLeft } from './time'

const now = Date.parse('2026-11-20T12:00:00Z')

test('what just happened is said so; older things in minutes, hours and days', () => {
  expect(ago('2026-11-20T11:59:40Z', now)).toBe('just now')
  expect(ago('2026-11-20T11:56:00Z', now)).toBe('4 minutes ago')
  expect(ago('2026-11-20T09:00:00Z', now)).toBe('3 hours ago')
  expect(ago('2026-11-19T11:00:00Z', now)).toBe('yesterday')
})

test('lengths are said in the two largest units', () => {
  expect([0, 12, 200, 180, 3900, 7200, -5].map(duration)).toEqual([
    '0 s',
    '12 s',
    '3 min 20 s',
    '3 min',
    '1 h 5 min',
    '2 h',
    '0 s',
  ])
})

test('a session counts down to nothing and never below', () => {
  expect(countdown('2026-11-20T12:54:12Z', now)).toBe('54:12')
  expect(countdown('2026-11-20T20:00:05Z', now)).toBe('8:00:05')
  expect(countdown('2026-11-20T11:00:00Z', now)).toBe('0:00')
})

test('time left follows the speed so far, and is not guessed before anything is done', () => {
  const started_at = '2026-11-20T11:59:00Z'

  expect(secondsLeft({ done: 25, total: 100, started_at }, now)).toBe(180)
  expect(secondsLeft({ done: 0, total: 100, started_at }, now)).toBeNull()
  expect(secondsLeft({ done: 5, total: null, started_at }, now)).toBeNull()
  expect(secondsLeft({ done: 5, total: 10, started_at: null }, now)).toBeNull()
})

test('sizes and capped counts', () => {
  expect([0, 999, 1000, 3_400_000, 157_000_000].map(bytes)).toEqual([
    '0 B',
    '999 B',
    '1.0 kB',
    '3.4 MB',
    '157 MB',
  ])
  expect(counted({ n: 10_000, capped: true })).toBe('10,000+')
  expect(counted({ n: 42, capped: false })).toBe('42')
})
