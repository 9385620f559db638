import { expect, test } from 'vitest'
import { Engine } from '../../src/canvas/engine'
import { emptyLabel, type LabelObject } from '../../src/canvas/label'
import { changedLabel, changesBetween } from '../../src/features/workbench/tabs'

const box = (id: string, x: number): LabelObject => ({
  id,
  task: 'things',
  class: 'cell',
  part: 'p',
  page: 0,
  geometry: { kind: 'bbox', x, y: 0, w: 5, h: 5, rotation: 0 },
  attributes: [],
  z: 0,
  source: { kind: 'human', ref: null },
  group: null,
})

function engineWith(count: number): Engine {
  const objects = Array.from({ length: count }, (_, n) => box(`o${n}`, n))
  const page = { part: 'p', page: 0 }
  const size = { width: 1000, height: 1000 }
  return new Engine({ label: { ...emptyLabel, objects }, page, size, newId: () => 'new' })
}

/** As it goes from page to page. */
const sent = <Value>(value: Value): Value => structuredClone(value)

test('another tab hears of what changed, not of the whole label', () => {
  const engine = engineWith(2000)
  const before = engine.toLabel()
  engine.edit(['o7'], (object) => ({ ...object, class: 'other' }))

  const changes = changesBetween(before, engine.toLabel())

  expect(changes.objects.put.map(({ id }) => id)).toEqual(['o7'])
  expect(changes.objects.gone).toEqual([])
  expect(JSON.stringify(changes).length).toBeLessThan(400)
})

test('a tab that follows has the same label after each change, taken back ones too', () => {
  const engine = engineWith(20)
  let known = engine.toLabel()
  let followed = sent(known)
  const steps = [
    () => engine.add([box('a', 1), box('b', 2)]),
    () => engine.edit(['o3'], () => null),
    () => engine.edit(['a'], (object) => ({ ...object, z: 4 })),
    () => engine.answer('q', { id: 'q', task: 't', part: null, page: null, attributes: [] }),
    () => engine.relate({ task: 'r', type: 'in', from: ['a'], to: ['b'], attributes: [] }),
    () => engine.undo(),
    () => engine.undo(),
    () => engine.redo(),
  ]
  for (const step of steps) {
    step()
    const now = engine.toLabel()
    followed = changedLabel(followed, sent(changesBetween(known, now)))
    known = now
    expect(new Set(followed.objects)).toEqual(new Set(now.objects))
    expect(followed.classifications).toEqual(now.classifications)
    expect(followed.relations).toEqual(now.relations)
  }
})
