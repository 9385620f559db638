import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { expect, test } from 'vitest'

interface Locked {
  resolved?: string
  integrity?: string
  optionalDependencies?: Record<string, string>
}

const lock = JSON.parse(readFileSync(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>
}

test('the lock names no registry', () => {
  expect(Object.values(lock.packages).filter((one) => one.resolved)).toEqual([])
})

test('the lock has an entry for the binaries of every system, or a clean install refuses it', () => {
  const missing = Object.entries(lock.packages).flatMap(([name, one]) =>
    Object.keys(one.optionalDependencies ?? {}).filter(
      (wanted) =>
        !(`node_modules/${wanted}` in lock.packages) && !(`${name}/node_modules/${wanted}` in lock.packages),
    ),
  )

  expect(missing).toEqual([])
})
