/** Shows tiles through tables: each tile is looked up once for a way of looking, when it is drawn, not each frame. */
import { type Shades, shade } from './shades'

interface Shaded {
  /** The pixels as they came; kept only while the tile is shown otherwise. */
  readonly original: ImageData
  shades: Shades
}

export class Shader {
  private readonly done = new WeakMap<CanvasRenderingContext2D, Shaded>()

  /** Makes a tile look as asked, in place; null brings back what came. */
  apply(tile: CanvasRenderingContext2D, shades: Shades | null): void {
    const before = this.done.get(tile)
    if ((before?.shades ?? null) === shades) return
    if (!shades) {
      if (before) tile.putImageData(before.original, 0, 0)
      this.done.delete(tile)
      return
    }
    const { width, height } = tile.canvas
    const original = before?.original ?? tile.getImageData(0, 0, width, height)
    const shown = new ImageData(width, height)
    shade(original.data, shades, shown.data)
    tile.putImageData(shown, 0, 0)
    this.done.set(tile, { original, shades })
  }
}
