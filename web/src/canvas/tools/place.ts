/** Pins a comment to a place: one click, or arrows and Enter. It makes no object. */
import { clampPoint, type Point } from '../points'
import { penAfter, type Step, type Tool } from './tool'

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
    const pen = penAfter(state.pen, input, around)
    return [{ pen }, { type: 'pen', at: pen }]
  },
}
