import { expect, test } from 'vitest'
import { ALL, columnsIn, template, withColumn } from './columns'

test('all columns are shown until a person chooses, and what is kept follows the order of the table', () => {
  expect(columnsIn(undefined)).toEqual(ALL)
  expect(columnsIn({ columns: { assets: ['objects', 'stands', 'gone'] } })).toEqual(['stands', 'objects'])
  expect(columnsIn({ columns: 'broken' })).toEqual(ALL)
  expect(columnsIn({ columns: { assets: [] } })).toEqual([])
})

test('a column is taken out and put back, and the other lists of the person stay', () => {
  const lists = { assets: { p: [] }, columns: { other: ['x'] } }
  const without = withColumn(lists, 'split')

  expect(columnsIn(without)).toEqual(['stands', 'size', 'objects', 'changed'])
  expect(without['assets']).toEqual({ p: [] })
  expect(without['columns']).toMatchObject({ other: ['x'] })
  expect(columnsIn(withColumn(without, 'split'))).toEqual(ALL)
})

test('a row has a place for mark, picture, name and each column', () => {
  expect(template(['split'])).toBe('24px 56px minmax(160px, 2fr) 80px')
})
