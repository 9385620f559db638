/** Draws turned boxes: the first edge by a drag or two clicks, then its width by a click. Arrows and Enter do the same. */
import { boxOnEdge } from '../boxes'
import { isDrawable } from '../geometry'
import { smallestSide } from '../kinds/kind'
import { at, clampPoint, distance, type Point } from '../points'
import { type Effect, type Input, penAfter, type Step, type Surroundings, type Tool } from './tool'

type Place = Point<'image'>

type RboxState =
  | { readonly name: 'idle'; readonly pen: Place | null }
  /** The button is down since `from`. */
  | { readonly name: 'pressed'; readonly from: Place }
  /** The first corner stands. */
  | { readonly name: 'edge'; readonly from: Place; readonly pen: Place | null }
  /** The first edge stands; the next place says the width. */
  | { readonly name: 'width'; readonly from: Place; readonly to: Place; readonly pen: Place | null }

const idle: RboxState = { name: 'idle', pen: null }
const noDraft: Effect = { type: 'draft', draft: null }
const noPen: Effect = { type: 'pen', at: null }

const edgeDraft = (from: Place, to: Place): Effect => ({
  type: 'draft',
  draft: { kind: 'path', points: [from, to], closing: false, crossing: false },
})

/** With Shift the first edge points along whole steps of 15 degrees, as far as the picture goes. */
function edgeEnd(from: Place, to: Place, even: boolean, { size }: Surroundings): Place {
  if (!even) return clampPoint(to, size)
  const step = Math.PI / 12
  const angle = Math.round(Math.atan2(to.y - from.y, to.x - from.x) / step) * step
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const wish = Math.max(0, (to.x - from.x) * cos + (to.y - from.y) * sin)
  const room = (start: number, by: number, end: number) =>
    Math.abs(by) < 1e-12 ? Infinity : ((by > 0 ? end : 0) - start) / by
  const length = Math.min(wish, room(from.x, cos, size.width), room(from.y, sin, size.height))
  return at(from.x + cos * length, from.y + sin * length)
}

function edgeSet(from: Place, to: Place, pen: Place | null): Step<RboxState> {
  if (distance(from, to) < smallestSide)
    return [{ name: 'idle', pen }, noDraft, { type: 'notice', notice: 'too_small' }]
  return [{ name: 'width', from, to, pen }, edgeDraft(from, to)]
}

function widthSet(
  state: Extract<RboxState, { name: 'width' }>,
  place: Place,
  pen: Place | null,
  around: Surroundings,
): Step<RboxState> {
  const geometry = boxOnEdge(state.from, state.to, place, around.size)
  if (!isDrawable(geometry))
    return [
      { ...state, pen },
      { type: 'notice', notice: 'too_small' },
    ]
  return [{ name: 'idle', pen }, noDraft, { type: 'create', geometry }]
}

const widthDraft = (
  { from, to }: Extract<RboxState, { name: 'width' }>,
  place: Place,
  around: Surroundings,
): Effect => ({
  type: 'draft',
  draft: { kind: 'shape', geometry: boxOnEdge(from, to, place, around.size) },
})

function pointed(
  state: RboxState,
  input: Extract<Input, { at: Place }>,
  around: Surroundings,
): Step<RboxState> {
  const place = clampPoint(input.at, around.size)
  switch (state.name) {
    case 'idle':
      return input.type === 'down' ? [{ name: 'pressed', from: place }, noPen] : [state]
    case 'pressed': {
      const to = edgeEnd(state.from, input.at, input.mods.shift, around)
      if (input.type !== 'up') return [state, edgeDraft(state.from, to)]
      const slip = distance(state.from, to) <= around.reach / 2
      return slip ? [{ name: 'edge', from: state.from, pen: null }] : edgeSet(state.from, to, null)
    }
    case 'edge': {
      const to = edgeEnd(state.from, input.at, input.mods.shift, around)
      return input.type === 'up'
        ? edgeSet(state.from, to, null)
        : [{ ...state, pen: null }, edgeDraft(state.from, to)]
    }
    case 'width':
      if (input.type === 'down') return [state]
      return input.type === 'up'
        ? widthSet(state, place, null, around)
        : [{ ...state, pen: null }, widthDraft(state, place, around)]
  }
}

function penMoved(
  state: RboxState,
  input: Extract<Input, { type: 'arrow' }>,
  around: Surroundings,
): Step<RboxState> {
  if (state.name === 'pressed') return [state]
  const old = state.pen ?? (state.name === 'edge' ? state.from : state.name === 'width' ? state.to : null)
  const pen = penAfter(old, input, around)
  const show: Effect = { type: 'pen', at: pen }
  if (state.name === 'edge') return [{ ...state, pen }, show, edgeDraft(state.from, pen)]
  if (state.name === 'width') return [{ ...state, pen }, show, widthDraft(state, pen, around)]
  return [{ ...state, pen }, show]
}

function penSet(state: RboxState, around: Surroundings): Step<RboxState> {
  if (state.name === 'pressed' || !state.pen) return [state]
  if (state.name === 'idle')
    return [{ name: 'edge', from: state.pen, pen: state.pen }, edgeDraft(state.pen, state.pen)]
  if (state.name === 'edge') return edgeSet(state.from, state.pen, state.pen)
  return widthSet(state, state.pen, state.pen, around)
}

export const rboxTool: Tool<RboxState> = {
  id: 'rbox',
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
        return penSet(state, around)
      case 'back':
        // The first edge is taken back to its first corner.
        if (state.name === 'width')
          return [{ name: 'edge', from: state.from, pen: state.pen }, edgeDraft(state.from, state.from)]
        return [idle, noDraft, noPen]
      case 'cancel':
      case 'delete':
        return [idle, noDraft, noPen]
      default:
        return [state]
    }
  },
}
