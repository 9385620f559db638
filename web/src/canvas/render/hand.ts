/** Draws what the hand is at: selection with handles, drafts, cross-hair, cursor, pins. */
import { handleOn, handles, turnHandle } from '../boxes'
import { type Camera, toScreen, visible } from '../camera'
import { type Framed, frameOf, isFramed } from '../frames'
import { boundsOf, trace } from '../geometry'
import { lengthOf } from '../kinds/polyline'
import { type Geometry, type LabelObject, onPage, type SkeletonGeometry } from '../label'
import { at, type Bounds, bounds, onScreen, overlaps, type Point } from '../points'
import type { VertexRef } from '../rings'
import { handReach, type Snapshot } from '../snapshot'
import { turnReach } from '../tools/select'
import type { Draft } from '../tools/tool'
import { sameVertex, vertices } from '../vertices'
import { paintLinks, paintWord } from './figures'
import { paintOutline, paintTag } from './objects'
import {
  type ClassStyle,
  darkEdge,
  type LinkStyles,
  lightEdge,
  type Marks,
  type Styles,
  styleKey,
  styleOf,
} from './style'
import { extent } from './trace'
import { write } from './words'

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
  readonly links: LinkStyles
  readonly mayTurn: (object: LabelObject) => boolean
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

/** Vertices nearer than this to the one drawn before are left out; zooming in brings them. */
const crowded = 13

function paintVertices(ctx: Ctx, geometry: Geometry, picked: VertexRef | null, frame: HandFrame): void {
  let last: Point<'screen'> | null = null
  let row = -1
  for (const [ref, [x, y]] of vertices(geometry)) {
    const place = toScreen(frame.camera, at(x, y))
    const isPicked = sameVertex(picked, ref)
    const begins = ref.vertex === 0 || ref.ring !== row
    row = ref.ring
    if (!isPicked && !begins && last && Math.hypot(place.x - last.x, place.y - last.y) < crowded) continue
    knob(ctx, place, isPicked ? frame.marks.accent : '#ffffff', isPicked ? 6 : 3.5)
    last = place
  }
}

/** Every node is a handle; the picked one says its name, also while it is not in the picture. */
function paintNodes(ctx: Ctx, shape: SkeletonGeometry, style: ClassStyle, frame: HandFrame): void {
  const picked = frame.snapshot.vertex?.vertex
  for (const [i, { node, x, y, v }] of shape.points.entries()) {
    if (i !== picked && v === 0) continue
    const edge = boundsOf(shape)
    const place = toScreen(frame.camera, v === 0 ? at(edge.left, edge.top) : at(x, y))
    if (v > 0) knob(ctx, place, i === picked ? frame.marks.accent : '#ffffff', i === picked ? 6 : 4)
    // Hidden nodes are rings, also while they are handles.
    if (v === 1) knob(ctx, place, '#000000', 1)
    if (i !== picked) continue
    const name = style.skeleton?.nodes.find(({ id }) => id === node)?.label ?? node
    paintWord(ctx, v === 0 ? `(${name})` : name, onScreen(place.x, place.y - 18), frame.marks.font)
  }
}

function paintFrameHandles(ctx: Ctx, shape: Framed, turns: boolean, frame: HandFrame): void {
  const { camera, snapshot } = frame
  if (turns) {
    const grip = toScreen(camera, turnHandle(shape, (turnReach * handReach) / camera.scale, snapshot.size))
    const from = toScreen(camera, nearer(shape, grip, camera))
    ctx.beginPath()
    ctx.moveTo(from.x, from.y)
    ctx.lineTo(grip.x, grip.y)
    ctx.lineWidth = 3
    ctx.strokeStyle = darkEdge
    ctx.stroke()
    ctx.lineWidth = 1
    ctx.strokeStyle = '#ffffff'
    ctx.stroke()
    knob(ctx, grip, frame.marks.accent, 5)
  }
  for (const handle of handles) square(ctx, toScreen(camera, handleOn(shape, handle)), '#ffffff')
}

/** The middle of the side that the turning handle stands at. */
function nearer(shape: Framed, grip: Point<'screen'>, camera: Camera): Point<'image'> {
  const [top, bottom] = [handleOn(shape, 'n'), handleOn(shape, 's')]
  const away = (place: Point<'image'>) => {
    const { x, y } = toScreen(camera, place)
    return Math.hypot(x - grip.x, y - grip.y)
  }
  return away(top) <= away(bottom) ? top : bottom
}

function paintSelected(
  ctx: Ctx,
  object: LabelObject,
  geometry: Geometry,
  alone: boolean,
  frame: HandFrame,
): void {
  const style = styleOf(frame.styles, object)
  // The pixels of a mask lie on layers of their own; here brackets say that it is selected.
  if (geometry.kind !== 'mask') paintOutline(ctx, geometry, style, frame.camera, 3)
  paintTag(ctx, geometry, style, frame.camera, frame.marks.font)
  const { readOnly, locked, vertex } = frame.snapshot
  if (!alone || geometry.kind === 'point' || geometry.kind === 'mask') {
    paintCorners(ctx, boundsOf(geometry), frame)
  } else if (readOnly || locked.has(object.id)) {
    return
  } else if (isFramed(geometry)) {
    paintFrameHandles(ctx, geometry, frame.mayTurn(object), frame)
  } else if (geometry.kind === 'skeleton') {
    paintNodes(ctx, geometry, style, frame)
  } else {
    paintVertices(ctx, geometry, vertex, frame)
  }
}

