/** Draws polygons point by point. Enter, a double click or a click on the first point closes; Backspace takes one back. */
import { isDrawable, polygonOf } from '../geometry'
import { clampPoint, distance, type Point } from '../points'
import { crossesItself } from '../rings'
import { arrowStep, type Effect, type Input, type Step, type Surroundings, type Tool } from './tool'

type Place = Point<'image'>

export interface PolygonState {
  readonly points: readonly Place[]
  /** Where the hand or the keyboard cursor is. */
  readonly hover: Place | null
  /** Whether arrow keys drive the cursor now, so that Enter sets a point instead of closing. */
  readonly byKeys: boolean
}

const idle: PolygonState = { points: [], hover: null, byKeys: false }
const noDraft: Effect = { type: 'draft', draft: null }
const noPen: Effect = { type: 'pen', at: null }

const crosses = (points: readonly Place[]) => points.length > 3 && crossesItself(polygonOf(points))

function atFirst(state: PolygonState, place: Place, around: Surroundings): boolean {
  const first = state.points[0]
  return first !== undefined && state.points.length >= 3 && distance(first, place) <= around.reach
}

function shown(state: PolygonState, around: Surroundings): Effect {
  if (state.points.length === 0) return noDraft
  const closing = state.hover !== null && atFirst(state, state.hover, around)
  const points = state.hover && !closing ? [...state.points, state.hover] : state.points
  return { type: 'draft', draft: { kind: 'path', points, closing, crossing: crosses(points) } }
}

function closed(state: PolygonState, around: Surroundings): Step<PolygonState> {
  const geometry = polygonOf(state.points)
  // A crossing outline has no clear inside; it stays open so that nothing drawn is lost.
  if (crosses(state.points)) return [state, shown(state, around), { type: 'notice', notice: 'crossing' }]
  if (state.points.length < 3 || !isDrawable(geometry))
    return [state, { type: 'notice', notice: 'too_small' }]
  return [
    { ...idle, hover: state.byKeys ? state.hover : null, byKeys: state.byKeys },
    noDraft,
    { type: 'create', geometry },
  ]
}

function added(state: PolygonState, place: Place, around: Surroundings): Step<PolygonState> {
  const last = state.points.at(-1)
  if (last && last.x === place.x && last.y === place.y) return state.byKeys ? closed(state, around) : [state]
  if (atFirst(state, place, around)) return closed(state, around)
  const next = { ...state, points: [...state.points, place], hover: place }
  return [next, shown(next, around)]
}

function pointed(
  state: PolygonState,
  input: Extract<Input, { at: Place }>,
  around: Surroundings,
): Step<PolygonState> {
  const place = clampPoint(input.at, around.size)
  const byHand = { ...state, hover: place, byKeys: false }
  if (input.type === 'up') return [state]
  if (input.type === 'move') return [byHand, ...(state.byKeys ? [noPen] : []), shown(byHand, around)]
  if (input.type === 'down' && input.clicks > 1)
    return state.points.length >= 3 ? closed(byHand, around) : [byHand]
  const [next, ...effects] = added(byHand, place, around)
  return [next, noPen, ...effects]
}

function penMoved(
  state: PolygonState,
  input: Extract<Input, { type: 'arrow' }>,
  around: Surroundings,
): Step<PolygonState> {
  const { dx, dy } = arrowStep(input.arrow, input.mods)
  const old = state.hover ?? around.centre
  const pen = clampPoint({ ...old, x: Math.round(old.x) + dx, y: Math.round(old.y) + dy }, around.size)
  const next = { ...state, hover: pen, byKeys: true }
  return [next, { type: 'pen', at: pen }, shown(next, around)]
}

function tookBack(state: PolygonState, around: Surroundings): Step<PolygonState> {
  const next = { ...state, points: state.points.slice(0, -1) }
  return [next, shown(next, around)]
}

/** With keys Esc ends the drawing and keeps what can be kept; with the hand it throws the open outline away. */
function cancelled(state: PolygonState, around: Surroundings): Step<PolygonState> {
  if (state.byKeys && state.points.length >= 3) {
    const [next, ...effects] = closed(state, around)
    if (next.points.length === 0) return [idle, ...effects, noPen]
  }
  return [idle, noDraft, noPen]
}

export const polygonTool: Tool<PolygonState> = {
  id: 'polygon',
  start: idle,
  step(state, input, around) {
    switch (input.type) {
      case 'down':
      case 'move':
      case 'up':
        return pointed(state, input, around)
      case 'arrow':
        return penMoved(state, input, around)
      case 'enter':
        return state.byKeys && state.hover ? added(state, state.hover, around) : closed(state, around)
      case 'back':
      case 'delete':
        return tookBack(state, around)
      case 'cancel':
        return cancelled(state, around)
    }
  },
}
