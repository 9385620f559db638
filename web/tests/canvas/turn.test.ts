import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Camera, toImage } from '../../src/canvas/camera'
import { onScreen, type Point, settle } from '../../src/canvas/points'
import { backTurn } from '../../src/canvas/render/words'
import {
  cssOf,
  mirrored,
  planeArrow,
  planeMove,
  planePlace,
  planeSize,
  type Turn,
  turned,
  unturned,
} from '../../src/canvas/turn'
import { anyBox, engine, object, shapes } from './arrange'

const steps = {
  right: (turn: Turn) => turned(turn, 1),
  left: (turn: Turn) => turned(turn, -1),
  across: (turn: Turn) => mirrored(turn, 'across'),
  down: (turn: Turn) => mirrored(turn, 'down'),
} as const
type Step = keyof typeof steps

/** Where a place of the plane is seen, told from the middle: by the CSS transform itself, read from its words. */
function seen(turn: Turn, [x, y]: readonly [number, number]): readonly [number, number] {
  const angle = (Number(/rotate\((\d+)deg\)/.exec(cssOf(turn))?.[1] ?? 0) * Math.PI) / 180
  const [c, s] = [Math.round(Math.cos(angle)), Math.round(Math.sin(angle))]
  const [tx, ty] = [x * c - y * s, x * s + y * c]
  return cssOf(turn).includes('scaleX(-1)') ? [-tx, ty] : [tx, ty]
}

const anyStep = fc.constantFrom<Step>('right', 'left', 'across', 'down')
const anyTurn = fc
  .array(anyStep, { maxLength: 7 })
  .map((all) => all.reduce((turn, one) => steps[one](turn), unturned))
const near = fc.double({ min: -900, max: 900, noNaN: true })
const surface = { width: 640, height: 400 }

const expected: Readonly<Record<Step, (x: number, y: number) => readonly [number, number]>> = {
  right: (x, y) => [-y, x],
  left: (x, y) => [y, -x],
  across: (x, y) => [-x, y],
  down: (x, y) => [x, -y],
}

describe('a turned view', () => {
  test('each step turns or mirrors what is seen, whatever came before', () => {
    fc.assert(
      fc.property(anyTurn, anyStep, near, near, (turn, step, x, y) => {
        const before = seen(turn, [x, y])
        const after = seen(steps[step](turn), [x, y])

        for (const [i, value] of expected[step](...before).entries()) expect(after[i]).toBeCloseTo(value, 9)
      }),
    )
  })

  test('the place under the hand is the place that is seen there', () => {
    fc.assert(
      fc.property(anyTurn, near, near, (turn, x, y) => {
        const plane = planeSize(turn, surface)
        const [sx, sy] = seen(turn, [x - plane.width / 2, y - plane.height / 2])
        const found = planePlace(turn, onScreen(sx + surface.width / 2, sy + surface.height / 2), surface)

        expect(found.x).toBeCloseTo(x, 9)
        expect(found.y).toBeCloseTo(y, 9)
      }),
    )
  })

  test('a drag moves what is seen with the hand, an arrow points where it points on the screen', () => {
    fc.assert(
      fc.property(anyTurn, near, near, (turn, dx, dy) => {
        const back = seen(turn, planeMove(turn, dx, dy))

        expect(back[0]).toBeCloseTo(dx, 9)
        expect(back[1]).toBeCloseTo(dy, 9)
      }),
    )
    expect(planeArrow(turned(unturned, 1), 'up')).toBe('left')
    expect(planeArrow(mirrored(unturned, 'across'), 'left')).toBe('right')
    expect(planeArrow(mirrored(unturned, 'across'), 'up')).toBe('up')
  })

  test('words are never mirrored and never upside down', () => {
    fc.assert(
      fc.property(anyTurn, (turn) => {
        const [bx, by] = backTurn(turn)
        const across = seen(turn, [bx, 0])
        const down = seen(turn, [0, by])

        // Mirrored words would turn the corner from "along" to "down" the other way round.
        expect(across[0] * down[1] - across[1] * down[0]).toBeCloseTo(1, 9)
        expect(across[0]).not.toBeCloseTo(-1, 9)
      }),
    )
  })

  test('geometry is untouched by any turning, and drawing on a turned view gives what the unturned one gives', () => {
    const camera: Camera = { scale: 0.5, left: 20, top: 30, width: 640, height: 400 }
    fc.assert(
      fc.property(fc.array(anyStep, { maxLength: 9 }), anyBox, near, near, (all, geometry, x, y) => {
        const one = engine(object('a', geometry))
        const before = JSON.stringify(one.toLabel())
        let turn: Turn = unturned
        for (const step of all) turn = steps[step](turn)
        // The hand over the same place of the picture, once on the turned screen and once on the plain one.
        const plane = planeSize(turn, surface)
        const place = onScreen(x / 4 + plane.width / 2, y / 4 + plane.height / 2)
        const [sx, sy] = seen(turn, [place.x - plane.width / 2, place.y - plane.height / 2])
        const hand = planePlace(turn, onScreen(sx + surface.width / 2, sy + surface.height / 2), surface)
        const drawn = (at: Point<'screen'>) => {
          const other = engine()
          other.setTool('point')
          other.dispatch({
            type: 'down',
            at: settle(toImage(camera, at)),
            clicks: 1,
            mods: { shift: false, alt: false, command: false },
          })
          return shapes(other)
        }

        expect(JSON.stringify(one.toLabel())).toBe(before)
        expect(drawn(hand)).toEqual(drawn(place))
      }),
      { numRuns: 60 },
    )
  })
})
