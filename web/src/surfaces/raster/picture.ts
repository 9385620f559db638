/** The picture under the drawing: OpenSeadragon with the canvas drawer, led by our camera. */
import OpenSeadragon from 'openseadragon'
import { type Camera, filling, fitting, panned, showing, visible, zoomed } from '../../canvas/camera'
import { type Bounds, covers, onScreen, type Point, type Size } from '../../canvas/points'
import type { TileFailure } from './kept'
import { Shader } from './shader'
import { plainTone, type Shades, shadesOf, type Tone } from './shades'
import { type TilePage, tileSource } from './tiles'

export interface PictureEvents {
  /** The picture moved or was drawn; `moving` while it is on its way. */
  onMove(camera: Camera, moving: boolean): void
  onFailure(failure: TileFailure): void
  /** The first pixels of a page are on the screen. */
  onPainted(): void
  /** Every tile that the surface needs now is drawn. */
  onWhole(): void
}

/** What OpenSeadragon tells before it draws a tile. */
interface Drawing {
  readonly tiledImage: OpenSeadragon.TiledImage
  readonly rendered: CanvasRenderingContext2D
}

/** How long a picture may stay under the one that takes its place. */
const coveredMs = 4000

/** Seconds that a step of zoom or pan takes; none where the person asked for less motion. */
const glide = 0.12

/** Screen pixels around a whole picture: enough for the handles of what lies at its edge. */
const rim = 6

/** From this many screen pixels a picture pixel on, pixels are shown as squares, not smoothed. */
const squares = 3

function calm(): boolean {
  return window.matchMedia('(prefers-reduced-motion: reduce)').matches
}

/** OpenSeadragon looks for this element and writes one without a nonce when it is missing, which the CSP refuses. */
function standInStyle(): void {
  const mark = 'data-openseadragon-mobile-css'
  if (document.querySelector(`style[${mark}]`)) return
  const style = document.createElement('style')
  style.setAttribute(mark, 'true')
  style.nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  document.head.append(style)
}

/** Owns the viewer of one surface. All places are in the page's original pixels. */
export class Picture {
  private readonly viewer: OpenSeadragon.Viewer
  private size: Size = { width: 1, height: 1 }
  private moving = false
  private smooth = true
  private painted = false
  /** The picture that was opened last; an older one may still lie under it. */
  private newest: OpenSeadragon.TiledImage | null = null
  private tone: Tone = plainTone
  /** The whole picture was asked for last: it stays whole when the room changes. */
  private isWhole = false
  private readonly shader = new Shader()
  /** How each picture in the viewer is shown: while a new one comes, the old one stays under it. */
  private readonly shown = new Map<OpenSeadragon.TiledImage, { tiles: TilePage; shades: Shades | null }>()

  constructor(
    host: HTMLElement,
    private readonly events: PictureEvents,
  ) {
    standInStyle()
    this.viewer = new OpenSeadragon.Viewer({
      element: host,
      drawer: 'canvas',
      mouseNavEnabled: false,
      tabIndex: -1,
      showNavigationControl: false,
      animationTime: calm() ? 0 : glide,
      springStiffness: 8,
      blendTime: 0,
      immediateRender: false,
      maxZoomPixelRatio: 64,
      minZoomImageRatio: 0.05,
      visibilityRatio: 0.1,
      constrainDuringPan: true,
      imageLoaderLimit: 6,
      // What was fetched beforehand is drawn in one frame, not a tile a frame.
      maxTilesPerFrame: 64,
      maxImageCacheCount: 300,
      placeholderFillStyle: 'transparent',
    })
    this.viewer.addHandler('animation-start', () => this.setMoving(true))
    this.viewer.addHandler('animation-finish', () => this.setMoving(false))
    this.viewer.addHandler('update-viewport', () => this.tell())
    this.viewer.addHandler('resize', () => (this.isWhole ? this.fit(true) : this.tell()))
    this.viewer.addHandler('tile-drawn', (event) => {
      if ((event as unknown as Drawing).tiledImage === this.newest) this.tellPainted()
    })
    this.viewer.addHandler('tile-drawing', (event) => {
      const { tiledImage, rendered } = event as unknown as Drawing
      this.shader.apply(rendered, this.shown.get(tiledImage)?.shades ?? null)
    })
  }

