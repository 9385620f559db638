import { describe, expect, test } from 'vitest'
import { de } from '../src/ui/messages/de'
import { en } from '../src/ui/messages/en'
import { format } from '../src/ui/messages/format'

/** The names of the parameters of a message, whatever its language. */
function parameters(pattern: string): string[] {
  const found = [...pattern.matchAll(/\{(\w+)(?=[,}])/g)].map((hit) => hit[1] ?? '')
  const branches = [...pattern.matchAll(/(?:=\d+|one|other)\s*\{([^{}]*)\}/g)].map((hit) => hit[1] ?? '')
  return [...new Set(found.filter((name) => !branches.includes(name)))].sort()
}

describe('the catalogues', () => {
  const keys = Object.keys(en) as (keyof typeof en)[]

  test('have the same keys in both languages', () => {
    expect(Object.keys(de).sort()).toEqual([...keys].sort())
  })

  test('use the same parameters in both languages', () => {
    const differ = keys.filter((key) => parameters(en[key]).join() !== parameters(de[key]).join())

    expect(differ).toEqual([])
  })

  test('have no empty message', () => {
    expect(keys.filter((key) => !en[key].trim() || !de[key].trim())).toEqual([])
  })

  test('can all be filled in', () => {
    for (const key of keys)
      for (const n of [0, 1, 2]) {
        const values = Object.fromEntries(parameters(en[key]).map((name) => [name, n]))
        expect(format(en[key], values, 'en'), key).not.toMatch(/[{}]/)
        expect(format(de[key], values, 'de'), key).not.toMatch(/[{}]/)
      }
  })
})

describe('format', () => {
  test('fills names and groups numbers as the language does', () => {
    expect(format('{name} has {n}', { name: 'Ann', n: 12345 }, 'en')).toBe('Ann has 12,345')
    expect(format('{n}', { n: 12345 }, 'de')).toBe('12.345')
  })

  test('chooses the branch of a number, an exact one first', () => {
    const rows = '{n, plural, =0 {no rows} one {# row} other {# rows of {who}}}'

    expect([0, 1, 5].map((n) => format(rows, { n, who: 'Ann' }))).toEqual([
      'no rows',
      '1 row',
      '5 rows of Ann',
    ])
  })

  test('leaves a name without a value in sight, and refuses an unclosed brace', () => {
    expect(format('hello {who}')).toBe('hello {who}')
    expect(() => format('hello {who')).toThrow('Unclosed')
  })
})
