/** Words over a picture: never mirrored and never upside down, however the view is turned. */
import { type Turn, unturned } from '../turn'

const turns = new WeakMap<object, Turn>()

/** Says how the element is turned whose canvases are written on. */
export function turnWords(plane: object, turn: Turn): void {
  turns.set(plane, turn)
}

/** How words are turned back so that they keep their own rectangle: at a quarter turn they stand, but are not mirrored. */
export function backTurn({ quarters, mirrored }: Turn): readonly [x: 1 | -1, y: 1 | -1] {
  const over = quarters === 2
  return [mirrored !== over ? -1 : 1, over ? -1 : 1]
}

/** As `fillText`, in the rectangle that it would use. */
export function write(
  ctx: CanvasRenderingContext2D,
  text: string,
  x: number,
  y: number,
  most?: number,
): void {
  const { canvas } = ctx as { readonly canvas?: HTMLCanvasElement }
  const turn = (canvas?.parentElement && turns.get(canvas.parentElement)) || unturned
  const [sx, sy] = backTurn(turn)
  if (sx === 1 && sy === 1) {
    ctx.fillText(text, x, y, most)
    return
  }
  const found = ctx.measureText(text)
  const squeezed = most === undefined ? 1 : Math.min(1, most / found.width)
  const [left, right] = [found.actualBoundingBoxLeft * squeezed, found.actualBoundingBoxRight * squeezed]
  const middle = x + (right - left) / 2
  const centre = y + (found.actualBoundingBoxDescent - found.actualBoundingBoxAscent) / 2
  ctx.save()
  ctx.translate(middle, centre)
  ctx.scale(sx, sy)
  ctx.fillText(text, x - middle, y - centre, most)
  ctx.restore()
}
