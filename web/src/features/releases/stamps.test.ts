import { expect, test } from 'vitest'
import { mayApprove, stampsOf } from './stamps'

const ann = { id: 'ann', name: 'Ann' }
const bob = { id: 'bob', name: 'Bob' }
const asked = {
  state: 'requested' as const,
  requested_by: ann,
  requested_at: '2026-11-20T10:00:00Z',
  approvals: [],
  approvals_needed: 1,
  recipients: [{ user: bob, downloaded_at: null }],
  job: null,
  stamps: [],
}
const states = (release: Parameters<typeof stampsOf>[0]) => stampsOf(release).map((stamp) => stamp.state)

test('the line of stamps follows a release from request to download', () => {
  const approvals = [{ by: bob, at: '2026-11-20T11:00:00Z' }]

  expect(states(asked)).toEqual(['done', 'now', 'open', 'open'])
  expect(states({ ...asked, approvals, state: 'writing' })).toEqual(['done', 'done', 'now', 'open'])
  expect(states({ ...asked, approvals, state: 'ready' })).toEqual(['done', 'done', 'done', 'now'])
  expect(
    states({
      ...asked,
      approvals,
      state: 'ready',
      recipients: [{ user: bob, downloaded_at: '2026-11-20T12:00:00Z' }],
    }),
  ).toEqual(['done', 'done', 'done', 'done'])
})

test('a refusal stands where the approval would', () => {
  const refused = {
    ...asked,
    state: 'refused' as const,
    stamps: [{ kind: 'refused', at: '2026-11-20T11:00:00Z', by: bob }],
  }

  expect(stampsOf(refused)[1]).toMatchObject({ state: 'refused', by: [bob] })
})

test('with two approvals needed, one is not enough', () => {
  const approvals = [{ by: bob, at: '2026-11-20T11:00:00Z' }]

  expect(states({ ...asked, approvals, approvals_needed: 2 })).toEqual(['done', 'now', 'open', 'open'])
})

test('nobody approves an own request, nor twice, nor without the right', () => {
  expect(mayApprove(asked, 'bob', true)).toBe(true)
  expect(mayApprove(asked, 'ann', true)).toBe(false)
  expect(mayApprove(asked, 'bob', false)).toBe(false)
  expect(mayApprove({ ...asked, approvals: [{ by: bob, at: '2026-11-20T11:00:00Z' }] }, 'bob', true)).toBe(
    false,
  )
})
