/** Draws the objects at rest: everything that is not selected and not in the hand. */
import { type Camera, visible } from '../camera'
import { boundsOf, trace } from '../geometry'
import { columnsOf } from '../kinds/mask'
import type { Geometry, LabelObject } from '../label'
import { type Bounds, grow } from '../points'
import type { Snapshot } from '../snapshot'
import { paintSkeleton, traceArrow } from './figures'
import { idsInHand } from './live'
import { paintMask } from './masks'
import { type ClassStyle, darkEdge, inkOn, lightEdge, type Styles, styleOf } from './style'
import { extent } from './trace'
import { write } from './words'

/** How much care an object gets; fewer strokes when many are in view. */
type Care = 'fine' | 'plain' | 'sparse'

/** Objects smaller than this on the screen (CSS pixels) are drawn as a dot of their colour. */
const dot = 3

function careFor(count: number): Care {
  if (count <= 400) return 'fine'
  return count <= 1500 ? 'plain' : 'sparse'
}

function stroke(ctx: CanvasRenderingContext2D, path: Path2D, color: string, width: number): void {
  ctx.strokeStyle = color
  ctx.lineWidth = width
  ctx.stroke(path)
}

/** Draws one outline: dark edge, light edge, colour. */
export function paintOutline(
  ctx: CanvasRenderingContext2D,
  geometry: Geometry,
  style: ClassStyle,
  camera: Camera,
  width = 2,
): void {
  if (geometry.kind === 'skeleton') {
    paintSkeleton(ctx, geometry, style, camera, width)
    return
  }
  const path = new Path2D()
  trace(path, geometry, camera, extent(boundsOf(geometry), camera.scale))
  if (geometry.kind === 'polyline' && geometry.directed) traceArrow(path, geometry.points, camera)
  stroke(ctx, path, darkEdge, width + 2.5)
  stroke(ctx, path, lightEdge, width + 1)
  stroke(ctx, path, style.color, width)
}

const hasInside = ({ kind }: Geometry) => kind === 'bbox' || kind === 'ellipse' || kind === 'polygon'

function fill(ctx: CanvasRenderingContext2D, geometry: Geometry, color: string, camera: Camera): void {
  if (!hasInside(geometry)) return
  const path = new Path2D()
  trace(path, geometry, camera)
  const alpha = ctx.globalAlpha
  ctx.globalAlpha = alpha * 0.1
  ctx.fillStyle = color
  ctx.fill(path, 'evenodd')
  ctx.globalAlpha = alpha
}

function paintPlain(
  ctx: CanvasRenderingContext2D,
  object: LabelObject,
  color: string,
  camera: Camera,
  care: Care,
): void {
  const edge = boundsOf(object.geometry)
  const pixels = extent(edge, camera.scale)
  if (pixels < dot) {
    const side = object.geometry.kind === 'point' ? 5 : 2
    ctx.fillStyle = color
    ctx.fillRect(
      (edge.left - camera.left) * camera.scale - side / 2,
      (edge.top - camera.top) * camera.scale - side / 2,
      side,
      side,
    )
    return
  }
  ctx.beginPath()
  trace(ctx, object.geometry, camera, pixels)
  if (care === 'plain') {
    ctx.strokeStyle = darkEdge
    ctx.lineWidth = 3
    ctx.stroke()
  }
  ctx.strokeStyle = color
  // Lines of at most one device pixel are drawn several times faster than wider ones.
  ctx.lineWidth = care === 'plain' ? 1.5 : 1
  ctx.stroke()
}

