import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  changedFields,
  grown,
  missing,
  newWords,
  QUESTIONS,
  saidIn,
  startFrom,
  toggled,
  withExposure,
  withNote,
} from './draft'

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

describe('the sentence of the interview', () => {
  const parts = [
    { field: 'delivery', words: 'Pixels only.' },
    { field: 'inference', words: 'No models.' },
    { field: 'approvals', words: 'One approval.' },
  ]

  test('is read in the language of the screen', () => {
    const said = [{ field: 'delivery', words: { en: 'Pixels only.', de: 'Nur Pixel.' } }]

    expect(saidIn(said, 'de')).toEqual([{ field: 'delivery', words: 'Nur Pixel.' }])
    expect(saidIn(said, 'en')).toEqual([{ field: 'delivery', words: 'Pixels only.' }])
  })

  test('grows with each question, and marks what the question at hand adds', () => {
    const states = QUESTIONS.map((_, now) => grown(parts, now).map((part) => part.state))

    expect(states[0]).toEqual(['later', 'later', 'later'])
    expect(states[1]).toEqual(['new', 'later', 'later'])
    expect(states[3]).toEqual(['said', 'new', 'later'])
    expect(states.at(-1)).toEqual(['said', 'said', 'said'])
  })
})

describe('the draft of a policy', () => {
  test('restricted exposure takes thumbnails and single approvals with it, and gives neither back', () => {
    const strict = withExposure(startFrom(null), 'restricted')

    expect([strict.exposure, strict.approvals, strict.thumbnails]).toEqual(['restricted', 2, false])
    expect(withExposure(strict, 'standard')).toEqual({ ...strict, exposure: 'standard' })
  })

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
