/** Draws the line along which shapes are cut: point by point as any line, but it makes no object. */
import { at } from '../points'
import { polylineTool } from './path'
import type { Effect, Step, Tool } from './tool'

type State = typeof polylineTool.start

function asSplit(effect: Effect): Effect {
  if (effect.type !== 'create' || effect.geometry.kind !== 'polyline') return effect
  const { points, closed } = effect.geometry
  const places = points.map(([x, y]) => at(x, y))
  return { type: 'split', line: closed ? [...places, ...places.slice(0, 1)] : places }
}

export const splitTool: Tool<State> = {
  ...polylineTool,
  id: 'split',
  step(state, input, around): Step<State> {
    const [next, ...effects] = polylineTool.step(state, input, around)
    return [next, ...effects.map(asSplit)]
  },
}
