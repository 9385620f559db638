/** Turns pointer and wheel into inputs for the engine and moves for the picture. */
import { toImage } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { onScreen, type Point, settle } from '../../canvas/points'
import type { Modifiers } from '../../canvas/tools/tool'
import { planeMove, planePlace, type Turn, unturned } from '../../canvas/turn'
import type { Picture } from './picture'

const doubleMs = 350
const doublePx = 5

function modifiers(event: MouseEvent): Modifiers {
  return { shift: event.shiftKey, alt: event.altKey, command: event.ctrlKey || event.metaKey }
}

/** A mouse wheel speaks in lines or pages in some browsers; this makes pixels of it. */
function wheelPixels(event: WheelEvent): number {
  return event.deltaY * (event.deltaMode === 1 ? 32 : event.deltaMode === 2 ? 400 : 1)
}

export interface HandEvents {
  onPointer(place: Point<'screen'> | null): void
  /** A drag with the right button, or any drag while levelling: by so many screen pixels since it was told last. */
  onLevel(dx: number, dy: number): void
  /** The drag is over. */
  onLevelled(): void
  /** A press while measuring. */
  onMeasure(at: Point<'image'>): void
}

interface Drag {
  readonly what: 'pan' | 'level'
  readonly x: number
  readonly y: number
}

/** Listens on the surface from `attach` until the returned function is called. */
export class Hand {
  /** While the space bar is held, a drag moves the picture. */
  panning = false
  /** While on, a drag changes window and level, or brightness and contrast. */
  levelling = false
  /** While on, a press sets a point to measure by; nothing reaches the tools. */
  measuring = false
  /** How the plane is turned that the picture lies on. */
  turn: Turn = unturned
  private from: Drag | null = null
  private last = { time: 0, x: 0, y: 0, clicks: 0 }

  constructor(
    private readonly host: HTMLElement,
    private readonly engine: Engine,
    private readonly picture: Picture,
    private readonly events: HandEvents,
  ) {}

  attach(): () => void {
    const off = new AbortController()
    const { signal } = off
    this.host.addEventListener('pointerdown', (event) => this.down(event), { signal })
    this.host.addEventListener('pointermove', (event) => this.move(event), { signal })
    this.host.addEventListener('pointerup', (event) => this.up(event), { signal })
    this.host.addEventListener('pointercancel', () => this.cancel(), { signal })
    this.host.addEventListener('pointerleave', () => this.events.onPointer(null), { signal })
    this.host.addEventListener('wheel', (event) => this.wheel(event), { signal, passive: false })
    // A look is not a copy: the browser's own ways to save or drag the pixels away are closed. (A screenshot is not.)
    this.host.addEventListener('contextmenu', (event) => event.preventDefault(), { signal })
    this.host.addEventListener('dragstart', (event) => event.preventDefault(), { signal })
    return () => off.abort()
  }

  private place(event: MouseEvent): Point<'screen'> {
    const edge = this.host.getBoundingClientRect()
    return planePlace(this.turn, onScreen(event.clientX - edge.left, event.clientY - edge.top), edge)
  }

  private inPicture(event: MouseEvent): Point<'image'> {
    return settle(toImage(this.picture.camera(), this.place(event)))
  }

  private input(type: 'down' | 'move' | 'up', event: PointerEvent): void {
    const at = this.inPicture(event)
    const mods = modifiers(event)
    this.engine.dispatch(
      type === 'down' ? { type, at, mods, clicks: this.clicks(event) } : { type, at, mods },
    )
  }

  private clicks(event: PointerEvent): number {
    const { last } = this
    const near = Math.hypot(event.clientX - last.x, event.clientY - last.y) <= doublePx
    const clicks = near && event.timeStamp - last.time <= doubleMs ? last.clicks + 1 : 1
    this.last = { time: event.timeStamp, x: event.clientX, y: event.clientY, clicks }
    return clicks
  }

  private down(event: PointerEvent): void {
    // A second button in the middle of a stroke is not meant.
    if (event.button === 2 && (event.buttons & 1) !== 0) return
    this.host.setPointerCapture(event.pointerId)
    this.host.focus({ preventScroll: true })
    const [x, y] = [event.clientX, event.clientY]
    if (event.button === 1 || this.panning) {
      event.preventDefault()
      this.from = { what: 'pan', x, y }
    } else if (event.button === 2 || this.levelling) this.from = { what: 'level', x, y }
    else if (this.measuring) this.events.onMeasure(this.inPicture(event))
    else this.input('down', event)
  }

  private move(event: PointerEvent): void {
    this.events.onPointer(this.place(event))
    if (this.from) {
      const [dx, dy] = [event.clientX - this.from.x, event.clientY - this.from.y]
      if (this.from.what === 'pan') this.picture.pan(...planeMove(this.turn, dx, dy))
      else this.events.onLevel(dx, dy)
      this.from = { ...this.from, x: event.clientX, y: event.clientY }
    } else if (!this.measuring) this.input('move', event)
  }

  private up(event: PointerEvent): void {
    if (this.from) this.endDrag()
    else if (event.button !== 2 && !this.measuring) this.input('up', event)
  }

  private endDrag(): void {
    if (this.from?.what === 'level') this.events.onLevelled()
    this.from = null
  }

  private cancel(): void {
    this.endDrag()
    this.engine.dispatch({ type: 'cancel' })
  }

  private wheel(event: WheelEvent): void {
    event.preventDefault()
    if (event.shiftKey) this.picture.pan(...planeMove(this.turn, -(event.deltaX || event.deltaY), 0))
    else this.picture.zoom(Math.exp(-wheelPixels(event) * 0.0018), this.place(event))
  }
}
