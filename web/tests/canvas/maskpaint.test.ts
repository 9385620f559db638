import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Camera } from '../../src/canvas/camera'
import { maskOf } from '../../src/canvas/kinds/mask'
import type { MaskGeometry } from '../../src/canvas/label'
import { changedBetween, hasPixel, rectangle } from '../../src/canvas/mask/columns'
import { bounds } from '../../src/canvas/points'
import { idsInHand, liveContent, liveDamage } from '../../src/canvas/render/live'
import { maskPixels, regionOf } from '../../src/canvas/render/masks'
import { drag, engine, object, size } from './arrange'
import { anyPixels, fromPixels } from './pixels'

const camera = (scale: number, left = 0, top = 0): Camera => ({ scale, left, top, width: 60, height: 60 })
const look = { color: '#d55e00', edge: 2, fine: true }

describe('the pixels of a mask on the screen', () => {
  test('are those of the picture, each as large as the zoom makes it', () => {
    fc.assert(
      fc.property(anyPixels(10, 10), fc.constantFrom(1, 2, 4), (grid, scale) => {
        const mask = fromPixels(grid)
        const into = new Uint32Array(60 * 60)
        maskPixels(into, { x: 0, y: 0, width: 60, height: 60 }, mask, camera(scale), 1, look)
        for (let y = 0; y < 60; y++)
          for (let x = 0; x < 60; x++)
            expect(into[y * 60 + x] !== 0).toBe(hasPixel(mask, Math.floor(x / scale), Math.floor(y / scale)))
      }),
      { numRuns: 30 },
    )
  })

  test('show a single pixel of a large picture even from far away', () => {
    const into = new Uint32Array(60 * 60)
    maskPixels(
      into,
      { x: 0, y: 0, width: 60, height: 60 },
      rectangle(777, 333, 778, 334),
      camera(0.05),
      1,
      look,
    )

    expect(into.filter((pixel) => pixel !== 0).length).toBeGreaterThanOrEqual(1)
  })

  test('drawn in a region are the same as drawn whole', () => {
    const part = fc.tuple(
      fc.nat(50),
      fc.nat(50),
      fc.integer({ min: 1, max: 9 }),
      fc.integer({ min: 1, max: 9 }),
    )
    fc.assert(
      fc.property(
        anyPixels(30, 30),
        part,
        fc.constantFrom(0.5, 1, 2),
        (grid, [x, y, width, height], scale) => {
          const mask = fromPixels(grid)
          const whole = new Uint32Array(60 * 60)
          maskPixels(whole, { x: 0, y: 0, width: 60, height: 60 }, mask, camera(scale), 1, look)
          const into = new Uint32Array(width * height)
          maskPixels(into, { x, y, width, height }, mask, camera(scale), 1, look)
          for (let i = 0; i < into.length; i++)
            expect(into[i]).toBe(whole[(y + Math.floor(i / width)) * 60 + x + (i % width)])
        },
      ),
    )
  })

  test('leave the inside see-through and the edge plain to see', () => {
    const into = new Uint32Array(60 * 60)
    maskPixels(into, { x: 0, y: 0, width: 60, height: 60 }, rectangle(0, 0, 40, 40), camera(1), 1, look)
    const alpha = (x: number, y: number) => (into[y * 60 + x] ?? 0) >>> 24

    expect([alpha(20, 20) < 100, alpha(39, 20) > 180, alpha(38, 20), alpha(41, 20)]).toEqual([
      true,
      true,
      255,
      0,
    ])
  })
})

describe('what a stroke makes the screen draw anew', () => {
  const mask = maskOf(rectangle(100, 100, 500, 500), size) as MaskGeometry
  const eye: Camera = { scale: 1, left: 0, top: 0, width: 1000, height: 800 }

  test('is the region that it changed, with the width of the edge around it', () => {
    const one = engine(object('a', mask))
    one.setTool('brush')
    one.select(['a'])
    const before = liveContent(one.getSnapshot(), eye, new Map())

    drag(one, [300, 300], [310, 300], { alt: true })

    expect(liveDamage(before, liveContent(one.getSnapshot(), eye, new Map()), 1)).toEqual({
      x: 281,
      y: 281,
      width: 48,
      height: 38,
    })
    expect(one.changedSince(0)).toEqual([bounds(290, 290, 320, 310)])
  })

  test('is nothing when nothing changed and all when the eye moved', () => {
    const one = engine(object('a', mask))
    one.setTool('brush')
    one.select(['a'])
    const now = liveContent(one.getSnapshot(), eye, new Map())

    expect(liveDamage(now, liveContent(one.getSnapshot(), eye, new Map()), 1)).toBeNull()
    expect(liveDamage(now, liveContent(one.getSnapshot(), { ...eye, scale: 2 }, new Map()), 1)).toBe('all')
  })

  test('the mask that the brush is at lies above the others; with Select in hand it rests', () => {
    const one = engine(object('a', mask))
    one.select(['a'])

    expect([...idsInHand(one.getSnapshot())]).toEqual([])
    one.setTool('brush')
    expect([...idsInHand(one.getSnapshot())]).toEqual(['a'])
  })

  test('bounds of a difference are tight, whichever side has the pixels', () => {
    fc.assert(
      fc.property(anyPixels(8, 8), anyPixels(8, 8), (a, b) => {
        const places = a.flatMap((row, y) =>
          row.flatMap((one, x) => (one !== b[y]?.[x] ? [[x, y] as const] : [])),
        )
        const xs = places.map(([x]) => x)
        const ys = places.map(([, y]) => y)
        const wanted = places.length
          ? bounds(Math.min(...xs), Math.min(...ys), Math.max(...xs) + 1, Math.max(...ys) + 1)
          : null
        expect(changedBetween(fromPixels(a), fromPixels(b))).toEqual(wanted)
      }),
    )
  })

  test('never reaches beyond the canvas', () => {
    expect(regionOf(bounds(-50, -50, 2000, 20), eye, 1, 9)).toEqual({ x: 0, y: 0, width: 1000, height: 29 })
    expect(regionOf(bounds(1100, 0, 1200, 20), eye, 1, 9)).toBeNull()
  })
})
