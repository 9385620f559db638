/** A small cross at the place that the hand is at on another surface of the same asset. */
import { type Camera, toScreen } from '../../canvas/camera'
import type { Point } from '../../canvas/points'
import css from './raster.module.css'

export class Cross {
  private mark: HTMLElement | null = null
  private camera: Camera | null = null
  private place: Point<'image'> | null = null

  constructor(private readonly host: HTMLElement) {}

  follow(camera: Camera): void {
    this.camera = camera
    this.draw()
  }

  set(place: Point<'image'> | null): void {
    this.place = place
    this.draw()
  }

  destroy(): void {
    this.mark?.remove()
  }

  private draw(): void {
    const { camera, place } = this
    if (!camera || !place) {
      this.mark?.remove()
      this.mark = null
      return
    }
    if (!this.mark) {
      this.mark = document.createElement('span')
      this.mark.className = css['cross'] ?? ''
      this.mark.dataset['cross'] = ''
      this.host.append(this.mark)
    }
    const { x, y } = toScreen(camera, place)
    this.mark.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`
  }
}
