import { expect, test } from 'vitest'
import { edges, frameVerdict, histogram, spread, tripVerdict } from './speed'

const of = (p95: number) => ({ n: 1, p50: p95, p95, worst: p95 })

test('the spread is that of the samples, whatever their order', () => {
  const samples = Array.from({ length: 100 }, (_, i) => 100 - i)
  expect(spread(samples)).toEqual({ n: 100, p50: 50, p95: 95, worst: 100 })
  expect(spread([7])).toEqual({ n: 1, p50: 7, p95: 7, worst: 7 })
  expect(spread([])).toBeNull()
})

test('each sample is in one bar, at its edge in the lower one', () => {
  expect(histogram([1, 8, 8.1, 16.7, 33.4, 100, 101, 5000])).toEqual([2, 2, 0, 1, 0, 0, 1, 2])
  expect(histogram([]).length).toBe(edges.length + 1)
})

test('thirty frames are good, fifteen are fair, fewer are slow', () => {
  expect([16.7, 33.4, 40, 66.7, 90].map((ms) => frameVerdict(of(ms)))).toEqual([
    'good',
    'good',
    'fair',
    'fair',
    'slow',
  ])
  expect([20, 100, 101, 300, 301].map((ms) => tripVerdict(of(ms)))).toEqual([
    'good',
    'good',
    'fair',
    'fair',
    'slow',
  ])
})