  /** Shows the picture otherwise, as far as what the server sent allows. Drawn once. */
  setTone(tone: Tone): void {
    this.tone = tone
    for (const one of this.shown.values()) one.shades = shadesOf(tone, one.tiles.served, one.tiles.bits)
    this.viewer.forceRedraw()
  }

  /** Shows a page. With its place kept, what was shown stays until the new tiles cover it. */
  open(tiles: TilePage, keepPlace: boolean): void {
    const before = keepPlace ? this.viewer.viewport.getBounds(true) : null
    this.size = tiles.size
    this.painted = false
    this.newest = null
    const old = this.viewer.world.getItemAt(0)
    this.viewer.addTiledImage({
      tileSource: tileSource(tiles, (failure) => this.events.onFailure(failure)),
      ...(old && !before ? { replace: true, index: 0 } : {}),
      success: (event) => {
        const { item } = event as unknown as { item: OpenSeadragon.TiledImage }
        item.addHandler('fully-loaded-change', () => this.tellWhole(item))
        this.newest = item
        if (!before) this.drop()
        this.shown.set(item, { tiles, shades: shadesOf(this.tone, tiles.served, tiles.bits) })
        if (before) this.uncover(item)
        if (before) this.viewer.viewport.fitBounds(before, true)
        else this.fit(true)
        this.tell()
      },
    })
  }

  /** Takes away all that was shown before; what took its place is not among it. */
  private drop(): void {
    for (const one of this.shown.keys())
      if (this.viewer.world.getIndexOfItem(one) >= 0) this.viewer.world.removeItem(one)
    this.shown.clear()
  }

  /** Takes away what lies under a picture as soon as it is whole, or after a while when it never is. */
  private uncover(item: OpenSeadragon.TiledImage): void {
    const clear = () => {
      if (!this.shown.has(item)) return
      for (const one of [...this.shown.keys()]) {
        if (one === item) return
        this.shown.delete(one)
        this.viewer.world.removeItem(one)
      }
    }
    const late = setTimeout(clear, coveredMs)
    item.addHandler('fully-loaded-change', () => {
      if (!item.getFullyLoaded()) return
      clearTimeout(late)
      clear()
    })
  }

  /** What the surface shows now. */
  camera(): Camera {
    const shown = this.viewer.viewport.getBounds(true)
    const { x: width, y: height } = this.viewer.viewport.getContainerSize()
    const per = this.size.width
    return { scale: width / (shown.width * per), left: shown.x * per, top: shown.y * per, width, height }
  }

  /** Where the surface is going to; the same as `camera` at rest. */
  private target(): Camera {
    const shown = this.viewer.viewport.getBounds(false)
    const now = this.camera()
    const per = this.size.width
    return { ...now, scale: now.width / (shown.width * per), left: shown.x * per, top: shown.y * per }
  }

  fit(atOnce = false): void {
    this.aim(this.fitted(), atOnce)
    this.isWhole = true
  }

  /** Shows a picture pixel as so many screen pixels, about the middle. */
  scaleTo(scale: number): void {
    this.zoom(scale / this.target().scale)
  }

  /** Uses all of the surface, so that the page's other end lies outside. */
  fill(): void {
    const { x, y } = this.viewer.viewport.getContainerSize()
    this.aim(filling(this.size, x, y), false)
  }

  /** Zooms about a place of the surface, its middle by default. */
  zoom(factor: number, around?: Point<'screen'>): void {
    const camera = this.target()
    this.aim(zoomed(camera, factor, around ?? onScreen(camera.width / 2, camera.height / 2)), false)
  }

  /** Moves the picture with the hand, without gliding. */
  pan(dx: number, dy: number): void {
    this.aim(panned(this.camera(), dx, dy), true)
  }

