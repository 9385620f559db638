/** Sets single points: one click or one Enter each. */
import { clampPoint, type Point } from '../points'
import { penAfter, type Step, type Tool } from './tool'

interface PointState {
  readonly pen: Point<'image'> | null
}

const idle: PointState = { pen: null }

function set(state: PointState, { x, y }: Point<'image'>): Step<PointState> {
  return [state, { type: 'create', geometry: { kind: 'point', x, y } }]
}

export const pointTool: Tool<PointState> = {
  id: 'point',
  start: idle,
  resting: () => true,
  step(state, input, around) {
    switch (input.type) {
      case 'down': {
        const [next, ...effects] = set(idle, clampPoint(input.at, around.size))
        return [next, { type: 'pen', at: null }, ...effects]
      }
      case 'arrow': {
        const pen = penAfter(state.pen, input, around)
        return [{ pen }, { type: 'pen', at: pen }]
      }
      case 'enter':
        return state.pen ? set(state, state.pen) : [state]
      case 'cancel':
        return [idle, { type: 'pen', at: null }]
      default:
        return [state]
    }
  },
}
