/** The layer of grid, rulers and measure: a canvas that is there only while one of them is. */
import type { Camera } from '../../canvas/camera'
import type { Size } from '../../canvas/points'
import { type GuideColours, type Guides, paintGuides } from '../../canvas/render/guides'

const shows = ({ rulers, grid, measure }: Guides) => rulers || grid || measure.points.length > 0

function coloursNow(): GuideColours {
  const css = getComputedStyle(document.documentElement)
  const read = (name: string, otherwise: string) => css.getPropertyValue(name).trim() || otherwise
  return {
    panel: read('--panel', '#ffffff'),
    text: read('--text', '#161616'),
    line: read('--border-strong', '#8a8a8a'),
    accent: read('--accent', '#1457c8'),
    font: read('--font', 'sans-serif'),
  }
}

export class GuideLayer {
  private canvas: HTMLCanvasElement | null = null
  private camera: Camera | null = null
  private guides: Guides | null = null
  private asked = 0

  constructor(
    private readonly host: HTMLElement,
    private readonly page: () => Size,
  ) {}

  follow(camera: Camera): void {
    this.camera = camera
    this.draw()
  }

  /** Draws anew what is there: the plane was turned. */
  refresh(): void {
    this.draw()
  }

  set(guides: Guides): void {
    this.guides = guides
    this.asked ||= requestAnimationFrame(() => {
      this.asked = 0
      this.draw()
    })
  }

  destroy(): void {
    cancelAnimationFrame(this.asked)
    this.canvas?.remove()
  }

  private draw(): void {
    const { camera, guides } = this
    if (!camera || !guides || !shows(guides)) {
      this.canvas?.remove()
      this.canvas = null
      return
    }
    const canvas = this.made()
    const ratio = window.devicePixelRatio
    const [width, height] = [Math.round(camera.width * ratio), Math.round(camera.height * ratio)]
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width
      canvas.height = height
      canvas.style.width = `${camera.width}px`
      canvas.style.height = `${camera.height}px`
    }
    const ctx = canvas.getContext('2d')
    if (!ctx) return
    ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
    ctx.clearRect(0, 0, camera.width, camera.height)
    paintGuides(ctx, camera, this.page(), guides, coloursNow())
  }

  private made(): HTMLCanvasElement {
    if (this.canvas) return this.canvas
    const canvas = document.createElement('canvas')
    canvas.setAttribute('aria-hidden', 'true')
    Object.assign(canvas.style, { position: 'absolute', left: '0', top: '0', pointerEvents: 'none' })
    this.host.append(canvas)
    this.canvas = canvas
    return canvas
  }
}
