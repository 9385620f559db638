/** The masks in the hand: dragged or being painted. While a stroke goes on only what it changed is drawn anew. */
import type { Camera } from '../camera'
import { columnsOf } from '../kinds/mask'
import { type Columns, changedBetween, noColumns } from '../mask/columns'
import type { Snapshot } from '../snapshot'
import { type MaskLook, paintMask, type Region, regionOf } from './masks'
import { type Styles, styleKey, styleOf } from './style'

/** One mask as it is to be seen. */
interface LiveMask {
  readonly id: string
  readonly pixels: Columns
  readonly color: string
}

/** What is on the layer; two of them tell what must be drawn anew. */
export interface LiveContent {
  readonly camera: Camera
  readonly masks: readonly LiveMask[]
}

/** The objects that are drawn above those at rest: what is lifted, and masks that the brush is at. */
export function idsInHand(snapshot: Snapshot): ReadonlySet<string> {
  const ids = new Set(snapshot.lifted?.keys())
  if (snapshot.tool !== 'brush') return ids
  for (const id of snapshot.selection) if (snapshot.scene.get(id)?.geometry.kind === 'mask') ids.add(id)
  return ids
}

const newMask = ''
/** Device pixels beyond what changed in which the edge looks different: the edge's bands together. */
const reach = 9

/** The masks that the layer shows for this state. */
export function liveContent(snapshot: Snapshot, camera: Camera, styles: Styles): LiveContent {
  const { draft, lifted, page, scene } = snapshot
  const stroke = draft?.kind === 'stroke' ? draft : null
  const ids = snapshot.allHidden ? [] : idsInHand(snapshot)
  const masks: LiveMask[] = []
  for (const id of ids) {
    const object = scene.get(id)
    const geometry = lifted?.get(id) ?? object?.geometry
    if (
      !object ||
      snapshot.hidden.has(id) ||
      geometry?.kind !== 'mask' ||
      object.part !== page.part ||
      object.page !== page.page
    )
      continue
    const pixels = stroke?.id === id ? stroke.pixels : columnsOf(geometry)
    masks.push({ id, pixels, color: styleOf(styles, object).color })
  }
  if (stroke && stroke.id === null) {
    const { brush } = snapshot
    const color = (brush && styles.get(styleKey(brush.task, brush.class))?.color) ?? '#9a9a9a'
    masks.push({ id: newMask, pixels: stroke.pixels, color })
  }
  return { camera, masks }
}

/** What must be drawn anew: all, nothing or one region of device pixels. */
export function liveDamage(
  before: LiveContent | null,
  after: LiveContent,
  ratio: number,
): 'all' | Region | null {
  if (!before || before.camera !== after.camera)
    return sameCamera(before, after) ? damage(before, after, ratio) : 'all'
  return damage(before, after, ratio)
}

function sameCamera(before: LiveContent | null, after: LiveContent): before is LiveContent {
  const [a, b] = [before?.camera, after.camera]
  return (
    a !== undefined &&
    a.scale === b.scale &&
    a.left === b.left &&
    a.top === b.top &&
    a.width === b.width &&
    a.height === b.height
  )
}

function damage(before: LiveContent, after: LiveContent, ratio: number): 'all' | Region | null {
  let found: Region | null = null
  const old = new Map(before.masks.map((mask) => [mask.id, mask]))
  const add = (from: Columns, to: Columns) => {
    const edge = changedBetween(from, to)
    const region = edge && regionOf(edge, after.camera, ratio, reach)
    if (region) found = found ? together(found, region) : region
  }
  for (const mask of after.masks) {
    const was = old.get(mask.id)
    old.delete(mask.id)
    if (was && was.color !== mask.color) return 'all'
    add(was?.pixels ?? noColumns, mask.pixels)
  }
  for (const gone of old.values()) add(gone.pixels, noColumns)
  return found
}

function together(a: Region, b: Region): Region {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)]
  const width = Math.max(a.x + a.width, b.x + b.width) - x
  return { x, y, width, height: Math.max(a.y + a.height, b.y + b.height) - y }
}

/** Draws the layer, or of it the region alone, which is cleared before. */
export function paintLive(ctx: CanvasRenderingContext2D, content: LiveContent, region: Region | null): void {
  const ratio = ctx.getTransform().a
  if (region) {
    const { x, y, width, height } = region
    ctx.clearRect(x / ratio, y / ratio, width / ratio, height / ratio)
  }
  for (const { pixels, color } of content.masks) {
    const look: MaskLook = { color, edge: 2, fine: true }
    paintMask(ctx, pixels, look, content.camera, region ?? undefined)
  }
}
