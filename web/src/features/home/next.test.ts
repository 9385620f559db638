import { expect, test } from 'vitest'
import type { ProjectRow } from '../../api/shapes'
import { inOrder, lastWork, targetOf } from './next'

const row = (id: string, kind: ProjectRow['next']['kind'], last_activity: string | null): ProjectRow => ({
  id,
  name: id,
  role: 'labeler',
  state: 'live',
  exposure: 'standard',
  sentence: null,
  next: { kind, count: 1, more: false },
  questions: 0,
  done: 0,
  total: 0,
  last_activity,
})

test('one key goes on where work waits, in the project touched last', () => {
  const rows = [
    row('old', 'label', '2026-11-01T00:00:00Z'),
    row('new', 'review', '2026-11-20T00:00:00Z'),
    row('idle', 'none', '2026-11-21T00:00:00Z'),
  ]

  expect(lastWork(rows)?.id).toBe('new')
  expect(lastWork([row('idle', 'none', null)])).toBeNull()
})

test('each kind of next action has its place', () => {
  expect(targetOf(row('a', 'label', null)).to).toBe('/projects/$p/label')
  expect(targetOf({ ...row('a', 'setup', null), state: 'setup' }).to).toBe('/projects/$p/policy/interview')
  expect(targetOf({ ...row('a', 'setup', null), state: 'ready' }).to).toBe('/projects/$p')
})

test('what waits stands first, the latest touched on top; what rests follows in the same way', () => {
  const rows = [
    row('resting', 'none', '2026-11-21T00:00:00Z'),
    row('old', 'label', '2026-11-01T00:00:00Z'),
    row('fresh', 'none', null),
    row('new', 'review', '2026-11-20T00:00:00Z'),
  ]

  expect(inOrder(rows).map(({ id }) => id)).toEqual(['new', 'old', 'resting', 'fresh'])
})
