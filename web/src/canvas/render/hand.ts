/** Draws what the hand is at: selection with handles, drafts, cross-hair, cursor, pins. */
import { handleAt, handles } from '../boxes'
import { type Camera, toScreen } from '../camera'
import { boundsOf, trace } from '../geometry'
import type { Geometry, LabelObject, PolygonGeometry } from '../label'
import { at, type Bounds, type Point } from '../points'
import { ringsOf, type VertexRef } from '../rings'
import type { Snapshot } from '../snapshot'
import type { Draft } from '../tools/tool'
import { paintOutline, paintTag } from './objects'
import { type ClassStyle, darkEdge, lightEdge, type Marks, type Styles, styleKey, styleOf } from './style'

type Ctx = CanvasRenderingContext2D

/** A numbered place that a comment is pinned to. */
export interface Pin {
  readonly at: Point<'image'>
  readonly mark: string
  readonly active: boolean
}

export interface HandFrame {
  readonly snapshot: Snapshot
  readonly camera: Camera
  readonly styles: Styles
  readonly marks: Marks
  /** Where the pointer is on the surface, null when it is elsewhere. */
  readonly pointer: Point<'screen'> | null
  readonly pins: readonly Pin[]
}

function square(ctx: Ctx, place: Point<'screen'>, color: string): void {
  const [x, y] = [Math.round(place.x), Math.round(place.y)]
  ctx.fillStyle = darkEdge
  ctx.fillRect(x - 5, y - 5, 10, 10)
  ctx.fillStyle = color
  ctx.fillRect(x - 4, y - 4, 8, 8)
}

function knob(ctx: Ctx, place: Point<'screen'>, color: string, radius: number): void {
  ctx.beginPath()
  ctx.arc(place.x, place.y, radius + 1, 0, 2 * Math.PI)
  ctx.fillStyle = darkEdge
  ctx.fill()
  ctx.beginPath()
  ctx.arc(place.x, place.y, radius, 0, 2 * Math.PI)
  ctx.fillStyle = color
  ctx.fill()
}

const same = (a: VertexRef | null, piece: number, ring: number, vertex: number) =>
  a?.piece === piece && a.ring === ring && a.vertex === vertex

/** Vertices nearer than this to the one drawn before are left out; zooming in brings them. */
const crowded = 13

function paintVertices(ctx: Ctx, polygon: PolygonGeometry, picked: VertexRef | null, frame: HandFrame): void {
  for (const [positions, piece, ring] of ringsOf(polygon)) {
    let last: Point<'screen'> | null = null
    for (const [vertex, [x, y]] of positions.entries()) {
      const place = toScreen(frame.camera, at(x, y))
      const isPicked = same(picked, piece, ring, vertex)
      if (!isPicked && last && Math.hypot(place.x - last.x, place.y - last.y) < crowded) continue
      knob(ctx, place, isPicked ? frame.marks.accent : '#ffffff', isPicked ? 6 : 3.5)
      last = place
    }
  }
}

function paintSelected(
  ctx: Ctx,
  object: LabelObject,
  geometry: Geometry,
  alone: boolean,
  frame: HandFrame,
): void {
  const style = styleOf(frame.styles, object)
  // The pixels of a mask are on a layer of their own; here only a line says that it is selected.
  if (geometry.kind === 'mask') paintFrame(ctx, boundsOf(geometry), frame)
  else paintOutline(ctx, geometry, style, frame.camera, 3)
  paintTag(ctx, geometry, style, frame.camera, frame.marks.font)
  if (!alone) {
    const edge = boundsOf(geometry)
    for (const handle of ['nw', 'ne', 'se', 'sw'] as const)
      square(ctx, toScreen(frame.camera, handleAt(edge, handle)), '#ffffff')
  } else if (geometry.kind === 'bbox') {
    const edge = boundsOf(geometry)
    for (const handle of handles) square(ctx, toScreen(frame.camera, handleAt(edge, handle)), '#ffffff')
  } else if (geometry.kind === 'polygon') {
    paintVertices(ctx, geometry, frame.snapshot.vertex, frame)
  }
}

