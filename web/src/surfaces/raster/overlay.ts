/** The drawing over the picture: a large canvas at rest, moved by CSS while panning, and a small one for the hand. */
import { type Camera, toScreen } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { enlarged, plan, shiftOf } from '../../canvas/oversize'
import type { Bounds, Point } from '../../canvas/points'
import { type HandFrame, type Pin, paintHand, tipArea } from '../../canvas/render/hand'
import { type LiveContent, liveContent, liveDamage, paintLive } from '../../canvas/render/live'
import { paintObjects } from '../../canvas/render/objects'
import type { Marks, Styles } from '../../canvas/render/style'
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

/** What the large canvas depends on besides the camera; when one of these changes it is drawn anew. */
function content(snapshot: Snapshot): readonly unknown[] {
  const { revision, selection, lifted, hidden, allHidden, dimmed, page } = snapshot
  // Only which objects are lifted matters below; where the hand holds them is drawn above.
  return [
    revision,
    [...selection].join(),
    [...(lifted?.keys() ?? [])].join(),
    hidden,
    allHidden,
    dimmed,
    page,
  ]
}

/** What the upper layer depends on besides the pointer and a stroke, which the layer of masks shows. */
function handContent({ snapshot, camera, styles, marks, pins }: HandFrame): readonly unknown[] {
  const { revision, selection, vertex, lifted, allHidden, page, tool, tip, draft } = snapshot
  const drawn = draft?.kind === 'stroke' ? null : draft
  const { scale, left, top, width, height } = camera
  return [
    ...[revision, selection, vertex, lifted, allHidden, page, tool, tip, drawn],
    ...[scale, left, top, width, height, window.devicePixelRatio, styles, marks, pins],
  ]
}

/** Draws on change only: at most once a frame, and the large canvas only when it must. */
export class Overlay {
  private readonly base: HTMLCanvasElement
  private readonly live: HTMLCanvasElement
  private readonly top: HTMLCanvasElement
  private camera: Camera | null = null
  private moving = false
  private painted: Camera | null = null
  private paintedContent: readonly unknown[] = []
  private cost = 0
  private asked = 0
  private pointer: Point<'screen'> | null = null
  private lived: LiveContent | null = null
  private handed: readonly unknown[] = []
  private tipped: Bounds<'screen'> | null = null
  private pins: readonly Pin[] = []
  private readonly leave: () => void

  constructor(
    host: HTMLElement,
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
    pins?: readonly Pin[]
    pointer?: Point<'screen'> | null
  }): void {
    if (what.styles || what.marks) this.painted = this.lived = null
    if (what.styles) this.styles = what.styles
    if (what.marks) this.marks = what.marks
    if (what.pins) this.pins = what.pins
    if (what.pointer !== undefined) this.pointer = what.pointer
    this.ask()
  }

  destroy(): void {
    this.leave()
    cancelAnimationFrame(this.asked)
    this.base.remove()
    this.live.remove()
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
    this.drawHand(snapshot, camera)
  }

  /** Masks in the hand, of which a stroke changes only a region. */
  private drawLive(snapshot: Snapshot, camera: Camera): void {
    const content = liveContent(snapshot, camera, this.styles)
    const ratio = window.devicePixelRatio
    const fits = this.live.width === Math.round(camera.width * ratio)
    const damage = liveDamage(fits ? this.lived : null, content, ratio)
    this.lived = content
    if (!damage) return
    const ctx =
      damage === 'all' ? cleared(this.live, camera.width, camera.height) : this.live.getContext('2d')
    if (ctx) paintLive(ctx, content, damage === 'all' ? null : damage)
  }

  /** While nothing but the brush moves, only its rim's old and new place are drawn anew. */
  private drawHand(snapshot: Snapshot, camera: Camera): void {
    const { styles, marks, pointer, pins } = this
    const frame: HandFrame = { snapshot, camera, styles, marks, pointer, pins }
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

  private drawBase(snapshot: Snapshot, camera: Camera): void {
    const now = content(snapshot)
    if (now.some((value, i) => value !== this.paintedContent[i])) this.painted = null
    const { width, height } = enlarged(camera)
    if (this.painted && (this.painted.width !== width || this.painted.height !== height)) this.painted = null
    const next = plan(this.painted, camera, this.cost, this.moving)
    if (next.kind === 'paint') this.paintBase(snapshot, camera, now)
    const shift = next.kind === 'shift' ? next.shift : this.painted ? shiftOf(this.painted, camera) : null
    if (shift) this.base.style.transform = `translate(${shift.x}px, ${shift.y}px) scale(${shift.scale})`
  }

  private paintBase(snapshot: Snapshot, camera: Camera, now: readonly unknown[]): void {
    const large = enlarged(camera)
    const began = performance.now()
    const ctx = cleared(this.base, large.width, large.height)
    if (!ctx) return
    paintObjects(ctx, snapshot, large, this.styles, this.marks.font)
    this.cost = performance.now() - began
    this.painted = large
    this.paintedContent = now
  }
}
