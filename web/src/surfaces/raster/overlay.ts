/** The drawing over the picture: a large canvas at rest, moved by CSS while panning, and a small one for the hand. */
import { type Camera, toScreen } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import type { LabelObject } from '../../canvas/label'
import { enlarged, plan, shiftOf } from '../../canvas/oversize'
import type { Bounds, Point } from '../../canvas/points'
import { type DifferenceLayer, paintDifferences } from '../../canvas/render/differences'
import { type HandFrame, type Pin, paintHand, tipArea } from '../../canvas/render/hand'
import { idsInHand, type LiveContent, liveContent, liveDamage, paintLive } from '../../canvas/render/live'
import { paintObjects, repaintObjects } from '../../canvas/render/objects'
import type { LinkStyles, Marks, Styles } from '../../canvas/render/style'
import type { Snapshot } from '../../canvas/snapshot'

function canvasIn(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  Object.assign(canvas.style, {
    position: 'absolute',
    left: '0',
    top: '0',
    transformOrigin: '0 0',
    pointerEvents: 'none',
  })
  host.append(canvas)
  return canvas
}

/** Fits a canvas to a size in CSS pixels and gives its cleared context in CSS pixel units. */
function cleared(canvas: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (canvas.width !== w || canvas.height !== h) {
    canvas.width = w
    canvas.height = h
    canvas.style.width = `${width}px`
    canvas.style.height = `${height}px`
  }
  const ctx = canvas.getContext('2d')
  ctx?.setTransform(ratio, 0, 0, ratio, 0, 0)
  ctx?.clearRect(0, 0, width, height)
  return ctx
}

/** An empty layer costs the browser a copy of all its pixels in each frame that touches it: it is not there then. */
function showLayer(canvas: HTMLCanvasElement, something: boolean): void {
  const display = something ? '' : 'none'
  if (canvas.style.display !== display) canvas.style.display = display
}

type Areas = readonly Bounds<'image'>[]

/** More areas than this, or areas over more of the canvas than this share, are drawn as a whole. */
const manyAreas = 64
const largeShare = 0.3
/** As many objects are drawn in a millisecond or two. */
const fewObjects = 200

/** Where objects left the base layer for the hand, or came back to it; null when they are too many. */
function liftedAreas(before: Snapshot, now: Snapshot): Areas | null {
  const [old, held] = [idsInHand(before), idsInHand(now)]
  const ids = new Set([...old].filter((id) => !held.has(id)))
  for (const id of held) if (!old.has(id)) ids.add(id)
  if (ids.size > manyAreas) return null
  return [...ids].flatMap((id) => {
    const object = now.scene.get(id)
    return object ? [boundsOf(object.geometry)] : []
  })
}

/** Which areas of the large canvas are out of date; null when all of it is. */
function staleAreas(before: Snapshot | null, now: Snapshot, engine: Engine): Areas | null {
  if (!before) return null
  const same =
    before.scene === now.scene &&
    before.page === now.page &&
    before.hidden === now.hidden &&
    before.allHidden === now.allHidden &&
    before.dimmed === now.dimmed
  if (!same) return null
  const changed = engine.changedSince(before.revision)
  const lifted = liftedAreas(before, now)
  return changed && lifted && changed.length + lifted.length <= manyAreas ? [...changed, ...lifted] : null
}

function shareOf(areas: Areas, camera: Camera): number {
  const all = (camera.width * camera.height) / camera.scale ** 2
  return areas.reduce((sum, { left, top, right, bottom }) => sum + (right - left) * (bottom - top), 0) / all
}

/** What the upper layer depends on besides the pointer and a stroke, which the layer of masks shows. */
function handContent({ snapshot, camera, styles, marks, pins, links }: HandFrame): readonly unknown[] {
  const { revision, selection, vertex, lifted, hidden, locked, allHidden, page, tool, tip, draft } = snapshot
  const drawn = draft?.kind === 'stroke' ? null : draft
  const { scale, left, top, width, height } = camera
  return [
    ...[revision, selection, vertex, lifted, hidden, locked, allHidden, page, tool, tip, drawn],
    ...[scale, left, top, width, height, window.devicePixelRatio, styles, marks, pins, links],
  ]
}

