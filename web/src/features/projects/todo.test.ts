import { expect, test } from 'vitest'
import type { Capability, ProjectDetail } from '../../api/shapes'
import { todo } from './todo'

const admin: Capability[] = [
  'Read',
  'Work',
  'Label',
  'Review',
  'Explore',
  'Import',
  'Members',
  'Release',
  'Configure',
  'Audit',
]
const labeler: Capability[] = ['Read', 'Work', 'Label']

function project(
  state: ProjectDetail['state'],
  capabilities: Capability[],
  total: number,
  more: Partial<{ redo: number; review: number; completed: number }> = {},
) {
  return {
    state,
    capabilities,
    ontology: { id: 'o', n: 1 },
    counts: {
      label: { todo: 0, doing: 0, redo: more.redo ?? 0, blocked: 0, done: 0, skipped: 0 },
      review: { todo: more.review ?? 0, doing: 0, done: 0 },
      assets: { total, completed: more.completed ?? 0, broken: 0, excluded: 0 },
    },
  }
}

test('a project is set up in one order: policy, pictures, note', () => {
  expect(todo(project('setup', admin, 0))).toBe('policy')
  expect(todo(project('ready', admin, 0))).toBe('import')
  expect(todo({ ...project('ready', admin, 5), ontology: null })).toBe('ontology')
  expect(todo(project('ready', admin, 5))).toBe('note')
})

test('who cannot do the next step is told to wait', () => {
  expect(todo(project('setup', labeler, 0))).toBe('wait')
  expect(todo(project('ready', labeler, 5))).toBe('wait')
})

test('once live, work that waits comes before releases', () => {
  expect(todo(project('live', labeler, 5, { redo: 1 }))).toBe('label')
  expect(todo(project('live', admin, 5, { review: 2, completed: 3 }))).toBe('review')
  expect(todo(project('live', admin, 5, { completed: 3 }))).toBe('release')
  expect(todo(project('live', labeler, 5, { completed: 5 }))).toBe('wait')
})
