import { afterEach, describe, expect, test } from 'vitest'
import { type KeptView, plainView, viewOf, withView } from '../../src/features/workbench/keptViews'
import { leaveSitting, SightStore } from '../../src/features/workbench/sight'
import { plainTone, type Served } from '../../src/surfaces/raster/shades'

afterEach(leaveSitting)

const size = { width: 100, height: 80 }
const automatic: Served = { window: [1000, 400], gamma: 1, invert: false }

function arrange(bits: 8 | 16) {
  const sent: Served[] = []
  const kept: KeptView[] = []
  let wait: (() => void) | null = null
  const served: Served = bits > 8 ? automatic : { window: null, gamma: 1, invert: false }
  const make = () =>
    new SightStore('p', { size, bits, served }, plainView, {
      send: async (how) => void sent.push(how),
      keep: async (view) => void kept.push(view),
      words: () => 'words',
      later(run) {
        wait = run
        return () => {
          wait = null
        }
      },
    })
  const rest = () => {
    wait?.()
    wait = null
  }
  return { sight: make(), make, sent, kept, rest }
}

describe('the way of looking', () => {
  test('of 8 bits never asks the server', () => {
    const { sight, sent, rest } = arrange(8)
    sight.set({ gamma: 2, invert: true, contrast: 30 })
    sight.level(10, 10)
    sight.levelled()
    rest()
    expect(sent).toEqual([])
  })

  test('of 16 bits asks once the hand rests, for window, gamma and inversion only', () => {
    const { sight, sent, rest } = arrange(16)
    sight.level(64, 0)
    sight.level(64, 0)
    rest()
    expect(sent).toEqual([])
    sight.levelled()
    rest()
    expect(sent).toHaveLength(1)
    expect(sent[0]?.window?.[0]).toBe(1000)
    expect(sent[0]?.window?.[1]).toBeGreaterThan(400)
    sight.set({ brightness: 20, channels: 'r' })
    rest()
    expect(sent).toHaveLength(2)
    sight.shows({ size, bits: 16, served: sent[1] ?? automatic })
    sight.set({ brightness: 30 })
    rest()
    expect(sent).toHaveLength(2)
  })

  test('plain again gives the window back to the picture', () => {
    const { sight, sent, rest } = arrange(16)
    sight.set({ window: [5, 10] })
    rest()
    sight.shows({ size, bits: 16, served: { window: [5, 10], gamma: 1, invert: false } })
    sight.reset()
    rest()
    expect(sent.at(-1)).toEqual({ window: null, gamma: 1, invert: false })
    expect(sight.getSnapshot().tone.window).toEqual([1000, 400])
  })

  test('stays from picture to picture, and what was kept does not overrule the hand', () => {
    const { sight, make } = arrange(8)
    sight.set({ gamma: 1.5 })
    sight.aids({ rulers: true })
    const next = make()
    next.arrived({ ...plainView, tone: { ...plainTone, gamma: 3 } })
    expect(next.getSnapshot()).toMatchObject({ tone: { gamma: 1.5 }, guides: { rulers: true } })
  })

  test('begins with the kept view', () => {
    const { sight } = arrange(8)
    sight.arrived({ ...plainView, tone: { ...plainTone, gamma: 3 }, aids: { ...plainView.aids, grid: true } })
    expect(sight.getSnapshot()).toMatchObject({ tone: { gamma: 3 }, guides: { grid: true } })
  })

  test('a preset of the same name takes the place of the old one', async () => {
    const { sight, kept } = arrange(8)
    sight.set({ gamma: 2 })
    await sight.addPreset('bone')
    sight.set({ gamma: 3 })
    await sight.addPreset('bone')
    expect(kept.at(-1)?.presets).toEqual([{ name: 'bone', tone: { ...plainTone, gamma: 3 } }])
    await sight.dropPreset('bone')
    expect(kept.at(-1)?.presets).toEqual([])
  })
})

describe('kept views', () => {
  test('come back as they were kept', () => {
    const view: KeptView = {
      tone: { ...plainTone, window: [40, 400], channels: 'g' },
      aids: { rulers: true, grid: true, map: false, gridStep: 50, mm: 0.25 },
      presets: [{ name: 'bone', tone: plainTone }],
    }
    expect(viewOf(JSON.parse(JSON.stringify(view)))).toEqual(view)
  })

  test('are plain where they hold nonsense', () => {
    expect(viewOf(null)).toEqual(plainView)
    expect(
      viewOf({
        tone: { window: [1, -5], gamma: 'x', channels: 'xyz', brightness: 1e9 },
        aids: { mm: -1, gridStep: 'a' },
        presets: [{ name: '' }, 7],
      }),
    ).toEqual(plainView)
  })

  test('stay small: the oldest of many projects give way, the last one stays', () => {
    let all: unknown = {}
    for (let n = 0; n < 50; n++) all = withView(all, `p${n}`, plainView)
    const { projects } = all as { projects: Record<string, unknown> }
    expect(Object.keys(projects)).toHaveLength(20)
    expect(projects['p49']).toEqual(plainView)
    const full = {
      ...plainView,
      presets: Array(12).fill({ name: 'x'.repeat(40), tone: { ...plainTone, window: [32767.5, 65535] } }),
    }
    expect(JSON.stringify(full).length).toBeLessThan(3000)
  })
})