  /** Shows the same middle at the same nearness as another surface; does nothing when it does already. */
  follow(camera: Camera): void {
    if (!this.viewer.world.getItemAt(0)) return
    const now = this.camera()
    const left = camera.left + (camera.width - now.width) / camera.scale / 2
    const top = camera.top + (camera.height - now.height) / camera.scale / 2
    const apart = Math.abs(left - now.left) + Math.abs(top - now.top)
    const same = apart * now.scale < 0.5 && Math.abs(camera.scale / now.scale - 1) < 1e-4
    if (!same) this.aim({ ...now, scale: camera.scale, left, top }, true)
  }

  /** Brings a place of the page to the middle, as near as it is now. */
  centre(place: Point<'image'>): void {
    const camera = this.camera()
    const [left, top] = [
      place.x - camera.width / camera.scale / 2,
      place.y - camera.height / camera.scale / 2,
    ]
    this.aim({ ...camera, left, top }, true)
  }

  /** The surface has other sides now, before the viewer itself has noticed: all of the page is shown on it. */
  reshaped(): void {
    const { clientWidth, clientHeight } = this.viewer.element
    if (clientWidth < 1 || !this.viewer.world.getItemAt(0)) return
    this.viewer.viewport.resize(new OpenSeadragon.Point(clientWidth, clientHeight), false)
    this.aim(fitting(this.size, clientWidth, clientHeight), true)
    // The viewer notices in the next frame and sets a zoom of its own.
    this.viewer.addOnceHandler('resize', () => this.aim(this.fitted(), true))
    this.viewer.forceResize()
  }

  /** Brings a rectangle of the page to the middle. */
  show(edge: Bounds<'image'>): void {
    this.aim(showing(edge, this.camera(), Math.max(1, this.camera().scale)), false)
  }

  /** As `show`, but only when the rectangle is not in sight or too small to be seen. */
  reveal(edge: Bounds<'image'>): void {
    const camera = this.target()
    const tiny = Math.max(edge.right - edge.left, edge.bottom - edge.top) * camera.scale < 12
    if (tiny || !covers(visible(camera), edge))
      this.aim(showing(edge, camera, tiny ? 8 : camera.scale), false)
  }

  /** Takes the picture off the screen and out of memory. */
  wipe(): void {
    this.shown.clear()
    this.viewer.world.removeAll()
    this.viewer.forceRedraw()
  }

  destroy(): void {
    this.shown.clear()
    this.viewer.destroy()
  }

  private fitted(): Camera {
    const { x, y } = this.viewer.viewport.getContainerSize()
    return fitting(this.size, x, y, rim)
  }

  private aim(camera: Camera, atOnce: boolean): void {
    this.isWhole = false
    const per = this.size.width
    const [width, height] = [camera.width / camera.scale / per, camera.height / camera.scale / per]
    const rectangle = new OpenSeadragon.Rect(camera.left / per, camera.top / per, width, height)
    this.viewer.viewport.fitBounds(rectangle, atOnce)
    this.viewer.viewport.applyConstraints(atOnce)
    if (atOnce) this.viewer.forceRedraw()
  }

  private setMoving(moving: boolean): void {
    this.moving = moving
    this.tell()
  }

  private tell(): void {
    if (!this.viewer.world.getItemAt(0)) return
    const camera = this.camera()
    const smooth = camera.scale < squares
    if (smooth !== this.smooth) {
      this.smooth = smooth
      this.viewer.drawer.setImageSmoothingEnabled(smooth)
    }
    this.events.onMove(camera, this.moving)
  }

  /** Loaded is not drawn: the viewer draws in the frame that follows. */
  private tellWhole(item: OpenSeadragon.TiledImage): void {
    if (!item.getFullyLoaded()) return
    this.viewer.addOnceHandler('update-viewport', () => this.events.onWhole())
    this.viewer.forceRedraw()
  }

  private tellPainted(): void {
    if (this.painted) return
    this.painted = true
    this.events.onPainted()
  }
}