/** Brackets around what is selected but has no handles. */
function paintCorners(ctx: Ctx, edge: Bounds<'image'>, frame: HandFrame): void {
  const [a, b] = [
    toScreen(frame.camera, at(edge.left, edge.top)),
    toScreen(frame.camera, at(edge.right, edge.bottom)),
  ]
  const [gap, long] = [8, 6]
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
  ctx.lineWidth = 4
  ctx.strokeStyle = darkEdge
  ctx.stroke(path)
  ctx.lineWidth = 2
  ctx.strokeStyle = '#ffffff'
  ctx.stroke(path)
}

/** Many selected objects are one path in the colour of selection; each by itself would take a second. */
function paintCrowd(ctx: Ctx, ids: Iterable<string>, frame: HandFrame): void {
  const { snapshot, camera } = frame
  const shown = visible(camera)
  ctx.beginPath()
  for (const id of ids) {
    const object = snapshot.scene.get(id)
    if (!object || !onPage(object, snapshot.page) || snapshot.hidden.has(id)) continue
    const geometry = snapshot.lifted?.get(id) ?? object.geometry
    const edge = boundsOf(geometry)
    if (overlaps(edge, shown)) trace(ctx, geometry, camera, extent(edge, camera.scale))
  }
  ctx.lineJoin = 'bevel'
  ctx.lineWidth = 1
  ctx.strokeStyle = frame.marks.accent
  ctx.stroke()
}

/** What a shape measures in original pixels. */
function sizeWords(geometry: Geometry): string {
  if (isFramed(geometry)) {
    const { w, h, rotation } = frameOf(geometry)
    const angle = rotation === 0 ? '' : `  ${rotation.toFixed(1)}°`
    return `${w.toFixed(1)} × ${h.toFixed(1)} px${angle}`
  }
  if (geometry.kind === 'polyline') return `${lengthOf(geometry).toFixed(1)} px`
  const { left, top, right, bottom } = boundsOf(geometry)
  if (geometry.kind === 'point') return `${left.toFixed(1)}  ${top.toFixed(1)}`
  return `${(right - left).toFixed(1)} × ${(bottom - top).toFixed(1)} px`
}

/** The size of a shape, on a chip below it. */
function paintSize(ctx: Ctx, edge: Bounds<'image'>, text: string, frame: HandFrame): void {
  const corner = toScreen(frame.camera, at(edge.right, edge.bottom))
  ctx.font = `500 12px ${frame.marks.font}`
  const width = ctx.measureText(text).width + 12
  const x = Math.min(frame.camera.width - width - 4, Math.max(4, corner.x - width))
  const y = Math.min(frame.camera.height - 24, Math.max(4, corner.y + 8))
  ctx.fillStyle = 'rgba(0, 0, 0, 0.8)'
  ctx.fillRect(x, y, width, 20)
  ctx.fillStyle = '#ffffff'
  ctx.textBaseline = 'middle'
  write(ctx, text, x + 6, y + 10.5)
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
  const [before, last] = [draft.points.at(-2), draft.points.at(-1)]
  if (before && last && !draft.closing) {
    const long = Math.hypot(last.x - before.x, last.y - before.y)
    paintSize(ctx, bounds(last.x, last.y, last.x, last.y), `${long.toFixed(1)} px`, frame)
  }
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
    paintSize(ctx, boundsOf(draft.geometry), sizeWords(draft.geometry), frame)
    const cursor = frame.pointer ?? (frame.snapshot.pen && toScreen(frame.camera, frame.snapshot.pen))
    if (draft.next && cursor) paintWord(ctx, draft.next, onScreen(cursor.x, cursor.y - 20), frame.marks.font)
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

/** A place with its number, as a drop that points to it. */
export function paintPin(ctx: Ctx, pin: Pin, frame: Pick<HandFrame, 'camera' | 'marks'>): void {
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
  write(ctx, pin.mark, x, y - lift + 0.5)
  ctx.textAlign = 'start'
}

/** The place of another outline that the hand was drawn to. */
function paintSnap(ctx: Ctx, { x, y }: Point<'screen'>, color: string): void {
  ctx.lineWidth = 4
  ctx.strokeStyle = darkEdge
  ctx.strokeRect(x - 6, y - 6, 12, 12)
  ctx.lineWidth = 2
  ctx.strokeStyle = color
  ctx.strokeRect(x - 6, y - 6, 12, 12)
}

/** Draws the upper layer. The context's units are CSS pixels of the surface; the caller cleared it. */
export function paintHand(ctx: Ctx, frame: HandFrame): void {
  const { snapshot } = frame
  ctx.lineJoin = 'round'
  const ids = new Set([...snapshot.selection, ...(snapshot.lifted?.keys() ?? [])])
  paintLinks(ctx, frame)
  const crowd = ids.size > 100
  if (crowd && !snapshot.allHidden) paintCrowd(ctx, ids, frame)
  for (const id of snapshot.allHidden || crowd ? [] : ids) {
    const object = snapshot.scene.get(id)
    if (!object || !onPage(object, snapshot.page) || snapshot.hidden.has(id)) continue
    const lifted = snapshot.lifted?.get(id)
    paintSelected(ctx, object, lifted ?? object.geometry, ids.size === 1, frame)
    if (lifted && ids.size === 1 && snapshot.draft?.kind !== 'stroke')
      paintSize(ctx, boundsOf(lifted), sizeWords(lifted), frame)
  }
  if (snapshot.draft) paintDraft(ctx, snapshot.draft, frame)
  const cursor = snapshot.pen ? toScreen(frame.camera, snapshot.pen) : frame.pointer
  if (cursor && snapshot.tool === 'brush') paintTip(ctx, cursor, frame)
  else if (cursor && snapshot.tool !== 'select') paintGuides(ctx, cursor, frame.camera)
  if (snapshot.snapped) paintSnap(ctx, toScreen(frame.camera, snapshot.snapped), frame.marks.accent)
  for (const pin of frame.pins) paintPin(ctx, pin, frame)
}
