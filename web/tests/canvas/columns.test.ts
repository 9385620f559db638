import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  combined,
  cropped,
  equalColumns,
  extentOf,
  noColumns,
  type Operation,
  pixelCount,
  rectangle,
  shifted,
} from '../../src/canvas/mask/columns'
import { levelOf } from '../../src/canvas/mask/levels'
import { rastered, traced } from '../../src/canvas/mask/outline'
import { filled, holesOf, largestPiece, pieces } from '../../src/canvas/mask/pieces'
import { seated, stepped, sweep, type Tip } from '../../src/canvas/mask/stamp'
import { at } from '../../src/canvas/points'
import { crossesItself } from '../../src/canvas/rings'
import { anyPixels, drawn, fromPixels, toPixels } from './pixels'

const [w, h] = [9, 8]
const size = { width: w, height: h }
const any = anyPixels(w, h).map(fromPixels)
const cells = Array.from({ length: w * h }, (_, i) => [i % w, Math.floor(i / w)] as const)

const rules: Record<Operation, (a: boolean, b: boolean) => boolean> = {
  union: (a, b) => a || b,
  subtract: (a, b) => a && !b,
  intersect: (a, b) => a && b,
}

describe('runs by column', () => {
  test.each(Object.keys(rules) as Operation[])('%s as counting pixels one by one does', (operation) => {
    fc.assert(
      fc.property(any, any, (a, b) => {
        const [pa, pb] = [toPixels(a, w, h), toPixels(b, w, h)]
        const wanted = pa.map((row, y) => row.map((one, x) => rules[operation](one, pb[y]?.[x] ?? false)))

        const result = combined(a, b, operation)

        expect(toPixels(result, w, h)).toEqual(wanted)
        expect(equalColumns(result, fromPixels(wanted))).toBe(true)
        expect(pixelCount(result)).toBe(wanted.flat().filter(Boolean).length)
      }),
    )
  })

  test('give back the very same object when nothing changes, and share the columns that a change leaves alone', () => {
    const mask = rectangle(0, 0, 1000, 10)

    expect(combined(mask, rectangle(5, 2, 9, 4), 'union')).toBe(mask)
    expect(combined(mask, rectangle(5, 20, 9, 40), 'subtract')).toBe(mask)
    const dotted = combined(mask, rectangle(5, 2, 6, 3), 'subtract')
    expect(dotted.columns.filter((spans, i) => spans !== mask.columns[i])).toHaveLength(1)
  })

  test('move and come back, and are cut where the picture ends', () => {
    fc.assert(
      fc.property(
        any,
        fc.integer({ min: -20, max: 20 }),
        fc.integer({ min: -20, max: 20 }),
        (mask, dx, dy) => {
          const moved = shifted(mask, dx, dy)
          expect(equalColumns(shifted(moved, -dx, -dy), mask)).toBe(true)
          const edge = extentOf(cropped(moved, 0, 0, w, h))
          expect(
            edge === null || (edge.left >= 0 && edge.top >= 0 && edge.right <= w && edge.bottom <= h),
          ).toBe(true)
        },
      ),
    )
  })

  test('seen from afar are filled wherever a pixel under them is', () => {
    fc.assert(
      fc.property(any, (mask) => {
        const grid = toPixels(mask, 12, 12)
        const wanted = Array.from({ length: 3 }, (_, y) =>
          Array.from({ length: 3 }, (_, x) =>
            grid.slice(4 * y, 4 * y + 4).some((row) => row.slice(4 * x, 4 * x + 4).some(Boolean)),
          ),
        )
        expect(toPixels(levelOf(mask, 2), 3, 3)).toEqual(wanted)
      }),
    )
  })
})

/** Pixels that hang together, found by walking from neighbour to neighbour. */
function flooded(grid: boolean[][], corners: boolean): number {
  const left = new Set(cells.filter(([x, y]) => grid[y]?.[x]).map(([x, y]) => `${x},${y}`))
  let count = 0
  for (const start of left) {
    count++
    const open = [start]
    for (let cell = open.pop(); cell; cell = open.pop()) {
      left.delete(cell)
      const [x = 0, y = 0] = cell.split(',').map(Number)
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1], [1, 1], [-1, -1], [1, -1], [-1, 1]] as const) // biome-ignore format: the eight neighbours
        if ((corners || dx * dy === 0) && left.has(`${x + dx},${y + dy}`)) open.push(`${x + dx},${y + dy}`)
    }
  }
  return count
}

