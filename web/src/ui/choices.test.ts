import { expect, test } from 'vitest'
import {
  chooseKey,
  conflictOf,
  isFixed,
  type KeyChoices,
  meant,
  placeOf,
  printOf,
  readChoices,
  refusalOf,
} from './choices'

const stroke = (
  code: string,
  more: Partial<Record<'ctrlKey' | 'altKey' | 'shiftKey' | 'metaKey', boolean>> = {},
) => ({
  code,
  ctrlKey: false,
  altKey: false,
  shiftKey: false,
  metaKey: false,
  ...more,
})
const known = ['b', 'v', 'w', 'Ctrl+z', 'Shift+h', '/']

test('a key without a choice means what it always did', () => {
  expect(meant(stroke('KeyB'), 'b', {})).toBe('b')
})

test('a chosen place means the key that moved there, and its old place means nothing', () => {
  const of = chooseKey({}, 'b', stroke('KeyJ'), 'j', 'j', known)

  expect(meant(stroke('KeyJ'), 'j', of)).toBe('b')
  expect(meant(stroke('KeyB'), 'b', of)).toBe('')
  expect(meant(stroke('KeyJ', { shiftKey: true }), 'Shift+j', of)).toBe('Shift+j')
})

test('a place is physical: the same on a layout that prints another letter there', () => {
  const of = chooseKey({}, 'Ctrl+z', stroke('KeyY', { ctrlKey: true }), 'Ctrl+y', 'Ctrl+y', known)

  expect(meant(stroke('KeyY', { ctrlKey: true }), 'Ctrl+z', of)).toBe('Ctrl+z')
  expect(printOf({ at: 'Ctrl+KeyY', print: 'Ctrl+y' }, new Map([['KeyY', 'z']]))).toBe('Ctrl+z')
  expect(printOf({ at: 'Ctrl+KeyY', print: 'Ctrl+y' }, null)).toBe('Ctrl+y')
})

test('taking the place of another key is a conflict, and leaves that one without a key', () => {
  expect(conflictOf('b', stroke('KeyV'), 'v', known, {})).toBe('v')
  const of = chooseKey({}, 'b', stroke('KeyV'), 'v', 'v', known)

  expect(of).toEqual({ b: { at: 'KeyV', print: 'v' }, v: { at: '', print: '' } })
  expect(meant(stroke('KeyV'), 'v', of)).toBe('b')
  expect(conflictOf('w', stroke('KeyV'), 'v', known, of)).toBe('b')
  expect(conflictOf('w', stroke('KeyB'), 'b', known, of)).toBeNull()
})

test('choosing the default again forgets the choice', () => {
  const of: KeyChoices = { b: { at: 'KeyJ', print: 'j' } }

  expect(chooseKey(of, 'b', stroke('KeyB'), 'b', 'b', known)).toEqual({})
})

test('arrows, digits and what the browser keeps cannot be chosen', () => {
  expect(refusalOf(stroke('ArrowLeft'))).toBe('fixed')
  expect(refusalOf(stroke('Digit3'))).toBe('fixed')
  expect(refusalOf(stroke('KeyW', { ctrlKey: true }))).toBe('browser')
  expect(refusalOf(stroke('Enter', { ctrlKey: true }))).toBeNull()
  expect(refusalOf(stroke('KeyJ'))).toBeNull()
  expect(isFixed('1')).toBe(true)
  expect(isFixed('b')).toBe(false)
})

test('stored choices are read with care', () => {
  expect(
    readChoices({ b: { at: 'KeyJ', print: 'j' }, v: 1, w: { at: 2 }, Enter: { at: 'KeyE', print: 'e' } }),
  ).toEqual({
    b: { at: 'KeyJ', print: 'j' },
  })
  expect(readChoices(null)).toEqual({})
  expect(placeOf(stroke('KeyB', { metaKey: true, shiftKey: true }))).toBe('Ctrl+Shift+KeyB')
})
