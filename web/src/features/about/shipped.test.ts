import { expect, test } from 'vitest'
import { byLicence } from './shipped'

test('licences are counted, the most frequent first', () => {
  const one = (name: string, licence: string) => ({ name, version: '1', licence })
  expect(byLicence([one('a', 'ISC'), one('b', 'MIT'), one('c', 'MIT')])).toEqual([
    ['MIT', 2],
    ['ISC', 1],
  ])
})
