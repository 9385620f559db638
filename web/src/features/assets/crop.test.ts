import { expect, test } from 'vitest'
import type { Label, LabelObject } from '../../canvas/label'
import { cameraFor, changeOf, tilesUnder } from './crop'

const box = (id: string, x: number, more: Partial<LabelObject> = {}): LabelObject => ({
  id,
  task: 't',
  class: 'c',
  part: 'p',
  page: 0,
  geometry: { kind: 'bbox', x, y: 10, w: 20, h: 20, rotation: 0 },
  attributes: [],
  z: 0,
  group: null,
  source: { kind: 'human', ref: null },
  ...more,
})
const label = (...objects: LabelObject[]): Label => ({
  schema: 'lk-label/1',
  objects,
  classifications: [],
  relations: [],
})

test('a change shows what came, what went and what moved, with the rest behind it', () => {
  const change = changeOf(
    label(box('gone', 0), box('moved', 50), box('same', 90)),
    label(box('moved', 60), box('same', 90), box('new', 200)),
  )

  expect(change?.drawn.map(({ kind, object }) => [kind, object.id])).toEqual([
    ['kept', 'same'],
    ['removed', 'gone'],
    ['before', 'moved'],
    ['after', 'moved'],
    ['added', 'new'],
  ])
  expect(change?.edge).toEqual({ left: 0, top: 10, right: 220, bottom: 30 })
})

test('where nothing changed there is no picture', () => {
  expect(changeOf(label(box('a', 1)), label(box('a', 1)))).toBeNull()
})

test('the page with most changes is shown, and the others are counted', () => {
  const change = changeOf(label(), label(box('a', 1), box('b', 2, { page: 3 }), box('c', 3, { page: 3 })))

  expect(change?.page).toEqual({ part: 'p', page: 3 })
  expect(change?.otherPages).toBe(1)
})

test('a small change keeps enough of the page around it to be found', () => {
  const change = changeOf(label(), label(box('a', 1000)))
  if (!change) throw new Error('a change')
  const camera = cameraFor(change, { width: 4000, height: 4000 }, 400, 200)

  expect(camera.scale).toBeCloseTo(0.2)
  expect(camera.left + 400 / camera.scale / 2).toBeCloseTo(1010)
})

test('the tiles cover what is seen at a level that suits it, and are few', () => {
  const camera = { scale: 0.2, left: 10, top: -95, width: 400, height: 200 }
  const tiles = tilesUnder(camera, { width: 4000, height: 4000, levels: 5 }, 256, 1)

  expect(tiles.length).toBeLessThanOrEqual(6)
  expect(new Set(tiles.map(({ step }) => step))).toEqual(new Set([4]))
  expect(tiles.every(({ left, step }) => left < 2010 && left + 256 * step > 10)).toBe(true)
  expect(
    tilesUnder(
      { ...camera, scale: 64, left: 3999, top: 3999 },
      { width: 4000, height: 4000, levels: 5 },
      256,
      2,
    ),
  ).toEqual([{ level: 4, column: 15, row: 15, left: 3840, top: 3840, step: 1 }])
})
