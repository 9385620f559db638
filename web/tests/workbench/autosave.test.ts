import { describe, expect, test } from 'vitest'
import type { Problem, Result } from '../../src/api/client'
import { emptyLabel, type Label } from '../../src/canvas/label'
import { Autosave } from '../../src/features/workbench/autosave'
import type { Saved } from '../../src/features/workbench/routes'

interface Put {
  version: string
  label: Label
  keepalive: boolean
  answer(answer: Result<Saved>): Promise<void>
}

const saved = (version: string): Result<Saved> => ({
  ok: true,
  value: { version, saved_at: '2026-11-20T14:02:11Z' },
})
const problem = (status: number, code: string, facts: Problem['facts'] = {}): Result<Saved> => ({
  ok: false,
  problem: { status, code, detail: code, facts },
})

/** An autosave with a hand-driven clock and server. */
function arrange() {
  const puts: Put[] = []
  const timers = new Map<() => void, number>()
  let label = emptyLabel
  const save = new Autosave('0', {
    put: (version, sent, keepalive) =>
      new Promise((done) => {
        const answer = async (given: Result<Saved>) => {
          done(given)
          await new Promise((turn) => setTimeout(turn))
        }
        puts.push({ version, label: sent, keepalive, answer })
      }),
    label: () => label,
    later(run, milliseconds) {
      timers.set(run, milliseconds)
      return () => timers.delete(run)
    },
  })
  const draw = (id: string) => {
    label = { ...emptyLabel, classifications: [{ id, task: 't', part: null, page: null, attributes: [] }] }
    save.changed()
  }
  const tick = () => {
    for (const run of [...timers.keys()]) {
      timers.delete(run)
      run()
    }
  }
  return {
    save,
    puts,
    timers,
    draw,
    tick,
    drawn: (put: Put | undefined) => put?.label.classifications[0]?.id,
  }
}

describe('a draft', () => {
  test('is saved once after several changes, within 700 ms', () => {
    const { puts, timers, draw, tick, drawn } = arrange()

    draw('a')
    draw('b')
    expect([...timers.values()].every((wait) => wait <= 700)).toBe(true)
    tick()

    expect(puts.map(({ version }) => version)).toEqual(['0'])
    expect(drawn(puts[0])).toBe('b')
  })

  test('is saved over the version that the server gave last, one save at a time', async () => {
    const { save, puts, draw, tick } = arrange()
    draw('a')
    tick()
    draw('b')
    tick()
    expect(puts).toHaveLength(1)

    await puts[0]?.answer(saved('7'))
    tick()

    expect(puts.map(({ version }) => version)).toEqual(['0', '7'])
    await puts[1]?.answer(saved('8'))
    expect(save.getSnapshot()).toEqual({ name: 'saved', at: '2026-11-20T14:02:11Z' })
    expect(save.unsaved).toBe(false)
  })

  test('is tried again until the server answers, with what was drawn meanwhile', async () => {
    const { save, puts, draw, tick, drawn } = arrange()
    draw('a')
    tick()
    await puts[0]?.answer(problem(0, 'unreachable'))
    expect(save.getSnapshot().name).toBe('retrying')

    draw('b')
    tick()

    expect(drawn(puts[1])).toBe('b')
    await puts[1]?.answer(saved('1'))
    expect(save.getSnapshot().name).toBe('saved')
  })

  test('goes out at once when the page is left', () => {
    const { save, puts, draw } = arrange()
    draw('a')

    save.leave()

    expect(puts.map(({ keepalive }) => keepalive)).toEqual([true])
  })

  test('is not sent when the page is left and nothing changed', () => {
    const { save, puts } = arrange()

    save.leave()

    expect(puts).toEqual([])
  })

  test('that met another version waits for the person, who keeps theirs or mine', async () => {
    for (const keep of ['mine', 'theirs'] as const) {
      const { save, puts, draw, tick } = arrange()
      draw('a')
      tick()
      await puts[0]?.answer(problem(409, 'draft.conflict', { theirs: { version: '5', label: emptyLabel } }))
      expect(save.getSnapshot()).toMatchObject({ name: 'conflict', theirs: { version: '5' } })
      draw('b')
      tick()
      expect(puts).toHaveLength(1)

      save.settle('5', keep)
      tick()

      expect(puts.map(({ version }) => version)).toEqual(keep === 'mine' ? ['0', '5'] : ['0'])
    }
  })

  test('is not fought over with another tab', async () => {
    const { save, puts, draw, tick } = arrange()
    draw('a')
    tick()

    await puts[0]?.answer(problem(409, 'lease.adopted'))
    draw('b')
    tick()

    expect(save.getSnapshot().name).toBe('adopted')
    expect(puts).toHaveLength(1)
  })

  test('of an ended lease stays here and is not called saved', async () => {
    const { save, puts, draw, tick } = arrange()
    draw('a')
    tick()

    await puts[0]?.answer(problem(410, 'lease.ended'))

    expect(save.getSnapshot().name).toBe('ended')
    expect(save.unsaved).toBe(true)
  })

  test('that the server refuses is said, and saved after the next change', async () => {
    const { save, puts, draw, tick } = arrange()
    draw('a')
    tick()
    await puts[0]?.answer(problem(422, 'invalid'))
    expect(save.getSnapshot().name).toBe('refused')

    draw('b')
    tick()

    expect(puts).toHaveLength(2)
  })
})
