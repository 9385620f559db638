/**
 * Draws what differs between two versions of a label. Each kind has a colour, a line and a sign of its own, so that it is
 * known without the colour: added is a solid line with a plus, removed a dashed one with a minus, changed its old outline
 * dotted, its new one solid, with a delta.
 */
import { type Camera, toScreen, visible } from '../camera'
import { boundsOf, trace } from '../geometry'
import { type Geometry, type LabelObject, onPage, type PageRef } from '../label'
import { at, type Bounds, grow, overlaps } from '../points'
import { darkEdge, lightEdge } from './style'
import { extent } from './trace'
import { write } from './words'

type Ctx = CanvasRenderingContext2D

export type DifferenceKind = 'added' | 'removed' | 'changed'

/** One object that differs. `before` null: it is new; `after` null: it is gone. */
export interface DrawnDifference {
  readonly id: string
  readonly kind: DifferenceKind
  readonly before: LabelObject | null
  readonly after: LabelObject | null
}

/** Which of the two sides are drawn, and which difference is looked at. */
export interface DifferenceLayer {
  readonly items: readonly DrawnDifference[]
  /** The ids that are looked at now: drawn with brackets. */
  readonly active: string | null
  readonly sides: 'both' | 'before' | 'after'
}

interface Look {
  readonly color: string
  readonly dash: readonly number[]
  readonly sign: string
}

/** Told apart with any colour vision (Okabe and Ito), on bright and on dark pictures by their edges. */
export const differenceLooks: Readonly<Record<DifferenceKind, Look>> = {
  added: { color: '#009e73', dash: [], sign: '+' },
  removed: { color: '#d55e00', dash: [8, 5], sign: '−' },
  changed: { color: '#cc79a7', dash: [], sign: 'Δ' },
}
const beforeLook: Look = { color: '#56b4e9', dash: [2, 4], sign: '' }

/** Above this many in sight each is one plain line, without edges. */
const many = 400
/** Below this size on the screen there is no room for a sign beside what is not looked at (CSS pixels). */
const room = 10

function pathOf(geometry: Geometry, camera: Camera): Path2D {
  const path = new Path2D()
  if (geometry.kind === 'point') {
    const { x, y } = toScreen(camera, at(geometry.x, geometry.y))
    path.arc(x, y, 7, 0, 2 * Math.PI)
  } else {
    trace(path, geometry, camera, extent(boundsOf(geometry), camera.scale))
  }
  return path
}

function paintLine(ctx: Ctx, geometry: Geometry, look: Look, camera: Camera, fine: boolean): void {
  const path = pathOf(geometry, camera)
  const stroke = (color: string, width: number) => {
    ctx.strokeStyle = color
    ctx.lineWidth = width
    ctx.stroke(path)
  }
  if (fine) {
    // The edges follow the dashes: a gap in a dashed line is the picture, not a dark band.
    ctx.setLineDash([...look.dash])
    stroke(darkEdge, 6)
    stroke(lightEdge, 4.5)
  }
  ctx.setLineDash([...look.dash])
  stroke(look.color, fine ? 3 : 1)
  ctx.setLineDash([])
}

/** The sign stands at the lower left corner, where no class tag is. */
function paintSign(ctx: Ctx, geometry: Geometry, look: Look, camera: Camera, font: string): void {
  const edge = boundsOf(geometry)
  const corner = toScreen(camera, at(edge.left, edge.bottom))
  const [x, y] = [Math.round(corner.x) - 2, Math.round(corner.y) + 3]
  ctx.fillStyle = '#000000'
  ctx.fillRect(x - 1, y - 1, 20, 20)
  ctx.fillStyle = look.color
  ctx.fillRect(x, y, 18, 18)
  ctx.fillStyle = '#000000'
  ctx.font = `700 15px ${font}`
  ctx.textBaseline = 'middle'
  ctx.textAlign = 'center'
  write(ctx, look.sign, x + 9, y + 9.5)
  ctx.textAlign = 'start'
}

function paintBrackets(ctx: Ctx, edge: Bounds<'image'>, camera: Camera): void {
  const [a, b] = [toScreen(camera, at(edge.left, edge.top)), toScreen(camera, at(edge.right, edge.bottom))]
  const [gap, long] = [9, 9]
  const path = new Path2D()
  for (const [x, y, sx, sy] of [
    [a.x - gap, a.y - gap, 1, 1],
    [b.x + gap, a.y - gap, -1, 1],
    [b.x + gap, b.y + gap, -1, -1],
    [a.x - gap, b.y + gap, 1, -1],
  ] as const) {
    path.moveTo(x + sx * long, y)
    path.lineTo(x, y)
    path.lineTo(x, y + sy * long)
  }
  for (const [color, width] of [
    [darkEdge, 5],
    ['#ffffff', 2.5],
  ] as const) {
    ctx.strokeStyle = color
    ctx.lineWidth = width
    ctx.stroke(path)
  }
}

function shapesOf(item: DrawnDifference, sides: DifferenceLayer['sides']): (readonly [LabelObject, Look])[] {
  const old = sides === 'after' ? null : item.before
  const now = sides === 'before' ? null : item.after
  const oldLook = item.kind === 'changed' ? beforeLook : differenceLooks[item.kind]
  return [
    ...(old ? [[old, oldLook] as const] : []),
    ...(now ? [[now, differenceLooks[item.kind]] as const] : []),
  ]
}

/** Draws the differences of a page. The context's units are CSS pixels of the surface; the caller cleared it. */
export function paintDifferences(
  ctx: Ctx,
  layer: DifferenceLayer,
  page: PageRef,
  camera: Camera,
  font: string,
): void {
  const area = grow(visible(camera), 30 / camera.scale)
  const shown = layer.items.flatMap((item) => {
    const shapes = shapesOf(item, layer.sides).filter(
      ([object]) => onPage(object, page) && overlaps(boundsOf(object.geometry), area),
    )
    return shapes.length > 0 ? [{ item, shapes }] : []
  })
  const fine = shown.length <= many
  ctx.lineJoin = 'round'
  for (const { shapes } of shown)
    for (const [object, look] of shapes) paintLine(ctx, object.geometry, look, camera, fine)
  for (const { item, shapes } of shown) {
    const [object] = shapes.at(-1) ?? []
    if (!object) continue
    const isActive = item.id === layer.active
    const edge = boundsOf(object.geometry)
    const wide = object.geometry.kind === 'point' || extent(edge, camera.scale) >= room
    if (isActive || (fine && wide)) paintSign(ctx, object.geometry, differenceLooks[item.kind], camera, font)
    if (isActive) for (const [one] of shapes) paintBrackets(ctx, boundsOf(one.geometry), camera)
  }
}
