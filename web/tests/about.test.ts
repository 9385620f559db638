import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { shipped } from '../licences.plugin'

test('the list holds every package that the app asks for and what those need, each with its licence', () => {
  const root = join(import.meta.dirname, '..')
  const wanted = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).dependencies)
  const named = shipped().map(({ name }) => name)

  expect(named).toEqual(expect.arrayContaining(wanted))
  expect(named).toContain('scheduler')
  expect(shipped().filter(({ licence }) => !licence)).toEqual([])
  expect(shipped().filter(({ licence }) => /GPL/.test(licence))).toEqual([])
})
