/** What lies between the picture and the drawing to judge sizes by: grid, rulers and the measure. */
import { type Camera, toImage, toScreen } from '../camera'
import type { Measure } from '../measure'
import { onScreen, type Size } from '../points'
import { darkEdge, lightEdge } from './style'
import { write } from './words'

export interface GuideColours {
  readonly panel: string
  readonly text: string
  readonly line: string
  readonly accent: string
  readonly font: string
}

export interface Guides {
  readonly rulers: boolean
  readonly grid: boolean
  /** Picture pixels between two lines; 0 takes a round number that fits the zoom. */
  readonly gridStep: number
  /** Millimetres that a picture pixel is long; null when nobody has said so. */
  readonly mm: number | null
  readonly measure: Measure
  /** The words at the measure's end. */
  readonly words: string
}

const rulerWidth = 20
const fewestPixels = 5

/** The smallest of 1, 2, 5, 10, 20 ... that is at least this much. */
export function roundStep(least: number): number {
  const ten = 10 ** Math.floor(Math.log10(least))
  const step = [1, 2, 5, 10].find((one) => one * ten >= least * (1 - 1e-9)) ?? 10
  return step * ten
}

/** Places of lines on one axis between two values, each a multiple of the step. */
export function ticks(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9)
  const count = Math.floor(to / step + 1e-9) - first + 1
  return Array.from({ length: Math.max(0, count) }, (_, i) => (first + i) * step)
}

function paintGrid(ctx: CanvasRenderingContext2D, camera: Camera, page: Size, wanted: number): void {
  const step = wanted * camera.scale >= fewestPixels ? wanted : roundStep(40 / camera.scale)
  const [from, to] = [toImage(camera, onScreen(0, 0)), toImage(camera, onScreen(camera.width, camera.height))]
  const [left, right] = [Math.max(0, from.x), Math.min(page.width, to.x)]
  const [top, bottom] = [Math.max(0, from.y), Math.min(page.height, to.y)]
  const path = new Path2D()
  for (const x of ticks(left, right, step)) {
    const at = Math.round((x - camera.left) * camera.scale) + 0.5
    path.moveTo(at, (top - camera.top) * camera.scale)
    path.lineTo(at, (bottom - camera.top) * camera.scale)
  }
  for (const y of ticks(top, bottom, step)) {
    const at = Math.round((y - camera.top) * camera.scale) + 0.5
    path.moveTo((left - camera.left) * camera.scale, at)
    path.lineTo((right - camera.left) * camera.scale, at)
  }
  // Light and dark dashes take turns, so that the lines are seen on bright and on dark pictures.
  ctx.lineWidth = 1
  ctx.strokeStyle = 'rgba(0, 0, 0, 0.45)'
  ctx.setLineDash([3, 3])
  ctx.stroke(path)
  ctx.lineDashOffset = 3
  ctx.strokeStyle = 'rgba(255, 255, 255, 0.55)'
  ctx.stroke(path)
  ctx.setLineDash([])
  ctx.lineDashOffset = 0
}

const digits = (value: number) => String(Number(value.toPrecision(6)))

function paintRulers(
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  guides: Guides,
  look: GuideColours,
): void {
  const { width, height } = camera
  const unit = guides.mm ?? 1
  const perUnit = camera.scale / unit
  const step = roundStep(64 / perUnit)
  ctx.fillStyle = look.panel
  ctx.fillRect(0, 0, width, rulerWidth)
  ctx.fillRect(0, rulerWidth, rulerWidth, height)
  ctx.strokeStyle = look.line
  ctx.fillStyle = look.text
  ctx.font = `11px ${look.font}`
  ctx.textBaseline = 'top'
  const path = new Path2D()
  const axis = (along: number, start: number, mark: (at: number, value: number | null) => void) => {
    const to = start * unit + along / perUnit
    for (const value of ticks(start * unit, to, step / 5)) {
      const at = Math.round((value / unit - start) * camera.scale) + 0.5
      const whole = Math.abs(value / step - Math.round(value / step)) < 1e-6
      if (at >= rulerWidth) mark(at, whole ? value : null)
    }
  }
  axis(width, camera.left, (at, value) => {
    path.moveTo(at, rulerWidth)
    path.lineTo(at, value === null ? rulerWidth - 4 : 0)
    if (value !== null) write(ctx, digits(value), at + 3, 2)
  })
  axis(height, camera.top, (at, value) => {
    path.moveTo(rulerWidth, at)
    path.lineTo(value === null ? rulerWidth - 4 : 0, at)
    if (value === null) return
    ctx.save()
    ctx.translate(2, at - 3)
    ctx.rotate(-Math.PI / 2)
    write(ctx, digits(value), 0, 0)
    ctx.restore()
  })
  path.rect(-0.5, -0.5, width + 1, rulerWidth)
  path.rect(-0.5, -0.5, rulerWidth, height + 1)
  ctx.lineWidth = 1
  ctx.stroke(path)
  ctx.fillStyle = look.panel
  ctx.fillRect(0, 0, rulerWidth - 1, rulerWidth - 1)
  ctx.fillStyle = look.text
  write(ctx, guides.mm ? 'mm' : 'px', 2, 3)
}

function paintMeasure(
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  guides: Guides,
  look: GuideColours,
): void {
  const { points, closed, pen } = guides.measure
  const all = (closed || !pen ? points : [...points, pen]).map((point) => toScreen(camera, point))
  const [first] = all
  const last = all.at(-1)
  if (!first || !last) return
  const path = new Path2D()
  for (const { x, y } of all) path.lineTo(x, y)
  if (closed) path.closePath()
  for (const { x, y } of all) {
    path.moveTo(x - 5, y)
    path.lineTo(x + 5, y)
    path.moveTo(x, y - 5)
    path.lineTo(x, y + 5)
  }
  for (const [width, colour] of [
    [5, darkEdge],
    [3, lightEdge],
    [1.5, look.accent],
  ] as const) {
    ctx.lineWidth = width
    ctx.strokeStyle = colour
    ctx.stroke(path)
  }
  if (!guides.words) return
  ctx.font = `12px ${look.font}`
  const wide = ctx.measureText(guides.words).width + 12
  const x = Math.min(camera.width - wide, Math.max(0, last.x + 10))
  const y = Math.min(camera.height - 20, Math.max(0, last.y + 10))
  ctx.fillStyle = look.panel
  ctx.fillRect(x, y, wide, 20)
  ctx.strokeStyle = look.line
  ctx.lineWidth = 1
  ctx.strokeRect(Math.round(x) + 0.5, Math.round(y) + 0.5, Math.round(wide) - 1, 19)
  ctx.fillStyle = look.text
  ctx.textBaseline = 'middle'
  write(ctx, guides.words, x + 6, y + 10.5)
}

/** Paints on a cleared canvas whose units are CSS pixels. */
export function paintGuides(
  ctx: CanvasRenderingContext2D,
  camera: Camera,
  page: Size,
  guides: Guides,
  look: GuideColours,
): void {
  if (guides.grid) paintGrid(ctx, camera, page, guides.gridStep)
  paintMeasure(ctx, camera, guides, look)
  if (guides.rulers) paintRulers(ctx, camera, guides, look)
}
