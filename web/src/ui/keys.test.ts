import { expect, test } from 'vitest'
import { combination, printed } from './keys'

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {},
) => combination({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...held })

test('a combination names the held keys in one order', () => {
  expect(press('Enter', { ctrlKey: true })).toBe('Ctrl+Enter')
  expect(press('Z', { ctrlKey: true, shiftKey: true })).toBe('Ctrl+Shift+z')
  expect(press('Enter', { metaKey: true })).toBe('Ctrl+Enter')
})

test('a sign that needs Shift on some keyboards stands alone', () => {
  expect(press('?', { shiftKey: true })).toBe('?')
  expect(press('/', { shiftKey: true })).toBe('/')
})

test('a key is printed as people read it', () => {
  expect(printed('Ctrl+Enter')).toBe('Ctrl ↵')
  expect(printed('g a')).toBe('G A')
  expect(printed('?')).toBe('?')
})
