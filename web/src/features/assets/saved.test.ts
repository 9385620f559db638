import { expect, test } from 'vitest'
import { added, savedIn, withSaved } from './saved'

test('what is saved for a project is found there again, and nothing else is touched', () => {
  const saved = added([], { name: 'Mine', search: { state: 'broken' } })
  const lists = withSaved({ columns: ['name'], assets: { other: [] } }, 'p', saved)

  expect(savedIn(lists, 'p')).toEqual(saved)
  expect(lists).toMatchObject({ columns: ['name'], assets: { other: [] } })
})

test('a filter of the same name gives way, and the list is in the order of names', () => {
  const saved = added(added([], { name: 'b', search: {} }), { name: 'a', search: {} })

  expect(added(saved, { name: 'b', search: { split: 'val' } })).toEqual([
    { name: 'a', search: {} },
    { name: 'b', search: { split: 'val' } },
  ])
})

test('what another version wrote and cannot be read is left out', () => {
  expect(
    savedIn({ assets: { p: [{ name: 3 }, 'x', { name: 'a', search: { state: 'asleep' } }] } }, 'p'),
  ).toEqual([{ name: 'a', search: {} }])
  expect(savedIn(undefined, 'p')).toEqual([])
  expect(savedIn({ assets: 'x' }, 'p')).toEqual([])
})
