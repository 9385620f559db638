/** The magnifier: a square under the hand that shows the original's own pixels, larger, with the drawing over them. */
import type { Camera } from '../../canvas/camera'
import { toImage } from '../../canvas/camera'
import type { Engine } from '../../canvas/engine'
import { onScreen, type Point } from '../../canvas/points'
import { paintObjects } from '../../canvas/render/objects'
import type { Marks, Styles } from '../../canvas/render/style'
import { fetchTile } from './kept'
import { Shader } from './shader'
import { shadesOf, type Tone } from './shades'
import { type TilePage, tileUrl } from './tiles'

/** Side of the magnifier in CSS pixels. */
const side = 224
const times = 4
const mostTiles = 48

/** What the magnifier shows: at least two screen pixels a picture pixel, so that single ones can be seen. */
export function lensCamera(camera: Camera, place: Point<'screen'>): Camera {
  const scale = Math.min(48, Math.max(2, camera.scale * times))
  const centre = toImage(camera, place)
  const half = side / scale / 2
  return { scale, left: centre.x - half, top: centre.y - half, width: side, height: side }
}

interface Around {
  readonly engine: Engine
  tiles(): TilePage | null
  tone(): Tone
  styles(): Styles
  marks(): Marks
}

export class Lens {
  private readonly canvas = document.createElement('canvas')
  private readonly shader = new Shader()
  private readonly kept = new Map<string, CanvasRenderingContext2D | null>()
  private camera: Camera | null = null
  private place: Point<'screen'> | null = null
  private on = false
  private asked = 0
  /** Ends what is under way when the magnifier is put away. */
  private stop = new AbortController()

  constructor(
    private readonly host: HTMLElement,
    private readonly around: Around,
  ) {
    this.canvas.setAttribute('aria-hidden', 'true')
    this.canvas.dataset['lens'] = ''
    Object.assign(this.canvas.style, {
      position: 'absolute',
      left: '0',
      top: '0',
      width: `${side}px`,
      height: `${side}px`,
      pointerEvents: 'none',
    })
  }

  follow(camera: Camera): void {
    this.camera = camera
    this.ask()
  }

  point(place: Point<'screen'> | null): void {
    if (!place) return
    this.place = place
    this.ask()
  }

  show(on: boolean): void {
    if (this.on === on) return
    this.on = on
    if (on) {
      this.host.append(this.canvas)
      this.ask()
    } else {
      this.canvas.remove()
      this.clear()
    }
  }

  /** What lies under it has changed. */
  refresh(): void {
    this.ask()
  }

  destroy(): void {
    cancelAnimationFrame(this.asked)
    this.canvas.remove()
    this.clear()
  }

  private clear(): void {
    this.stop.abort()
    this.stop = new AbortController()
    this.kept.clear()
  }

  private ask(): void {
    if (!this.on) return
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0
      this.draw()
    })
  }

  private draw(): void {
    const { camera } = this
    const tiles = this.around.tiles()
    if (!this.on || !camera || !tiles) return
    const middle = this.place ?? onScreen(camera.width / 2, camera.height / 2)
    const near = lensCamera(camera, middle)
    const ratio = window.devicePixelRatio
    this.canvas.width = this.canvas.height = Math.round(side * ratio)
    const keep = (at: number, room: number) => Math.min(room - side, Math.max(0, at - side / 2))
    const [x, y] = [keep(middle.x, camera.width), keep(middle.y, camera.height)]
    this.canvas.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
    const ctx = this.canvas.getContext('2d')
    if (!ctx) return
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    const marks = this.around.marks()
    ctx.fillStyle = '#808080'
    ctx.fillRect(0, 0, side, side)
    this.paintTiles(ctx, near, tiles)
    const { engine } = this.around
    paintObjects(ctx, {
      snapshot: engine.getSnapshot(),
      camera: near,
      styles: this.around.styles(),
      font: marks.font,
    })
    frame(ctx, marks.accent)
  }

  private paintTiles(ctx: CanvasRenderingContext2D, near: Camera, tiles: TilePage): void {
    const { tileSize, size, levels } = tiles
    const shades = shadesOf(this.around.tone(), tiles.served, tiles.bits)
    const span = (from: number, length: number, most: number) => {
      const [first, last] = [Math.max(0, from), Math.min(most, from + length)]
      if (last <= first) return []
      const start = Math.floor(first / tileSize)
      return Array.from({ length: Math.ceil(last / tileSize) - start }, (_, i) => start + i)
    }
    ctx.imageSmoothingEnabled = false
    for (const column of span(near.left, side / near.scale, size.width))
      for (const row of span(near.top, side / near.scale, size.height)) {
        const tile = this.tile(tiles.view, tileUrl(tiles, levels - 1, column, row))
        if (!tile) continue
        this.shader.apply(tile, shades)
        const [x, y] = [
          (column * tileSize - near.left) * near.scale,
          (row * tileSize - near.top) * near.scale,
        ]
        ctx.drawImage(tile.canvas, x, y, tile.canvas.width * near.scale, tile.canvas.height * near.scale)
      }
  }

  /** The tile when it is here; asks for it otherwise and draws again when it has come. */
  private tile(view: string, url: string): CanvasRenderingContext2D | null {
    const known = this.kept.get(url)
    if (known !== undefined) return known
    if (this.kept.size >= mostTiles) this.kept.delete(this.kept.keys().next().value ?? '')
    this.kept.set(url, null)
    void fetched(view, url, this.stop.signal).then(
      (tile) => {
        if (!this.on) return
        this.kept.set(url, tile)
        this.ask()
      },
      // The surface says why tiles do not come; the magnifier tries again with the next move.
      () => this.kept.delete(url),
    )
    return null
  }
}

async function fetched(
  view: string,
  url: string,
  signal: AbortSignal,
): Promise<CanvasRenderingContext2D | null> {
  const { bitmap, own } = await fetchTile(view, url, signal)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')
  context?.drawImage(bitmap, 0, 0)
  if (!own) bitmap.close()
  return context
}

/** A frame and a hair cross with a gap, so that the pixel under the hand stays free. */
function frame(ctx: CanvasRenderingContext2D, accent: string): void {
  const half = side / 2
  const path = new Path2D()
  for (const [from, to] of [
    [0, half - 12],
    [half + 12, side],
  ] as const) {
    path.moveTo(from, half)
    path.lineTo(to, half)
    path.moveTo(half, from)
    path.lineTo(half, to)
  }
  for (const [width, colour] of [
    [3, 'rgba(0, 0, 0, 0.6)'],
    [1, '#ffffff'],
  ] as const) {
    ctx.lineWidth = width
    ctx.strokeStyle = colour
    ctx.stroke(path)
  }
  ctx.lineWidth = 4
  ctx.strokeStyle = accent
  ctx.strokeRect(0, 0, side, side)
}