/** Width and height in original pixels, on a chip below the shape. */
function paintSize(ctx: Ctx, edge: Bounds<'image'>, frame: HandFrame): void {
  const text = `${(edge.right - edge.left).toFixed(1)} × ${(edge.bottom - edge.top).toFixed(1)} px`
  const corner = toScreen(frame.camera, at(edge.right, edge.bottom))
  ctx.font = `500 12px ${frame.marks.font}`
  const width = ctx.measureText(text).width + 12
  const x = Math.min(frame.camera.width - width - 4, Math.max(4, corner.x - width))
  const y = Math.min(frame.camera.height - 24, Math.max(4, corner.y + 8))
  ctx.fillStyle = 'rgba(0, 0, 0, 0.8)'
  ctx.fillRect(x, y, width, 20)
  ctx.fillStyle = '#ffffff'
  ctx.textBaseline = 'middle'
  ctx.fillText(text, x + 6, y + 10.5)
}

/** A dashed rectangle around what is selected. */
function paintFrame(ctx: Ctx, edge: Bounds<'image'>, frame: HandFrame): void {
  const { x, y } = toScreen(frame.camera, at(edge.left, edge.top))
  const { scale } = frame.camera
  const box = [Math.round(x) - 2.5, Math.round(y) - 2.5] as const
  const [w, h] = [(edge.right - edge.left) * scale + 5, (edge.bottom - edge.top) * scale + 5]
  ctx.lineWidth = 1
  ctx.strokeStyle = darkEdge
  ctx.strokeRect(...box, Math.round(w), Math.round(h))
  ctx.setLineDash([4, 4])
  ctx.strokeStyle = '#ffffff'
  ctx.strokeRect(...box, Math.round(w), Math.round(h))
  ctx.setLineDash([])
}

/** The area that the brush covers on the screen, with room for its rim. */
export function tipArea(
  frame: Pick<HandFrame, 'snapshot' | 'camera'>,
  place: Point<'screen'>,
): Bounds<'screen'> {
  const reach = Math.max(8, (frame.snapshot.tip.diameter / 2) * frame.camera.scale) + 3
  return {
    left: place.x - reach,
    top: place.y - reach,
    right: place.x + reach,
    bottom: place.y + reach,
  } as Bounds<'screen'>
}

/** The brush's rim, light beside dark, with a minus when it takes pixels away. */
function paintTip(ctx: Ctx, place: Point<'screen'>, frame: HandFrame): void {
  const { tip } = frame.snapshot
  const radius = (tip.diameter / 2) * frame.camera.scale
  const path = new Path2D()
  if (tip.shape === 'round') path.arc(place.x, place.y, Math.max(1, radius), 0, 2 * Math.PI)
  else path.rect(place.x - radius, place.y - radius, 2 * radius, 2 * radius)
  path.moveTo(place.x - 4, place.y)
  path.lineTo(place.x + 4, place.y)
  if (!tip.erase) {
    path.moveTo(place.x, place.y - 4)
    path.lineTo(place.x, place.y + 4)
  }
  ctx.lineWidth = 3
  ctx.strokeStyle = darkEdge
  ctx.stroke(path)
  ctx.lineWidth = 1
  ctx.strokeStyle = '#ffffff'
  ctx.stroke(path)
}

function paintPath(
  ctx: Ctx,
  draft: Extract<Draft, { kind: 'path' }>,
  style: ClassStyle,
  frame: HandFrame,
): void {
  const places = draft.points.map((point) => toScreen(frame.camera, point))
  const path = new Path2D()
  for (const [i, place] of places.entries())
    i === 0 ? path.moveTo(place.x, place.y) : path.lineTo(place.x, place.y)
  if (draft.closing) path.closePath()
  const color = draft.crossing ? frame.marks.refuse : style.color
  ctx.setLineDash(draft.crossing ? [6, 4] : [])
  for (const [ink, width] of [
    [darkEdge, 4.5],
    [lightEdge, 3],
    [color, 2],
  ] as const) {
    ctx.strokeStyle = ink
    ctx.lineWidth = width
    ctx.stroke(path)
  }
  ctx.setLineDash([])
  const open = draft.closing ? places : places.slice(0, -1)
  for (const [i, place] of open.entries())
    knob(ctx, place, i === 0 && draft.closing ? frame.marks.accent : '#ffffff', i === 0 ? 5 : 3.5)
}

