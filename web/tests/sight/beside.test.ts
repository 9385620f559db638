import { expect, test } from 'vitest'
import { besideOf } from '../../src/surfaces/raster/beside'

const parts = (n: number) => Array.from({ length: n }, (_, i) => i)

test('all of up to four parts stand side by side, two of more, with the one that is looked at among them', () => {
  expect([1, 2, 3, 4].map((n) => besideOf(parts(n), 0).length)).toEqual([1, 2, 3, 4])
  for (let n = 5; n < 9; n++)
    for (const at of parts(n)) {
      const shown = besideOf(parts(n), at)
      expect(shown).toHaveLength(2)
      expect(shown).toContain(at)
    }
})
