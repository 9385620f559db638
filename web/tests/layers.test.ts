import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

const src = resolve(import.meta.dirname, '../src')
const FLOORS = ['app', 'features', 'surfaces', 'canvas']
const BOTTOM: Record<string, string[]> = {
  ui: ['ui', 'api'],
  api: ['api'],
  workers: ['workers', 'canvas', 'api'],
}

interface Import {
  from: string
  to: string
}

function imports(): Import[] {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => /\.tsx?$/.test(name))
  return files.flatMap((file) => {
    const text = readFileSync(join(src, file), 'utf8')
    const named = [...text.matchAll(/(?:from|import|import\()\s*['"](\.[^'"]+)['"]/g)]
    return named.map((hit) => ({ from: file, to: relative(src, resolve(src, dirname(file), hit[1] ?? '')) }))
  })
}

function allowed({ from, to }: Import): boolean {
  const [floor = '', room] = from.split('/')
  const [target = '', targetRoom] = to.split('/')
  if (from === 'main.tsx') return true
  if (floor in BOTTOM) return BOTTOM[floor]?.includes(target) ?? false
  if (floor === 'canvas') return target === 'canvas'
  if (target in BOTTOM) return true
  if (floor === 'features' && target === 'features') return room === targetRoom
  return FLOORS.indexOf(floor) <= FLOORS.indexOf(target) && FLOORS.includes(target)
}

test('imports go down only: app, features, surfaces, canvas; ui and api lie below; features never meet', () => {
  const all = imports()

  expect(all.length).toBeGreaterThan(10)
  expect(all.filter((one) => !allowed(one))).toEqual([])
})

test('canvas, the engine, knows neither React nor the network', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' })
  const engine = files.filter((name) => name.startsWith('canvas/') && /\.tsx?$/.test(name))

  const guilty = engine.filter((name) => /from 'react|\bfetch\(/.test(readFileSync(join(src, name), 'utf8')))

  expect(guilty).toEqual([])
})