/** Draws on change only: at most once a frame, and the large canvas only when it must. */
export class Overlay {
  private readonly base: HTMLCanvasElement
  private readonly live: HTMLCanvasElement
  private readonly top: HTMLCanvasElement
  /** Only there while versions are compared. */
  private compared: HTMLCanvasElement | null = null
  private differences: DifferenceLayer | null = null
  private comparison: readonly unknown[] = []
  private camera: Camera | null = null
  private moving = false
  private painted: Camera | null = null
  private paintedSnapshot: Snapshot | null = null
  private paintedCount = 0
  private cost = 0
  private asked = 0
  private pointer: Point<'screen'> | null = null
  private lived: LiveContent | null = null
  private handed: readonly unknown[] = []
  private tipped: Bounds<'screen'> | null = null
  private pins: readonly Pin[] = []
  private links: LinkStyles = new Map()
  private readonly leave: () => void

  constructor(
    private readonly host: HTMLElement,
    private readonly engine: Engine,
    private styles: Styles,
    private marks: Marks,
  ) {
    this.base = canvasIn(host)
    this.live = canvasIn(host)
    this.top = canvasIn(host)
    this.leave = engine.subscribe(() => this.ask())
  }

  /** The picture moved: drawn in this very frame, so that drawing and picture never part. */
  follow(camera: Camera, moving: boolean): void {
    this.camera = camera
    this.moving = moving
    this.draw()
  }

  /** Changes what is drawn beside the engine's state. */
  set(what: {
    styles?: Styles
    marks?: Marks
    links?: LinkStyles
    pins?: readonly Pin[]
    differences?: DifferenceLayer | null
    pointer?: Point<'screen'> | null
  }): void {
    if (what.styles || what.marks) this.painted = this.lived = null
    if (what.styles) this.styles = what.styles
    if (what.marks) this.marks = what.marks
    if (what.links) this.links = what.links
    if (what.pins) this.pins = what.pins
    if (what.differences !== undefined) this.differences = what.differences
    if (what.pointer !== undefined) this.pointer = what.pointer
    this.ask()
  }

  /** What objects are drawn with. */
  get look(): { readonly styles: Styles; readonly marks: Marks } {
    return { styles: this.styles, marks: this.marks }
  }

  destroy(): void {
    this.leave()
    cancelAnimationFrame(this.asked)
    this.base.remove()
    this.live.remove()
    this.compared?.remove()
    this.top.remove()
  }

  private ask(): void {
    if (this.asked) return
    this.asked = requestAnimationFrame(() => {
      this.asked = 0
      this.draw()
    })
  }

  private draw(): void {
    const { camera } = this
    if (!camera || camera.width < 1 || camera.height < 1) return
    const snapshot = this.engine.getSnapshot()
    this.drawBase(snapshot, camera)
    this.drawLive(snapshot, camera)
    this.drawDifferences(snapshot, camera)
    this.drawHand(snapshot, camera)
  }

  /** Masks in the hand, of which a stroke changes only a region. */
  private drawLive(snapshot: Snapshot, camera: Camera): void {
    const content = liveContent(snapshot, camera, this.styles)
    const ratio = window.devicePixelRatio
    const fits = this.live.width === Math.round(camera.width * ratio)
    const damage = liveDamage(fits ? this.lived : null, content, ratio)
    this.lived = content
    showLayer(this.live, content.masks.length > 0)
    if (!damage) return
    const ctx =
      damage === 'all' ? cleared(this.live, camera.width, camera.height) : this.live.getContext('2d')
    if (ctx) paintLive(ctx, content, damage === 'all' ? null : damage)
  }

