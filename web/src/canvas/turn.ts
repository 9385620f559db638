/**
 * How the view is turned and mirrored. Only what is seen: the plane that picture and drawing lie on is turned as a whole, its
 * own coordinates stay, and what the hand does on the screen is turned back before anything else hears of it.
 */
import { onScreen, type Point, type Size } from './points'
import type { Arrow } from './tools/tool'

export interface Turn {
  /** Quarter turns clockwise of the plane; mirroring comes after them. */
  readonly quarters: 0 | 1 | 2 | 3
  /** Left and right are swapped on the screen. */
  readonly mirrored: boolean
}

export const unturned: Turn = { quarters: 0, mirrored: false }

const quarter = (n: number) => (((n % 4) + 4) % 4) as Turn['quarters']

/** A quarter further, clockwise (1) or back (-1) as it is seen. */
export function turned({ quarters, mirrored }: Turn, by: 1 | -1): Turn {
  return { quarters: quarter(quarters + (mirrored ? -by : by)), mirrored }
}

/** Left and right swapped as it is seen, or up and down. */
export function mirrored(turn: Turn, axis: 'across' | 'down'): Turn {
  return { quarters: quarter(turn.quarters + (axis === 'down' ? 2 : 0)), mirrored: !turn.mirrored }
}

/** The size of the plane under a surface of a size. */
export function planeSize({ quarters }: Turn, { width, height }: Size): Size {
  return quarters % 2 ? { width: height, height: width } : { width, height }
}

/** A way on the screen as a way on the plane. */
export function planeMove({ quarters, mirrored }: Turn, dx: number, dy: number): readonly [number, number] {
  const x = mirrored ? -dx : dx
  const ways = [
    [x, dy],
    [dy, -x],
    [-x, -dy],
    [-dy, x],
  ] as const
  return ways[quarters]
}

/** A place of the surface as a place of the plane; both are told from their top left, and share their middle. */
export function planePlace(turn: Turn, place: Point<'screen'>, surface: Size): Point<'screen'> {
  const plane = planeSize(turn, surface)
  const [x, y] = planeMove(turn, place.x - surface.width / 2, place.y - surface.height / 2)
  return onScreen(x + plane.width / 2, y + plane.height / 2)
}

const ways: Readonly<Record<Arrow, readonly [number, number]>> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}

/** The arrow of the plane that points where this one points on the screen. */
export function planeArrow(turn: Turn, arrow: Arrow): Arrow {
  const [x, y] = planeMove(turn, ...ways[arrow])
  return x > 0 ? 'right' : x < 0 ? 'left' : y > 0 ? 'down' : 'up'
}

/** The CSS transform of the plane about its middle. */
export function cssOf({ quarters, mirrored }: Turn): string {
  return [mirrored ? 'scaleX(-1)' : '', quarters ? `rotate(${quarters * 90}deg)` : '']
    .filter(Boolean)
    .join(' ')
}
