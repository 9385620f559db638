// How long masks take on a picture of 20,000 x 20,000 pixels: `npm run bench`. No limit is checked here, as the figures
// follow the machine and its load; the drawing budget is 33 ms a move.
import { bench, describe } from 'vitest'
import { columnsOf, maskOf } from '../src/canvas/kinds/mask'
import type { MaskGeometry, PolygonGeometry, Position } from '../src/canvas/label'
import { changedBetween, combined, noColumns, pixelCount, runCount } from '../src/canvas/mask/columns'
import { traced } from '../src/canvas/mask/outline'
import { filled, largestPiece } from '../src/canvas/mask/pieces'
import { sweep, type Tip } from '../src/canvas/mask/stamp'
import { at } from '../src/canvas/points'
import { maskPixels, type Region, regionOf } from '../src/canvas/render/masks'
import { decoded, encoded } from '../src/canvas/rle'
import { clipped } from '../src/canvas/shape/clip'
import { Simplifier } from '../src/canvas/shape/simplify'
import { splitPolygon } from '../src/canvas/shape/split'

const size = { width: 20_000, height: 20_000 }
const tip: Tip = { diameter: 400, shape: 'round' }

/** Numbers that are the same in every run. */
function* numbers(): Generator<number> {
  for (let seed = 42; ; ) {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31
    yield seed / 2 ** 31
  }
}
const random = numbers()
const next = (top: number) => (random.next().value as number) * top

/** Strokes all over the picture, a third of them erasing thinly, as a long day's mask has it. */
function painted(strokes: number) {
  let mask = noColumns
  for (let i = 0; i < strokes; i++) {
    const from = at(next(20_000), next(20_000))
    const to = at(from.x + next(3000) - 1500, from.y + next(3000) - 1500)
    const erase = i % 3 === 2
    const stroke = sweep(from, to, erase ? { ...tip, diameter: 40 } : tip, size)
    mask = combined(mask, stroke, erase ? 'subtract' : 'union')
  }
  return mask
}

const mask = painted(400)
const counts = encoded(mask, size)
console.log(
  `a mask of ${pixelCount(mask).toLocaleString('en')} pixels in ${runCount(mask).toLocaleString('en')} runs, its string ${counts.length.toLocaleString('en')} characters`,
)
const stroke = sweep(at(10_000, 10_000), at(10_040, 10_025), tip, size)
const after = combined(mask, stroke, 'subtract')
const camera = (scale: number) => ({ scale, left: 9500, top: 9500, width: 1400, height: 900 })
const far = { scale: 0.045, left: 0, top: 0, width: 1400, height: 900 }
const look = { color: '#d55e00', edge: 2, fine: true }

function moveAt(scale: number, eye = camera(scale)): () => void {
  return () => {
    const now = combined(mask, sweep(at(10_000, 10_000), at(10_040, 10_025), tip, size), 'subtract')
    const edge = changedBetween(mask, now)
    const region = edge && regionOf(edge, eye, 1, 9)
    if (region) maskPixels(new Uint32Array(region.width * region.height), region, now, eye, 1, look)
  }
}

describe('one move of a stroke of radius 200: pixels changed, found and drawn', () => {
  bench('at 4.5 % (the whole picture in sight)', moveAt(0.045, far))
  bench('at 100 %', moveAt(1))
  bench('at 400 %', moveAt(4))
})

const whole: Region = { x: 0, y: 0, width: 1400, height: 900 }

describe('the whole mask drawn on 1400 x 900', () => {
  bench('at 4.5 %', () => maskPixels(new Uint32Array(1400 * 900), whole, mask, far, 1, look))
  bench('at 100 %', () => maskPixels(new Uint32Array(1400 * 900), whole, mask, camera(1), 1, look))
})

describe('the end of a stroke and the save', () => {
  bench('the new geometry', () => void maskOf(after, size))
  bench('its string', () => void encoded(after, size))
  bench(
    'read again',
    () =>
      void columnsOf({ kind: 'mask', size: [20_000, 20_000], counts, bbox: [0, 0, 1, 1] } as MaskGeometry),
  )
  bench('decoded', () => void decoded(counts, size))
})

describe('the whole mask', () => {
  bench('holes filled', () => void filled(mask))
  bench('largest piece', () => void largestPiece(mask))
  bench('traced', () => void traced(mask))
  bench('traced and simplified', () => void new Simplifier(traced(mask)).at(0.75))
})

const star = (vertices: number, x: number): PolygonGeometry => ({
  kind: 'polygon',
  rings: [
    [
      Array.from({ length: vertices }, (_, i): Position => {
        const [angle, radius] = [(2 * Math.PI * i) / vertices, 400 + 60 * Math.sin(i * 7)]
        return [x + radius * Math.cos(angle), 1000 + radius * Math.sin(angle)]
      }),
    ],
  ],
})

describe('polygons', () => {
  const [a, b, large] = [star(1000, 1000), star(1000, 1300), star(10_000, 1000)]
  bench('two of 1,000 vertices merged', () => void clipped(a, [b], 'union'))
  bench('10,000 vertices simplified', () => void new Simplifier(large).at(1))
  bench('1,000 vertices cut', () => void splitPolygon(a, [[0, 900], [3000, 1100]])) // biome-ignore format: one line
})
