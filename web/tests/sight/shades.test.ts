import { describe, expect, test } from 'vitest'
import { dragged, plainTone, type Served, shade, shadesOf } from '../../src/surfaces/raster/shades'

const plain: Served = { window: null, gamma: 1, invert: false }
const all = Uint8ClampedArray.from({ length: 256 }, (_, i) => i)

describe('shades', () => {
  test('a plain look changes nothing, so tiles stay as they came', () => {
    expect(shadesOf(plainTone, plain, 8)).toBeNull()
    expect(shadesOf({ ...plainTone, window: [1000, 400] }, { ...plain, window: [1000, 400] }, 16)).toBeNull()
  })

  test('invert turns every value over, and twice is none', () => {
    const found = shadesOf({ ...plainTone, invert: true }, plain, 8)
    expect([...(found?.table ?? [])]).toEqual([...all].reverse())
    expect(shadesOf({ ...plainTone, invert: true }, { ...plain, invert: true }, 8)).toBeNull()
  })

  test('a window spreads its values over all, and gamma above 1 is brighter', () => {
    const window = shadesOf({ ...plainTone, window: [100, 50] }, plain, 8)?.table
    expect([window?.[75], window?.[100], window?.[125], window?.[10], window?.[200]]).toEqual([
      0, 128, 255, 0, 255,
    ])
    const bright = shadesOf({ ...plainTone, gamma: 2 }, plain, 8)?.table
    expect(bright?.[64]).toBe(Math.round(255 * (64 / 255) ** 0.5))
  })

  test('brightness moves, contrast turns about the middle', () => {
    const bright = shadesOf({ ...plainTone, brightness: 20 }, plain, 8)?.table
    expect([bright?.[0], bright?.[100], bright?.[250]]).toEqual([51, 151, 255])
    const strong = shadesOf({ ...plainTone, contrast: 50 }, plain, 8)?.table
    expect(strong?.[0]).toBe(0)
    expect(strong?.[127]).toBeGreaterThan(124)
    expect(strong?.[192]).toBeGreaterThan(192)
  })

  test('of 16 bits the first sight is what the same values would be through the new window', () => {
    const served: Served = { window: [1000, 2000], gamma: 1, invert: false }
    const table = shadesOf({ ...plainTone, window: [1000, 1000] }, served, 16)?.table
    // shown 64 of 255 is the value 502, which lies at the lower edge of 500 to 1500
    expect(table?.[64]).toBeLessThanOrEqual(1)
    expect(table?.[191]).toBeGreaterThanOrEqual(253)
  })

  test('one channel is shown as grey, and two can be swapped', () => {
    const pixel = Uint8ClampedArray.of(10, 20, 30, 255)
    const shown = (channels: 'g' | 'bgr') => {
      const into = new Uint8ClampedArray(4)
      const shades = shadesOf({ ...plainTone, channels }, plain, 8)
      if (shades) shade(pixel, shades, into)
      return [...into]
    }
    expect(shown('g')).toEqual([20, 20, 20, 255])
    expect(shown('bgr')).toEqual([30, 20, 10, 255])
  })

  test('a drag widens to the right, raises downwards and never leaves what a window can be', () => {
    expect(dragged([100, 64], 8, 64, -32)).toEqual([92, 80])
    expect(dragged([100, 64], 8, -9999, 0)).toEqual([100, 1])
    expect(dragged([0, 65535], 16, 99999, 99999)).toEqual([98303, 131070])
  })
})
