/** Contrast of every pair of colours in use, in every theme, computed from the tokens (WCAG 2.2, 1.4.3 and 1.4.11). */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const SRC = join(import.meta.dirname, '../src')
const THEMES = ['light', 'dark', 'reading'] as const
const TEXT = 4.5
const MARK = 3

const SURFACES = ['page', 'panel', 'sunken', 'hover', 'selected'] as const
const TONES = ['ok', 'wait', 'refuse', 'sealed'] as const

type Pair = readonly [front: string, back: string, least: number]
const over = (fronts: readonly string[], backs: readonly string[], least: number): Pair[] =>
  fronts.flatMap((front) => backs.map((back) => [front, back, least] as const))

/** Which colour is ever shown on which. A token that is used and stands in none of these fails the test below. */
const PAIRS: readonly Pair[] = [
  ...over(['text', 'text-2', 'accent-text'], SURFACES, TEXT),
  ...over(['text-3'], ['page', 'panel', 'sunken'], TEXT),
  ...over(TONES, ['page', 'panel', 'sunken', 'hover', 'selected'], TEXT),
  ...TONES.flatMap((tone) => over([tone, 'text', 'text-2'], [`${tone}-soft`], TEXT)),
  ...over(['on-accent'], ['accent', 'accent-hover'], TEXT),
  // A checked mark is drawn in the page's own colour on its tone.
  ...over(['page'], ['sealed', 'refuse'], TEXT),
  ...over(['accent-text', 'border-strong'], ['page', 'panel', 'sunken'], MARK),
  ...over(['accent'], ['page', 'panel'], MARK),
]

/** Lines that only part what stands apart anyway, the neutral ground of pictures, and the veil behind a dialog. */
const DECORATION = ['border', 'surround', 'scrim']

const tokens = readFileSync(join(SRC, 'ui/tokens.css'), 'utf8')

function colours(theme: string): Map<string, string> {
  const block = new RegExp(`\\[data-theme="${theme}"\\] \\{([^}]*)\\}`).exec(tokens)?.[1] ?? ''
  return new Map(
    [...block.matchAll(/--([\w-]+): (#[0-9a-f]{6});/g)].map((hit) => [hit[1] ?? '', hit[2] ?? '']),
  )
}

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}

test('the formula is the one of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 6)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
})

describe.each(THEMES)('the theme %s', (theme) => {
  const known = colours(theme)

  test('keeps the contrast of every pair in use', () => {
    const weak = PAIRS.flatMap(([front, back, least]) => {
      const ratio = contrast(known.get(front) ?? '#000000', known.get(back) ?? '#000000')
      return ratio < least ? [`${front} on ${back}: ${ratio.toFixed(2)} of ${least}`] : []
    })
    expect(weak).toEqual([])
  })

  test('has every colour that the pairs name', () => {
    const named = new Set(PAIRS.flatMap((pair) => pair.slice(0, 2) as string[]))
    expect([...named].filter((name) => !known.has(name))).toEqual([])
  })

  test('tints no surface, so that it does not bias how a picture looks', () => {
    for (const name of ['page', 'panel', 'sunken', 'hover', 'surround'])
      expect(known.get(name)).toMatch(/^#(..)\1\1$/)
  })
})

test('every colour that a style uses stands in a pair', () => {
  const styles = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.css'),
  )
  const checked = new Set([...PAIRS.flatMap((pair) => pair.slice(0, 2) as string[]), ...DECORATION])
  const strange = styles.flatMap((name) => {
    const text = readFileSync(join(SRC, name), 'utf8')
    const used = [
      ...text.matchAll(/(?:color|background|border[\w-]*|outline|fill|stroke):[^;]*?var\(--([\w-]+)\)/g),
    ]
    return used.flatMap((hit) => {
      const token = hit[1] ?? ''
      const isColour = THEMES.some((theme) => colours(theme).has(token))
      return isColour && !checked.has(token) ? [`${name}: --${token}`] : []
    })
  })
  expect(strange).toEqual([])
})