  /** Drawn anew when the versions, the page or the place change, never for the hand. */
  private drawDifferences(snapshot: Snapshot, camera: Camera): void {
    const { differences, marks } = this
    if (!differences) {
      this.compared?.remove()
      this.compared = null
      return
    }
    if (!this.compared) {
      this.compared = canvasIn(this.host)
      this.host.insertBefore(this.compared, this.top)
      this.comparison = []
    }
    const { scale, left, top, width, height } = camera
    const now = [differences, marks, snapshot.page, scale, left, top, width, height, window.devicePixelRatio]
    if (now.every((value, i) => value === this.comparison[i])) return
    this.comparison = now
    const ctx = cleared(this.compared, width, height)
    if (ctx) paintDifferences(ctx, differences, snapshot.page, camera, marks.font)
  }

  /** While nothing but the brush moves, only its rim's old and new place are drawn anew. */
  private drawHand(snapshot: Snapshot, camera: Camera): void {
    const { styles, marks, pointer, pins, links, mayTurn } = this
    const frame: HandFrame = { snapshot, camera, styles, marks, pointer, pins, links, mayTurn }
    const now = handContent(frame)
    const same = snapshot.tool === 'brush' && now.every((value, i) => value === this.handed[i])
    this.handed = now
    const place = snapshot.pen ? toScreen(camera, snapshot.pen) : pointer
    const tip = snapshot.tool === 'brush' && place ? tipArea(frame, place) : null
    const areas = [this.tipped, tip].filter((area) => area !== null)
    this.tipped = tip
    const ctx = same ? this.top.getContext('2d') : cleared(this.top, camera.width, camera.height)
    if (!ctx) return
    ctx.save()
    if (same) {
      ctx.beginPath()
      for (const { left, top, right, bottom } of areas) ctx.rect(left, top, right - left, bottom - top)
      ctx.clip()
      for (const { left, top, right, bottom } of areas) ctx.clearRect(left, top, right - left, bottom - top)
    }
    paintHand(ctx, frame)
    ctx.restore()
  }

  private readonly mayTurn = (object: LabelObject) => this.engine.mayTurn(object)

  private drawBase(snapshot: Snapshot, camera: Camera): void {
    showLayer(this.base, snapshot.scene.size > 0)
    const { width, height } = this.large(snapshot, camera)
    if (this.painted && (this.painted.width !== width || this.painted.height !== height)) this.painted = null
    const stale = staleAreas(this.painted && this.paintedSnapshot, snapshot, this.engine)
    if (!stale || (this.painted && shareOf(stale, this.painted) > largeShare)) this.painted = null
    const next = plan(this.painted, camera, this.cost, this.moving)
    if (next.kind === 'paint') this.paintBase(snapshot, camera)
    else if (stale && this.painted) this.repaintBase(snapshot, this.painted, stale)
    const shift = next.kind === 'shift' ? next.shift : this.painted ? shiftOf(this.painted, camera) : null
    if (shift) this.base.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${shift.scale})`
  }

  /** The camera of the base layer: drawn with room around it only where drawing anew costs more than moving. */
  private large({ scene }: Snapshot, camera: Camera): Camera {
    return scene.size > fewObjects ? enlarged(camera) : camera
  }

  private paintBase(snapshot: Snapshot, camera: Camera): void {
    const large = this.large(snapshot, camera)
    const began = performance.now()
    const ctx = cleared(this.base, large.width, large.height)
    if (!ctx) return
    const { styles, marks } = this
    this.paintedCount = paintObjects(ctx, { snapshot, camera: large, styles, font: marks.font })
    this.cost = performance.now() - began
    this.painted = large
    this.paintedSnapshot = snapshot
  }

  /** Only what changed: with ten thousand objects on the canvas a new box still stands in a frame's time. */
  private repaintBase(snapshot: Snapshot, camera: Camera, areas: Areas): void {
    this.paintedSnapshot = snapshot
    const ctx = areas.length > 0 ? this.base.getContext('2d') : null
    if (!ctx) return
    const { styles, marks } = this
    repaintObjects(ctx, areas, this.paintedCount, { snapshot, camera, styles, font: marks.font })
  }
}
