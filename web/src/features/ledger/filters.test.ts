import { expect, test } from 'vitest'
import { countOf, filtersOf, readEntry, readSearch, roomsOf, toField } from './filters'

test('an address gives its filters back and nothing else', () => {
  const asked = {
    action: ' label.* ',
    actor: 'a1',
    since: '2026-01-01T00:00:00.000Z',
    limit: 5,
    constructor: 'x',
  }

  expect(readSearch(asked)).toEqual({ action: 'label.*', actor: 'a1', since: '2026-01-01T00:00:00.000Z' })
})

test('a time that is none is left out', () => {
  expect(readSearch({ since: 'yesterday', until: '2026-01-01T00:00:00Z' })).toEqual({
    until: '2026-01-01T00:00:00.000Z',
  })
})

test('the event on show and the sight are no filters', () => {
  const search = readSearch({ event: 'e1', sight: 'stranger', action: 'a.b' })

  expect(search).toEqual({ event: 'e1', sight: 'stranger', action: 'a.b' })
  expect(filtersOf(search)).toEqual({ action: 'a.b' })
  expect(countOf(search)).toBe(1)
  expect(readSearch({ sight: 'admin' })).toEqual({})
})

test('a field of local time gives its instant back', () => {
  const at = '2026-06-01T12:34:00.000Z'

  expect(new Date(toField(at)).toISOString()).toBe(at)
  expect(toField(undefined)).toBe('')
})

test('a room is offered when it has more than one action', () => {
  expect(roomsOf(['label.imported', 'label.submitted', 'tasks.opened'])).toEqual(['label.*'])
})

test('a public entry is read, and nothing is made of other bytes', () => {
  expect(readEntry('{"action":"a.b","pc":"00"}')).toMatchObject({ action: 'a.b' })
  expect(readEntry('{"action":"a.b"}')).toBeNull()
  expect(readEntry('null')).toBeNull()
  expect(readEntry('x')).toBeNull()
})
