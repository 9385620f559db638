import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { equalColumns, rectangle } from '../../src/canvas/mask/columns'
import { boxOfColumns, countsOf, decoded, encoded, lengthsOf, RunsError } from '../../src/canvas/rle'
import { anyPixels, drawn, fromPixels, toPixels } from './pixels'

const size = { width: 5, height: 4 }

describe('the run-length string', () => {
  test('is the one that pycocotools writes for the same pixels', () => {
    // pycocotools 2.0: mask.encode(numpy.asfortranarray(...))["counts"] of these very arrays.
    expect(encoded(drawn('.....', '.##..', '.##..', '.....'), size)).toBe('52207')
    expect(encoded(drawn('#####', '#####', '#####', '#####'), size)).toBe('0d0')
    expect(encoded(drawn('#....', '....#', '.....', '#....'), size)).toBe('0120;0E')
  })

  test('says nothing but one empty run when no pixel is filled', () => {
    expect(encoded(drawn(), size)).toBe('d0')
    expect(decoded('d0', size).columns).toEqual([])
  })

  test('gives back the very pixels that it was written from', () => {
    fc.assert(
      fc.property(anyPixels(5, 4), (grid) => {
        const mask = fromPixels(grid)
        expect(toPixels(decoded(encoded(mask, size), size), 5, 4)).toEqual(grid)
        expect(equalColumns(decoded(encoded(mask, size), size), mask)).toBe(true)
      }),
    )
  })

  test('gives back any run lengths, also those past 31 bits', () => {
    const any = fc.array(fc.integer({ min: 0, max: 2 ** 40 }), { maxLength: 20 })
    fc.assert(
      fc.property(any, (lengths) => {
        expect(lengthsOf(countsOf(lengths))).toEqual(lengths)
      }),
    )
  })

  test('joins runs of no length, which other programs write', () => {
    const mask = decoded(countsOf([2, 1, 0, 3, 14]), size)

    expect(toPixels(mask, 5, 4)).toEqual(toPixels(drawn('.#...', '.#...', '#....', '#....'), 5, 4))
  })

  test.each([
    ['a character that no encoder writes', 'd0\u007f'],
    ['an end in the middle of a number', 'd'],
    ['runs longer than the picture', countsOf([30])],
    ['runs shorter than the picture', countsOf([3, 4])],
    ['a negative run', countsOf([5, -1, 16])],
  ])('refuses %s', (_, counts) => {
    expect(() => decoded(counts, size)).toThrow(RunsError)
  })

  test('writes a rectangle on 400 million pixels from its 300 columns alone', () => {
    const large = { width: 20_000, height: 20_000 }
    const mask = rectangle(19_000, 100, 19_300, 400)

    const again = decoded(encoded(mask, large), large)

    expect(equalColumns(again, mask)).toBe(true)
    expect(boxOfColumns(again)).toEqual([19_000, 100, 300, 300])
  })
})
