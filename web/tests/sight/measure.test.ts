import { describe, expect, test } from 'vitest'
import { figuresOf, type MeasureInput, measured, noMeasure } from '../../src/canvas/measure'
import { at } from '../../src/canvas/points'
import { roundStep, ticks } from '../../src/canvas/render/guides'

const page = { width: 100, height: 80 }
const play = (...inputs: MeasureInput[]) =>
  inputs.reduce((now, input) => measured(now, input, page), noMeasure)
const set = (x: number, y: number): MeasureInput => ({ type: 'set', at: at(x, y), near: 1 })

describe('a measure', () => {
  test('gives the length to the pen before the second point is set', () => {
    expect(figuresOf(play(set(0, 0), { type: 'move', at: at(3, 4) }))).toEqual({
      length: 5,
      total: 5,
      angle: null,
      area: null,
    })
  })

  test('gives the angle at the last corner and the way in all', () => {
    const found = figuresOf(play(set(10, 0), set(0, 0), set(0, 20)))
    expect(found).toMatchObject({ length: 20, total: 30 })
    expect(found?.angle).toBeCloseTo(90, 9)
  })

  test('closed on its first point it gives area and way around', () => {
    const found = figuresOf(play(set(0, 0), set(10, 0), set(10, 20), set(0, 20), set(0.5, 0.5)))
    expect(found).toMatchObject({ area: 200, total: 60 })
  })

  test('keys move the pen inside the picture, set it, and take points back', () => {
    const nudge = (dx: number, dy: number): MeasureInput => ({ type: 'nudge', dx, dy, from: at(50, 40) })
    const two = play(nudge(0, 0), { type: 'set', near: 1 }, nudge(10, 0), { type: 'set', near: 1 })
    expect(figuresOf(two)?.length).toBe(10)
    expect(play(nudge(999, 999)).pen).toEqual(at(100, 80))
    expect(measured(two, { type: 'back' }, page).points).toHaveLength(1)
    expect(measured(two, { type: 'clear' }, page)).toEqual(noMeasure)
  })

  test('the next press after an area begins anew', () => {
    expect(play(set(0, 0), set(9, 0), set(9, 9), set(0, 0), set(5, 5)).points).toEqual([at(5, 5)])
  })
})

describe('rulers', () => {
  test('step by round numbers at any zoom', () => {
    expect([0.3, 1, 1.1, 3, 6, 64, 150].map(roundStep)).toEqual([0.5, 1, 2, 5, 10, 100, 200])
    expect(ticks(-3, 25, 10)).toEqual([0, 10, 20])
    expect(ticks(5, 4, 10)).toEqual([])
  })
})
