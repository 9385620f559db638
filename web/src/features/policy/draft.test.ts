import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { changedFields, missing, newWords, startFrom, toggled, withNote } from './draft'

describe('newWords', () => {
  test('marks only what a longer sentence adds', () => {
    const words = newWords(
      'Pictures stay here. Exports need one approval.',
      'Pictures stay here. You see pixels. Exports need two approvals.',
    )

    expect(words.filter((word) => word.fresh).map((word) => word.text)).toEqual([
      'You',
      'see',
      'pixels.',
      'two',
      'approvals.',
    ])
  })

  test('gives back the new sentence whole, and marks nothing when nothing changed', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
        fc.array(fc.constantFrom('a', 'b', 'c', 'd')),
        (a, b) => {
          const words = newWords(a.join(' '), b.join(' '))
          expect(words.map((word) => word.text)).toEqual(b)
          expect(newWords(b.join(' '), b.join(' ')).every((word) => !word.fresh)).toBe(true)
        },
      ),
    )
  })
})

describe('the draft of a policy', () => {
  test('a begun note lacks what is not answered; an emptied note is none', () => {
    const begun = withNote(null, 'sensitive', 'faces')

    expect(missing(begun)).toEqual(['path', 'reviewers', 'exceptions'])
    expect(withNote(begun, 'sensitive', ' ')).toBeNull()
    expect(missing(null)).toEqual([])
  })

  test('differs only in what was changed; the order of inference paths is no change', () => {
    const before = { ...startFrom(null), inference: ['browser', 'server'] }

    expect(changedFields(before, { ...before, inference: ['server', 'browser'] })).toEqual([])
    expect(changedFields(before, { ...before, approvals: 2 })).toEqual(['approvals'])
    expect(changedFields(null, before)).toHaveLength(6)
  })

  test('a path is taken in and out', () => {
    expect(toggled(toggled([], 'browser'), 'browser')).toEqual([])
  })
})
