/** Draws what is more than an outline: skeletons with their edges, arrow heads, relations between objects. */
import { type Camera, toScreen } from '../camera'
import { boundsOf } from '../geometry'
import type { Pen } from '../kinds/kind'
import { placedNodes } from '../kinds/skeleton'
import type { Position, SkeletonGeometry } from '../label'
import { at, type Bounds, onScreen, type Point } from '../points'
import type { Snapshot } from '../snapshot'
import { type ClassStyle, darkEdge, type LinkStyles, lightEdge, type Marks, styleKey } from './style'
import { write } from './words'

type Ctx = CanvasRenderingContext2D
type Spot = Point<'screen'>

/** The two strokes of an arrow head at the end of a way on the screen. */
function traceHead(pen: Pen, from: Spot, to: Spot, long: number): void {
  const angle = Math.atan2(to.y - from.y, to.x - from.x)
  for (const side of [-0.5, 0.5]) {
    pen.moveTo(to.x, to.y)
    pen.lineTo(to.x - long * Math.cos(angle + side), to.y - long * Math.sin(angle + side))
  }
}

/** An arrow head at the last point of a line. */
export function traceArrow(pen: Pen, points: readonly Position[], camera: Camera): void {
  const [from, to] = [points.at(-2), points.at(-1)]
  if (!from || !to) return
  traceHead(pen, toScreen(camera, at(...from)), toScreen(camera, at(...to)), 12)
}

/** A skeleton: edges between nodes that are in the picture, full nodes where visible, rings where hidden. */
export function paintSkeleton(
  ctx: Ctx,
  shape: SkeletonGeometry,
  style: ClassStyle,
  camera: Camera,
  width: number,
): void {
  const spots = new Map(placedNodes(shape).map((node) => [node.node, toScreen(camera, at(node.x, node.y))]))
  const lines = new Path2D()
  for (const [from, to] of style.skeleton?.edges ?? []) {
    const [a, b] = [spots.get(from), spots.get(to)]
    if (!a || !b) continue
    lines.moveTo(a.x, a.y)
    lines.lineTo(b.x, b.y)
  }
  for (const [color, wide] of [
    [darkEdge, width + 2.5],
    [lightEdge, width + 1],
    [style.color, width],
  ] as const) {
    ctx.strokeStyle = color
    ctx.lineWidth = wide
    ctx.stroke(lines)
  }
  for (const { node, v } of placedNodes(shape)) {
    const spot = spots.get(node)
    if (spot) paintNode(ctx, spot, v === 2, style.color, width + 2)
  }
}

function paintNode(ctx: Ctx, { x, y }: Spot, full: boolean, color: string, radius: number): void {
  for (const [fill, wide] of [
    [darkEdge, radius + 2],
    [color, radius + 1],
    ['#ffffff', radius - 1],
  ] as const) {
    if (full && fill === '#ffffff') continue
    ctx.beginPath()
    ctx.arc(x, y, wide, 0, 2 * Math.PI)
    ctx.fillStyle = fill
    ctx.fill()
  }
}

/** Where the way between the middles of two rectangles leaves the first. */
function leaving(from: Bounds<'image'>, to: Bounds<'image'>): Point<'image'> {
  const [x, y] = [(from.left + from.right) / 2, (from.top + from.bottom) / 2]
  const [dx, dy] = [(to.left + to.right) / 2 - x, (to.top + to.bottom) / 2 - y]
  const across = dx === 0 ? Infinity : (from.right - from.left) / 2 / Math.abs(dx)
  const down = dy === 0 ? Infinity : (from.bottom - from.top) / 2 / Math.abs(dy)
  const share = Math.min(1, across, down)
  return at(x + dx * share, y + dy * share)
}

/** More relations than this are drawn only where an end is selected. */
const allLinks = 100

interface LinkFrame {
  readonly snapshot: Snapshot
  readonly camera: Camera
  readonly links: LinkStyles
  readonly marks: Marks
}

/** Relations as arcs between the bounding boxes of their ends, with an arrow head where they have a direction. */
export function paintLinks(ctx: Ctx, frame: LinkFrame): void {
  const { snapshot } = frame
  const { scene, selection, hidden, lifted, page } = snapshot
  if (snapshot.allHidden) return
  const edgeOf = (id: string) => {
    const object = scene.get(id)
    const here = object && object.part === page.part && object.page === page.page && !hidden.has(id)
    return here ? boundsOf(lifted?.get(id) ?? object.geometry) : null
  }
  const all = [...scene.relations()]
  for (const relation of all) {
    const near = relation.from.some((id) => selection.has(id)) || relation.to.some((id) => selection.has(id))
    if (all.length > allLinks && !near) continue
    const style = frame.links.get(styleKey(relation.task, relation.type))
    for (const from of relation.from) {
      for (const to of relation.to) {
        const [a, b] = [edgeOf(from), edgeOf(to)]
        if (a && b) paintLink(ctx, a, b, style ?? { label: relation.type, directed: true }, near, frame)
      }
    }
  }
}

function paintLink(
  ctx: Ctx,
  a: Bounds<'image'>,
  b: Bounds<'image'>,
  style: { readonly label: string; readonly directed: boolean },
  near: boolean,
  { camera, marks }: LinkFrame,
): void {
  const from = toScreen(camera, leaving(a, b))
  const to = toScreen(camera, leaving(b, a))
  // Bent a little to one side, so that two relations against each other do not cover one another.
  const bend = onScreen(
    (from.x + to.x) / 2 - (to.y - from.y) * 0.15,
    (from.y + to.y) / 2 + (to.x - from.x) * 0.15,
  )
  const path = new Path2D()
  path.moveTo(from.x, from.y)
  path.quadraticCurveTo(bend.x, bend.y, to.x, to.y)
  if (style.directed) traceHead(path, bend, to, 11)
  const wide = near ? 2.5 : 1.5
  for (const [color, width] of [
    [darkEdge, wide + 2],
    [near ? marks.accent : '#ffffff', wide],
  ] as const) {
    ctx.strokeStyle = color
    ctx.lineWidth = width
    ctx.stroke(path)
  }
  if (!near && Math.hypot(to.x - from.x, to.y - from.y) < 80) return
  const middle = onScreen((from.x + to.x) / 4 + bend.x / 2, (from.y + to.y) / 4 + bend.y / 2)
  paintWord(ctx, style.label, middle, marks.font)
}

/** A word on a dark chip around a place. */
export function paintWord(ctx: Ctx, text: string, { x, y }: Spot, font: string): void {
  ctx.font = `500 11px ${font}`
  const width = ctx.measureText(text).width + 10
  ctx.fillStyle = 'rgba(0, 0, 0, 0.8)'
  ctx.fillRect(Math.round(x - width / 2), Math.round(y - 8), width, 16)
  ctx.fillStyle = '#ffffff'
  ctx.textBaseline = 'middle'
  write(ctx, text, Math.round(x - width / 2) + 5, Math.round(y) + 0.5)
}
