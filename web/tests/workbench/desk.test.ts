import { describe, expect, test } from 'vitest'
import type { Problem, Result } from '../../src/api/client'
import { emptyLabel } from '../../src/canvas/label'
import { type Begun, Desk, type Post, renewAfter, trustFor } from '../../src/features/workbench/desk'
import type { Session } from '../../src/features/workbench/session'
import type { Ready } from '../../src/features/workbench/useWork'

const refused: Problem = { status: 0, code: 'unreachable', detail: 'away', facts: {} }
const turn = () => new Promise((done) => setTimeout(done))

/** A desk with a server of numbered tasks and a clock by hand. */
function arrange() {
  const told: string[] = []
  let clock = 0
  let served = 0
  let held: string | null = null
  const ready = (id: string) =>
    ({ work: { task: { id }, lease: { id, seq: 1, ends_at: '' } }, view: { id } }) as unknown as Ready
  const fresh = () => ({ name: 'ready' as const, ready: ready(`t${++served}`) })
  const session = (reserved: boolean): Session => {
    let begun = !reserved
    const made = {
      get begun() {
        return begun
      },
      begin: ({ id }: Begun) => {
        begun = true
        told.push(`begin ${id}`)
      },
      pause: () => {
        begun = false
      },
      inherit: () => undefined,
      autosave: {
        flush: async () => undefined,
        finished: () => undefined,
        getSnapshot: () => ({ name: 'unchanged' }),
      },
    }
    return made as unknown as Session
  }
  const desk = new Desk({
    take: async () => fresh(),
    async reserve(known) {
      told.push('reserve')
      if (known !== null && known === held) return { name: 'held' }
      const made = fresh()
      held = made.ready.work.lease.id
      return made
    },
    recall: async () => ({ name: 'ready', ready: ready('t1') }),
    begin: async ({ work }) => ({ ok: true, value: { id: work.lease.id, seq: 1, ends_at: '' } }),
    giveBack: (post: Post) => told.push(`give back ${post.ready.work.task.id}`),
    open: (_, reserved) => session(reserved),
    close: ({ view }) => told.push(`close ${view.id}`),
    forget: ({ view }) => told.push(`forget ${view.id}`),
    fetch: ({ view }) => told.push(`fetch ${view.id}`),
    now: () => clock,
  })
  const now = () => {
    const { state } = desk.getSnapshot()
    return state.name === 'ready' ? state.post.ready.work.task.id : state.name
  }
  const accept = async (next: string | null): Promise<Result<{ next: Begun | null }>> => ({
    ok: true,
    value: { next: next ? { id: next, seq: 1, ends_at: '' } : null },
  })
  return { desk, told, now, accept, at: (ms: number) => (clock = ms) }
}

/** At work on t1 with t2 reserved and fetched. */
async function atWork() {
  const bench = arrange()
  await bench.desk.next()
  bench.desk.painted()
  await turn()
  return bench
}

/** What stands in `told` once `atWork` is done. */
const begun = ['fetch t1', 'reserve', 'fetch t2']

describe('the desk', () => {
  test('fetches the first picture before its screen is built', async () => {
    const { desk, told } = arrange()
    await desk.next()
    expect(told).toEqual(['fetch t1'])
  })

  test('reserves and fetches the next picture once this one is painted', async () => {
    const { desk, told } = await atWork()
    expect(told).toEqual(begun)
    expect(desk.getSnapshot().nextReady).toBe(true)
  })

  test('shows the next picture before the server has answered the submit', async () => {
    const { desk, now, told } = await atWork()
    let answer: (value: Result<{ next: Begun | null }>) => void = () => undefined
    const sent = desk.finish(() => new Promise((done) => (answer = done)), emptyLabel)
    await turn()
    expect([now(), desk.getSnapshot().sending]).toEqual(['t2', true])
    expect(told).not.toContain('close t1')
    answer({ ok: true, value: { next: { id: 't2', seq: 1, ends_at: '' } } })
    await sent
    await turn()
    expect(told.slice(begun.length)).toEqual(['close t1', 'begin t2', 'reserve', 'fetch t3'])
    expect(desk.getSnapshot().done).toBe(1)
  })

  test('brings the work back when the submit fails, and keeps the next one for later', async () => {
    const { desk, now, told, accept } = await atWork()
    await desk.finish(async () => ({ ok: false, problem: refused }), emptyLabel)
    const { state, done } = desk.getSnapshot()
    expect([now(), done]).toEqual(['t1', 0])
    expect(state.name === 'ready' && state.post.failure).toBe(refused)
    expect(told).not.toContain('close t1')
    await desk.finish(accept, emptyLabel)
    expect(now()).toBe('t2')
  })

  test('hands the problem back when nothing else is on the screen', async () => {
    const { desk, now } = arrange()
    await desk.next()
    expect(await desk.finish(async () => ({ ok: false, problem: refused }), emptyLabel)).toBe(refused)
    expect(now()).toBe('t1')
  })

  test('renews the reservation while somebody works and gives it back in a pause', async () => {
    const { desk, told, at } = await atWork()
    at(renewAfter + 1)
    desk.tick(renewAfter)
    await turn()
    expect(told.slice(begun.length)).toEqual(['reserve'])
    at(renewAfter + trustFor + 1)
    desk.tick(renewAfter)
    expect(told.slice(begun.length + 1)).toEqual(['give back t2', 'forget t2'])
  })

  test('does not trust a reservation that may be over', async () => {
    const { desk, now, at, accept } = await atWork()
    at(trustFor + 1)
    await desk.finish(accept, emptyLabel)
    expect(now()).toBe('t3')
  })

  test('puts the task in hand aside for one that is recalled', async () => {
    const { desk, now, accept } = await atWork()
    await desk.finish(accept, emptyLabel)
    await turn()
    await desk.recall()
    expect([now(), desk.getSnapshot().nextReady]).toEqual(['t1', true])
    await desk.finish(accept, emptyLabel)
    expect(now()).toBe('t2')
  })

  test('gives back what is reserved when the page goes', async () => {
    const { desk, told } = await atWork()
    desk.letGo()
    expect(told.slice(begun.length)).toEqual(['give back t2', 'forget t2'])
  })
})
