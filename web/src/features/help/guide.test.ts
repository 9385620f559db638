import { expect, test } from 'vitest'
import type { Deed } from '../../ui/deeds'
import { afterDeed, begun, type Guide, passed, readGuide, stepOf, steps, unseen } from './guide'

const through = (guide: Guide, ...deeds: Deed[]) => deeds.reduce(afterDeed, guide)

test('a guide that was not begun shows no step and follows no deed', () => {
  expect(stepOf(unseen)).toBeNull()
  expect(afterDeed(unseen, 'drawn')).toBe(unseen)
})

test('each step ends by what is done, and the last ends the guide', () => {
  const shown = []
  let guide = begun(unseen)
  for (const deed of ['opened', 'guideline', 'class', 'drawn', 'answered', 'submitted'] as const) {
    shown.push(stepOf(guide))
    guide = afterDeed(guide, deed)
  }
  expect(shown).toEqual([...steps])
  expect(guide.state).toBe('over')
  expect(stepOf(guide)).toBeNull()
})

test('what is done early is not asked for again', () => {
  const guide = through(begun(unseen), 'opened', 'drawn', 'answered')
  expect(stepOf(guide)).toBe('guideline')
  expect(stepOf(through(guide, 'guideline', 'class'))).toBe('submit')
})

test('a submit without a drawing does not end the submit step', () => {
  const guide = through(begun(unseen), 'opened', 'submitted')
  expect(guide.done).toEqual(['open'])
})

test('a step can be skipped, and a guide put aside goes on where it was', () => {
  const left: Guide = { ...passed(through(begun(unseen), 'opened'), 'guideline'), state: 'left' }
  expect(stepOf(left)).toBeNull()
  expect(stepOf(begun(left))).toBe('class')
  expect(stepOf(begun({ state: 'over', done: steps }))).toBe('open')
})

test('what the server holds is read, and nonsense is a guide never begun', () => {
  expect(readGuide({ state: 'left', done: ['draw', 'open', 'dance'] })).toEqual({
    state: 'left',
    done: ['open', 'draw'],
  })
  for (const odd of [undefined, {}, { state: 'flying' }, { state: 7, done: 'open' }])
    expect(readGuide(odd)).toBe(unseen)
  expect(readGuide({ state: 'running', done: 'open' })).toEqual({ state: 'running', done: [] })
})
