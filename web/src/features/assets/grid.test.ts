import { expect, test } from 'vitest'
import { columnsIn, moved } from './grid'

test('arrows move by one and by a row, and stay inside', () => {
  expect(moved(5, 'ArrowRight', 4, 10)).toBe(6)
  expect(moved(5, 'ArrowDown', 4, 10)).toBe(9)
  expect(moved(8, 'ArrowDown', 4, 10)).toBe(9)
  expect(moved(2, 'ArrowUp', 4, 10)).toBe(0)
  expect(moved(9, 'Home', 4, 10)).toBe(0)
  expect(moved(0, 'End', 4, 10)).toBe(9)
})

test('other keys and empty grids move nothing', () => {
  expect(moved(3, 'x', 4, 10)).toBe(3)
  expect(moved(0, 'ArrowDown', 4, 0)).toBe(0)
})

test('a narrow window still has one column', () => {
  expect(columnsIn(40, 176)).toBe(1)
  expect(columnsIn(1232, 176)).toBe(7)
})
