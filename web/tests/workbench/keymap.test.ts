import { expect, test } from 'vitest'
import { ROOMS } from '../../src/app/ProjectBar'
import { bindings, bindingsFor } from '../../src/features/workbench/keymap'

/** Strokes that two actions share. */
function shared(keys: readonly string[]): string[] {
  return keys.filter((key, n) => keys.indexOf(key) !== n)
}

test.each(['label', 'review'] as const)('no two actions of the workbench share a key (%s)', (kind) => {
  expect(shared(bindingsFor(kind).map(({ keys }) => keys))).toEqual([])
})

test('what every screen listens for does nothing else at the workbench', () => {
  const everywhere = ['?', 'F1', 'Ctrl+k', 'Shift+t', 'g']

  expect(bindings.filter(({ keys }) => everywhere.includes(keys))).toEqual([])
})

test('no two rooms of a project share a key, nor one with the places that are always there', () => {
  expect(shared([...ROOMS.map(({ key }): string => key), 'h', 's'])).toEqual([])
})
