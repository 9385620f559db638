import { expect, test } from 'vitest'
import { matching } from './palette'

const made = (label: string, group = 'Go to') => ({ label, group, run: () => undefined })
const choices = [
  made('Undo', 'Objects'),
  made('Show the ledger'),
  made('Ledger'),
  made('Prüfung'),
  made('Box', 'Draw'),
]
const found = (query: string) => matching(choices, query).map(({ label }) => label)

test('nothing typed shows all in their order', () => {
  expect(found(' ')).toEqual(choices.map(({ label }) => label))
})

test('what begins with the word comes first, then where a word of it does', () => {
  expect(found('ledger')).toEqual(['Ledger', 'Show the ledger'])
  expect(found('led')).toEqual(['Ledger', 'Show the ledger'])
})

test('every word must be there, the name of the group counts, accents do not', () => {
  expect(found('draw')).toEqual(['Box'])
  expect(found('the ledger')).toEqual(['Show the ledger'])
  expect(found('prufung')).toEqual(['Prüfung'])
  expect(found('ledger box')).toEqual([])
})
