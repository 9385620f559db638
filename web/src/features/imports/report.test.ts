import { describe, expect, test } from 'vitest'
import type { ReportRow } from '../../api/shapes'
import { byFile, csvOf } from './report'

const row = (file: string, level: ReportRow['level'], message = 'm'): ReportRow => ({
  file,
  level,
  code: 'c',
  message,
  object: null,
})

describe('a report', () => {
  test('is gathered by file with the worst that is said about it, even when lines lie apart', () => {
    const rows = [row('a', 'ok'), row('b', 'repaired'), row('a', 'refused'), row('b', 'warning')]

    expect(byFile(rows).map(({ file, level, rows: own }) => [file, level, own.length])).toEqual([
      ['a', 'refused', 2],
      ['b', 'warning', 2],
    ])
  })

  test('as CSV quotes what needs it and hands no formula to a spreadsheet', () => {
    expect(csvOf([row('=cmd()', 'ok', 'says "no", twice')])).toBe(
      'level,file,object,code,message\r\nok,\'=cmd(),,c,"says ""no"", twice"\r\n',
    )
  })
})