function paintDraft(ctx: Ctx, draft: Draft, frame: HandFrame): void {
  const { brush } = frame.snapshot
  const style = (brush && frame.styles.get(styleKey(brush.task, brush.class))) || {
    label: '',
    color: frame.marks.accent,
    mark: '',
  }
  if (draft.kind === 'stroke') return
  if (draft.kind === 'path') {
    paintPath(ctx, draft, style, frame)
  } else if (draft.kind === 'shape') {
    paintOutline(ctx, draft.geometry, style, frame.camera, 2)
    paintSize(ctx, boundsOf(draft.geometry), frame)
  } else {
    const path = new Path2D()
    trace(path, draft.geometry, frame.camera)
    ctx.setLineDash([4, 3])
    ctx.lineWidth = 3
    ctx.strokeStyle = darkEdge
    ctx.stroke(path)
    ctx.lineWidth = 1.5
    ctx.strokeStyle = '#ffffff'
    ctx.stroke(path)
    ctx.setLineDash([])
  }
}

/** Guide lines across the whole surface; light beside dark, so that they show on any picture. */
function paintGuides(ctx: Ctx, place: Point<'screen'>, camera: Camera): void {
  const [x, y] = [Math.round(place.x), Math.round(place.y)]
  ctx.fillStyle = 'rgba(0, 0, 0, 0.55)'
  ctx.fillRect(x, 0, 1, camera.height)
  ctx.fillRect(0, y, camera.width, 1)
  ctx.fillStyle = 'rgba(255, 255, 255, 0.75)'
  ctx.fillRect(x + 1, 0, 1, camera.height)
  ctx.fillRect(0, y + 1, camera.width, 1)
}

function paintPin(ctx: Ctx, pin: Pin, frame: HandFrame): void {
  const { x, y } = toScreen(frame.camera, pin.at)
  const lift = pin.active ? 26 : 22
  const radius = pin.active ? 12 : 10
  ctx.beginPath()
  ctx.moveTo(x, y)
  ctx.lineTo(x - radius * 0.6, y - lift + radius * 0.7)
  ctx.lineTo(x + radius * 0.6, y - lift + radius * 0.7)
  ctx.closePath()
  ctx.fillStyle = frame.marks.accent
  ctx.fill()
  knob(ctx, { ...toScreen(frame.camera, pin.at), y: y - lift }, '#ffffff', radius)
  knob(ctx, { ...toScreen(frame.camera, pin.at), y: y - lift }, frame.marks.accent, radius - 2)
  ctx.font = `700 11px ${frame.marks.font}`
  ctx.fillStyle = frame.marks.onAccent
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  ctx.fillText(pin.mark, x, y - lift + 0.5)
  ctx.textAlign = 'start'
}

/** Draws the upper layer. The context's units are CSS pixels of the surface; the caller cleared it. */
export function paintHand(ctx: Ctx, frame: HandFrame): void {
  const { snapshot } = frame
  ctx.lineJoin = 'round'
  const ids = new Set([...snapshot.selection, ...(snapshot.lifted?.keys() ?? [])])
  for (const id of snapshot.allHidden ? [] : ids) {
    const object = snapshot.scene.get(id)
    if (!object || object.part !== snapshot.page.part || object.page !== snapshot.page.page) continue
    const lifted = snapshot.lifted?.get(id)
    paintSelected(ctx, object, lifted ?? object.geometry, ids.size === 1, frame)
    if (lifted && ids.size === 1) paintSize(ctx, boundsOf(lifted), frame)
  }
  if (snapshot.draft) paintDraft(ctx, snapshot.draft, frame)
  const cursor = snapshot.pen ? toScreen(frame.camera, snapshot.pen) : frame.pointer
  if (cursor && snapshot.tool === 'brush') paintTip(ctx, cursor, frame)
  else if (cursor && snapshot.tool !== 'select') paintGuides(ctx, cursor, frame.camera)
  for (const pin of frame.pins) paintPin(ctx, pin, frame)
}