/** A small sign at the upper left corner: the class's mark, with its name where there is room. */
export function paintTag(
  ctx: CanvasRenderingContext2D,
  geometry: Geometry,
  style: ClassStyle,
  camera: Camera,
  font: string,
): void {
  const edge = boundsOf(geometry)
  const isPoint = geometry.kind === 'point'
  const wide = (edge.right - edge.left) * camera.scale
  if (wide < 24 && !isPoint) return
  const text = wide >= 96 ? `${style.mark} ${style.label}` : style.mark
  ctx.font = `600 11px ${font}`
  const width = Math.min(ctx.measureText(text).width, Math.max(8, wide - 10)) + 8
  const x = Math.round((edge.left - camera.left) * camera.scale) - 2 + (isPoint ? 8 : 0)
  const y = Math.round((edge.top - camera.top) * camera.scale) - 17
  ctx.fillStyle = darkEdge
  ctx.fillRect(x, y, width + 2, 16)
  ctx.fillStyle = style.color
  ctx.fillRect(x + 1, y + 1, width, 14)
  ctx.fillStyle = inkOn(style.color)
  ctx.textBaseline = 'middle'
  write(ctx, text, x + 5, y + 8.5, width - 6)
}

/** The objects that the base layer shows of an area, lowest first. */
function shownObjects(snapshot: Snapshot, area: Bounds<'image'>): LabelObject[] {
  if (snapshot.allHidden) return []
  const above = idsInHand(snapshot)
  return snapshot.scene.within(area).filter(({ id }) => !snapshot.hidden.has(id) && !above.has(id))
}

/** What lies further than this beside an object is not touched by its drawing (CSS pixels): strokes and the tag. */
const apron = 30

interface Look {
  readonly snapshot: Snapshot
  readonly camera: Camera
  readonly styles: Styles
  readonly font: string
}

function paint(
  ctx: CanvasRenderingContext2D,
  objects: readonly LabelObject[],
  count: number,
  look: Look,
): void {
  const { snapshot, camera, styles, font } = look
  const care = careFor(count)
  ctx.lineJoin = care === 'fine' ? 'round' : 'bevel'
  ctx.globalAlpha = snapshot.dimmed ? 0.35 : 1
  for (const object of objects) {
    const style = styleOf(styles, object)
    if (object.geometry.kind === 'mask') {
      const look = { color: style.color, edge: 2, fine: care === 'fine' && !snapshot.dimmed }
      paintMask(ctx, columnsOf(object.geometry), look, camera)
      continue
    }
    if (care !== 'fine') {
      paintPlain(ctx, object, style.color, camera, care)
      continue
    }
    if (!snapshot.dimmed) fill(ctx, object.geometry, style.color, camera)
    paintOutline(ctx, object.geometry, style, camera)
  }
  if (count <= 150 && !snapshot.dimmed) {
    for (const object of objects) paintTag(ctx, object.geometry, styleOf(styles, object), camera, font)
  }
  ctx.globalAlpha = 1
}

/**
 * Draws the base layer. The context's units are CSS pixels from the camera's top left; the caller cleared it.
 * Returns how many objects were drawn.
 */
export function paintObjects(ctx: CanvasRenderingContext2D, look: Look): number {
  const { snapshot, camera } = look
  const objects = shownObjects(snapshot, grow(visible(camera), apron / camera.scale))
  paint(ctx, objects, objects.length, look)
  return objects.length
}

/** Draws some areas of the base layer anew, with the care that `count` objects in the whole view got. */
export function repaintObjects(
  ctx: CanvasRenderingContext2D,
  areas: readonly Bounds<'image'>[],
  count: number,
  look: Look,
): void {
  const { camera } = look
  for (const area of areas) {
    const dirty = grow(area, apron / camera.scale)
    const x = Math.floor((dirty.left - camera.left) * camera.scale)
    const y = Math.floor((dirty.top - camera.top) * camera.scale)
    const width = Math.ceil((dirty.right - camera.left) * camera.scale) - x
    const height = Math.ceil((dirty.bottom - camera.top) * camera.scale) - y
    ctx.save()
    ctx.beginPath()
    ctx.rect(x, y, width, height)
    ctx.clip()
    ctx.clearRect(x, y, width, height)
    paint(ctx, shownObjects(look.snapshot, grow(dirty, apron / camera.scale)), count, look)
    ctx.restore()
  }
}
