import { expect, test } from 'vitest'
import { linesOf } from './lines'

test('lines are trimmed, empty ones left out, and commas end a line too', () => {
  expect(linesOf(' 10.0.0.0/8 \n\n2001:db8::/32, 192.0.2.7')).toEqual([
    '10.0.0.0/8',
    '2001:db8::/32',
    '192.0.2.7',
  ])
})

test('no lines are no limit', () => {
  expect(linesOf(' \n ')).toBeNull()
})
