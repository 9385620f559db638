/** Class colours that stay apart: for usual eyes, for colour-blind ones, and on bright and dark pictures. Pure. */

type Triple = readonly [number, number, number]

/** How people see: usual colour vision and the three kinds of colour blindness. */
export const VISIONS = ['usual', 'protan', 'deutan', 'tritan'] as const
export type Vision = (typeof VISIONS)[number]

/** Linear RGB to what a dichromat sees of it (Machado, Oliveira and Fernandes 2009, severity 1). */
export const SEEN: Readonly<Record<Vision, readonly [Triple, Triple, Triple]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deutan: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritan: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}

/** Closer than this (OKLab) two colours are hard to tell apart in a thin outline. */
export const TOO_ALIKE = 0.06

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const encoded = (part: number) => (part <= 0.0031308 ? part * 12.92 : 1.055 * part ** (1 / 2.4) - 0.055)
const dot = (a: Triple, b: Triple) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const within = (part: number) => Math.min(1, Math.max(0, part))

function linearOf(color: string): Triple {
  const part = (at: number) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255)
  return [part(1), part(3), part(5)]
}

/** OKLab of linear RGB (Ottosson 2020). */
function labOf(rgb: Triple): Triple {
  const l = Math.cbrt(dot([0.4122214708, 0.5363325363, 0.0514459929], rgb))
  const m = Math.cbrt(dot([0.2119034982, 0.6806995451, 0.1073969566], rgb))
  const s = Math.cbrt(dot([0.0883024619, 0.2817188376, 0.6299787005], rgb))
  return [
    dot([0.2104542553, 0.793617785, -0.0040720468], [l, m, s]),
    dot([1.9779984951, -2.428592205, 0.4505937099], [l, m, s]),
    dot([0.0259040371, 0.7827717662, -0.808675766], [l, m, s]),
  ]
}

function seenAs(color: string, vision: Vision): Triple {
  const rgb = linearOf(color)
  const [r, g, b] = SEEN[vision]
  return labOf([within(dot(r, rgb)), within(dot(g, rgb)), within(dot(b, rgb))])
}

/** How far apart two colours look to whoever tells them apart worst. */
export function apart(a: string, b: string): number {
  const gaps = VISIONS.map((vision) => {
    const one = seenAs(a, vision)
    const other = seenAs(b, vision)
    return Math.hypot(one[0] - other[0], one[1] - other[1], one[2] - other[2])
  })
  return Math.min(...gaps)
}

/** `#rrggbb` of a colour in OKLCH, or null when a screen cannot show it. */
function hexOf(lightness: number, chroma: number, hue: number): string | null {
  const a = chroma * Math.cos((hue * Math.PI) / 180)
  const b = chroma * Math.sin((hue * Math.PI) / 180)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const rgb: Triple = [
    dot([4.0767416621, -3.3077115913, 0.2309699292], [l, m, s]),
    dot([-1.2684380046, 2.6097574011, -0.3413193965], [l, m, s]),
    dot([-0.0041960863, -0.7034186147, 1.707614701], [l, m, s]),
  ]
  if (rgb.some((part) => part < -0.001 || part > 1.001)) return null
  const two = (part: number) =>
    Math.round(within(encoded(within(part))) * 255)
      .toString(16)
      .padStart(2, '0')
  return `#${rgb.map(two).join('')}`
}

/** Every colour that a class is offered: saturated enough to stand out from a picture, neither near black nor white. */
const OFFERED: readonly string[] = [0.5, 0.62, 0.74, 0.86].flatMap((lightness) =>
  Array.from({ length: 24 }, (_, i) => {
    for (const chroma of [0.2, 0.16, 0.12]) {
      const found = hexOf(lightness, chroma, i * 15)
      if (found) return found
    }
    return null
  }).filter((color) => color !== null),
)

/** The offered colour that is farthest from all that are taken. */
export function nextColor(taken: readonly string[]): string {
  const known = taken.filter((color) => /^#[0-9a-f]{6}$/.test(color))
  if (known.length === 0) return '#e06d00'
  let best = OFFERED[0] ?? '#e06d00'
  let most = -1
  for (const color of OFFERED) {
    const gap = Math.min(...known.map((other) => apart(color, other)))
    if (gap > most) [best, most] = [color, gap]
  }
  return best
}

/** The first `n` colours of the palette, each as far as possible from those before it. */
export function palette(n: number): string[] {
  const made: string[] = []
  while (made.length < n) made.push(nextColor(made))
  return made
}
