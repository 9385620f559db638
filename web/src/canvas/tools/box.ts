/** Draws boxes and ellipses between two corners: by a drag, by two clicks, or by arrows and Enter. Shift makes them even. */
import { squared } from '../boxes'
import { boxBetween, isDrawable } from '../geometry'
import type { EllipseGeometry, Geometry } from '../label'
import { clampPoint, distance, type Point, spanning } from '../points'
import {
  type Effect,
  type Input,
  type Modifiers,
  penAfter,
  type Step,
  type Surroundings,
  type Tool,
} from './tool'

type Place = Point<'image'>

export type BoxState =
  | { readonly name: 'idle'; readonly pen: Place | null }
  /** The button is down since `from`; it may become a drag or the first of two clicks. */
  | { readonly name: 'pressed'; readonly from: Place }
  /** The first corner stands; the next click or Enter sets the second. */
  | { readonly name: 'open'; readonly from: Place; readonly pen: Place | null }

type Corner = (to: Place, mods: Modifiers) => Place

const idle: BoxState = { name: 'idle', pen: null }

function corner(from: Place, around: Surroundings): Corner {
  return (to, mods) =>
    mods.shift ? squared(from, clampPoint(to, around.size), around.size) : clampPoint(to, around.size)
}

const noDraft: Effect = { type: 'draft', draft: null }

function ellipseBetween(a: Place, b: Place): EllipseGeometry {
  const { left, top, right, bottom } = spanning(a, b)
  const [rx, ry] = [(right - left) / 2, (bottom - top) / 2]
  return { kind: 'ellipse', cx: left + rx, cy: top + ry, rx, ry, rotation: 0 }
}

/** A tool that makes one shape between two corners. */
function cornerTool(id: string, shapeBetween: (a: Place, b: Place) => Geometry): Tool<BoxState> {
  const draft = (from: Place, to: Place): Effect => ({
    type: 'draft',
    draft: { kind: 'shape', geometry: shapeBetween(from, to) },
  })

  function finish(from: Place, to: Place, pen: Place | null): Step<BoxState> {
    const geometry = shapeBetween(from, to)
    const next: BoxState = { name: 'idle', pen }
    if (!isDrawable(geometry)) return [next, noDraft, { type: 'notice', notice: 'too_small' }]
    return [next, noDraft, { type: 'create', geometry }]
  }

  function penMoved(
    state: BoxState,
    input: Extract<Input, { type: 'arrow' }>,
    around: Surroundings,
  ): Step<BoxState> {
    if (state.name === 'pressed') return [state]
    const pen = penAfter(state.pen ?? (state.name === 'open' ? state.from : null), input, around)
    const show: Effect = { type: 'pen', at: pen }
    return state.name === 'open'
      ? [{ ...state, pen }, show, draft(state.from, pen)]
      : [{ ...state, pen }, show]
  }

  function penSet(state: BoxState): Step<BoxState> {
    if (state.name === 'pressed' || !state.pen) return [state]
    if (state.name === 'idle')
      return [{ name: 'open', from: state.pen, pen: state.pen }, draft(state.pen, state.pen)]
    return finish(state.from, state.pen, state.pen)
  }

  function pointed(
    state: BoxState,
    input: Extract<Input, { at: Place }>,
    around: Surroundings,
  ): Step<BoxState> {
    if (state.name === 'idle') {
      if (input.type !== 'down') return [state]
      const from = clampPoint(input.at, around.size)
      return [{ name: 'pressed', from }, { type: 'pen', at: null }, draft(from, from)]
    }
    const mods = input.type === 'down' ? { ...input.mods, shift: false } : input.mods
    const to = corner(state.from, around)(input.at, mods)
    if (input.type === 'move')
      return [state.name === 'open' ? { ...state, pen: null } : state, draft(state.from, to)]
    if (input.type === 'down') return [state, draft(state.from, to)]
    if (state.name === 'pressed' && distance(state.from, to) <= around.reach / 2)
      return [{ name: 'open', from: state.from, pen: null }]
    return finish(state.from, to, null)
  }

  return {
    id,
    start: idle,
    resting: (state) => state.name === 'idle',
    step(state, input, around) {
      switch (input.type) {
        case 'down':
        case 'move':
        case 'up':
          return pointed(state, input, around)
        case 'arrow':
          return penMoved(state, input, around)
        case 'enter':
          return penSet(state)
        case 'cancel':
        case 'back':
        case 'delete':
          return [idle, noDraft, { type: 'pen', at: null }]
        default:
          return [state]
      }
    },
  }
}

export const boxTool = cornerTool('box', boxBetween)
export const ellipseTool = cornerTool('ellipse', ellipseBetween)
