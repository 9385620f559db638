/** Pins a comment to a place: one click, or arrows and Enter. It makes no object. */
import { clampPoint, type Point } from '../points'
import { arrowStep, type Step, type Tool } from './tool'

export interface PlaceState {
  readonly pen: Point<'image'> | null
}

const idle: PlaceState = { pen: null }

function placed(place: Point<'image'>): Step<PlaceState> {
  return [{ pen: place }, { type: 'pen', at: place }, { type: 'placed', at: place }]
}

export const placeTool: Tool<PlaceState> = {
  id: 'place',
  start: idle,
  step(state, input, around) {
    if (input.type === 'down') return placed(clampPoint(input.at, around.size))
    if (input.type === 'enter' && state.pen) return placed(state.pen)
    if (input.type === 'cancel') return [idle, { type: 'pen', at: null }]
    if (input.type !== 'arrow') return [state]
    const { dx, dy } = arrowStep(input.arrow, input.mods)
    const old = state.pen ?? around.centre
    const pen = clampPoint({ ...old, x: Math.round(old.x) + dx, y: Math.round(old.y) + dy }, around.size)
    return [{ pen }, { type: 'pen', at: pen }]
  },
}