describe('pieces and holes', () => {
  test('are as many as walking from pixel to pixel finds, and together the whole', () => {
    fc.assert(
      fc.property(any, fc.constantFrom(4, 8), (mask, joining) => {
        const found = pieces(mask, joining as 4 | 8)
        expect(found).toHaveLength(flooded(toPixels(mask, w, h), joining === 8))
        expect(
          equalColumns(
            found.reduce((all, one) => combined(all, one, 'union'), noColumns),
            mask,
          ),
        ).toBe(true)
        expect(found.reduce((sum, one) => sum + pixelCount(one), 0)).toBe(pixelCount(mask))
      }),
    )
  })

  test('a hole is filled, a bay that is open to the outside is not', () => {
    const mask = drawn('#####.###', '#...#.#..', '#.#.#.###', '#...#....', '#####....')

    expect(toPixels(filled(mask), 9, 5)).toEqual(
      toPixels(drawn('#####.###', '#####.#..', '#####.###', '#####....', '#####....'), 9, 5),
    )
    expect(pixelCount(holesOf(mask))).toBe(8)
  })

  test('the largest piece stays', () => {
    expect(equalColumns(largestPiece(drawn('#.##', '#.##', '...#')), drawn('..##', '..##', '...#'))).toBe(
      true,
    )
  })
})

describe('outlines', () => {
  test('along pixel edges hold the very same pixels, and no ring crosses itself', () => {
    fc.assert(
      fc.property(any, (mask) => {
        const outline = traced(mask)
        expect(equalColumns(rastered(outline, size), mask)).toBe(true)
        expect(crossesItself(outline)).toBe(false)
        expect(outline.rings).toHaveLength(pieces(mask, 4).length)
      }),
    )
  })

  test('take the pixels whose centres lie inside', () => {
    const triangle = { kind: 'polygon', rings: [[[[0, 0], [4.2, 0], [0, 4.2]]]] } as const // biome-ignore format: one line

    expect(toPixels(rastered(triangle, size), 4, 4)).toEqual(
      toPixels(drawn('####', '###.', '##..', '#...'), 4, 4),
    )
  })
})

describe('the brush tip', () => {
  const place = fc.tuple(
    fc.double({ min: -3, max: 33, noNaN: true }),
    fc.double({ min: -3, max: 33, noNaN: true }),
  )
  const tips: fc.Arbitrary<Tip> = fc.record({
    diameter: fc.integer({ min: 1, max: 12 }),
    shape: fc.constantFrom('round', 'square'),
  })
  const field = { width: 30, height: 30 }

  /** Distance of a pixel's centre from the segment: straight for a round tip, along the axes for a square one. */
  function away(x: number, y: number, a: readonly number[], b: readonly number[], round: boolean): number {
    let best = Infinity
    for (let i = 0; i <= 2000; i++) {
      const t = i / 2000
      const [px = 0, py = 0] = [0, 1].map((k) => (a[k] ?? 0) + t * ((b[k] ?? 0) - (a[k] ?? 0)))
      const [dx, dy] = [Math.abs(x + 0.5 - px), Math.abs(y + 0.5 - py)]
      best = Math.min(best, round ? Math.hypot(dx, dy) : Math.max(dx, dy))
    }
    return best
  }

  test('covers the pixels whose centres it passes over, and no other', () => {
    fc.assert(
      fc.property(place, place, tips, (from, to, tip) => {
        const [a, b] = [seated(at(...from), tip), seated(at(...to), tip)]
        const mask = sweep(at(...from), at(...to), tip, field)
        const grid = toPixels(mask, 30, 30)
        for (let y = 0; y < 30; y += 3) {
          for (let x = 0; x < 30; x += 3) {
            const gap = away(x, y, [a.x, a.y], [b.x, b.y], tip.shape === 'round') - tip.diameter / 2
            // Within the error of the slow way either answer is right.
            if (Math.abs(gap) > 0.05) expect(grid[y]?.[x]).toBe(gap < 0)
          }
        }
      }),
      { numRuns: 40 },
    )
  })

  test('leaves no gap however fast the hand goes', () => {
    fc.assert(
      fc.property(place, place, tips, (from, to, tip) => {
        expect(pieces(sweep(at(...from), at(...to), tip, field)).length).toBeLessThanOrEqual(1)
      }),
    )
  })

  test('of one pixel paints that pixel', () => {
    const dab = sweep(at(4.2, 7.9), at(4.2, 7.9), { diameter: 1, shape: 'round' }, field)

    expect([pixelCount(dab), extentOf(dab)]).toEqual([1, { left: 4, top: 7, right: 5, bottom: 8 }])
  })

  test('has the same pixels wherever it is put', () => {
    const dab = (x: number) =>
      pixelCount(sweep(at(x, 15.3), at(x, 15.3), { diameter: 7, shape: 'round' }, field))

    expect(new Set([10, 10.2, 10.5, 10.77].map(dab)).size).toBe(1)
  })

  test('grows and shrinks by steps that end at 1 and at 1000', () => {
    expect([stepped(20, 1), stepped(20, -1), stepped(1, -1), stepped(1000, 1), stepped(22, 1)]).toEqual([
      25, 16, 1, 1000, 25,
    ])
  })
})
