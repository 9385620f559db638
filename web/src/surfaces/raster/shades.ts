/** How shown values become other shown values: brightness, contrast, window, gamma, inversion and channels as tables. */

/** What the server does with a picture's values: the window is (centre, width) in source values, null all of them. */
export interface Served {
  readonly window: readonly [number, number] | null
  readonly gamma: number
  readonly invert: boolean
}

/** Which channel is shown as what: as they are, red and blue swapped, or one of them as grey. */
export const channels = ['rgb', 'bgr', 'r', 'g', 'b'] as const
export type Channels = (typeof channels)[number]

/** A person's way of looking at one picture. */
export interface Tone extends Served {
  /** -100 to 100; 0 changes nothing. */
  readonly brightness: number
  /** -100 to 100; 0 changes nothing. */
  readonly contrast: number
  readonly channels: Channels
}

export const plainTone: Tone = {
  window: null,
  gamma: 1,
  invert: false,
  brightness: 0,
  contrast: 0,
  channels: 'rgb',
}

/** What each of 256 values becomes, and which source channel each shown one comes from. */
export interface Shades {
  readonly table: Uint8ClampedArray
  readonly from: readonly [number, number, number]
}

const from: Record<Channels, Shades['from']> = {
  rgb: [0, 1, 2],
  bgr: [2, 1, 0],
  r: [0, 0, 0],
  g: [1, 1, 1],
  b: [2, 2, 2],
}

const clipped = (value: number) => Math.min(1, Math.max(0, value))

/** The largest value of a source with so many bits; stored pictures hold 8 or 16. */
export const topOf = (bits: number) => (bits > 8 ? 65535 : 255)

function edges(window: Served['window'], top: number): { low: number; width: number } {
  return window ? { low: window[0] - window[1] / 2, width: window[1] } : { low: 0, width: top }
}

/** Contrast turns the line about the middle grey: 0 leaves it, 100 makes it almost upright. */
const slope = (contrast: number) => Math.tan(((Math.min(99, contrast) / 100 + 1) * Math.PI) / 4)

/**
 * The table from what the server sent (`served`) to what the person wants to see; null when nothing changes.
 * With the same window, gamma and inversion on both sides it is exact; otherwise what the served window cut off
 * stays cut off until the server has sent its own.
 */
export function shadesOf(tone: Tone, served: Served, bits: number): Shades | null {
  const top = topOf(bits)
  const [was, now] = [edges(served.window, top), edges(tone.window, top)]
  const same =
    was.low === now.low &&
    was.width === now.width &&
    served.gamma === tone.gamma &&
    served.invert === tone.invert
  const steep = slope(tone.contrast)
  const table = new Uint8ClampedArray(256)
  for (let shown = 0; shown < 256; shown++) {
    let value = shown / 255
    if (!same) {
      const source = was.low + (served.invert ? 1 - value : value) ** served.gamma * was.width
      value = clipped((source - now.low) / now.width) ** (1 / tone.gamma)
      if (tone.invert) value = 1 - value
    }
    table[shown] = Math.round(clipped((value - 0.5) * steep + 0.5 + tone.brightness / 100) * 255)
  }
  const changes = tone.channels !== 'rgb' || table.some((value, shown) => value !== shown)
  return changes ? { table, from: from[tone.channels] } : null
}

/** Writes the shown pixels of a tile (RGBA, row by row) into `into`; transparency stays. */
export function shade(pixels: Uint8ClampedArray, { table, from }: Shades, into: Uint8ClampedArray): void {
  const [red, green, blue] = from
  for (let at = 0; at < pixels.length; at += 4) {
    into[at] = table[pixels[at + red] ?? 0] ?? 0
    into[at + 1] = table[pixels[at + green] ?? 0] ?? 0
    into[at + 2] = table[pixels[at + blue] ?? 0] ?? 0
    into[at + 3] = pixels[at + 3] ?? 255
  }
}

/**
 * The window after a drag of so many screen pixels: to the right wider, downwards to higher values.
 * 256 pixels change it by its own width, at least by a sixteenth of all values.
 */
export function dragged(
  window: readonly [number, number],
  bits: number,
  dx: number,
  dy: number,
): readonly [number, number] {
  const top = topOf(bits)
  const step = Math.max(window[1], top / 16) / 256
  const width = Math.min(2 * top, Math.max(1, Math.round(window[1] + dx * step)))
  const centre = Math.round(Math.min(1.5 * top, Math.max(-top / 2, window[0] + dy * step)))
  return [centre, width]
}
