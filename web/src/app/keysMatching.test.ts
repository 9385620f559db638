import { expect, test } from 'vitest'
import { keysMatching } from './keysMatching'

const run = () => undefined
const all = [
  { keys: 'b', label: 'Box', group: 'Draw', run },
  { keys: 'Ctrl+z', label: 'Undo', group: 'Objects', run },
  { keys: 'g h', label: 'Home', group: 'Go to', run },
]
const found = (asked: string) => keysMatching(all, asked).map(({ label }) => label)

test('a key is found by its words, its area and its print', () => {
  expect(found('')).toEqual(['Box', 'Undo', 'Home'])
  expect(found('draw')).toEqual(['Box'])
  expect(found('ctrl z')).toEqual(['Undo'])
  expect(found('HOME go')).toEqual(['Home'])
  expect(found('nothing such')).toEqual([])
})
