/** The tools by name, each with its state folded away. */
import type { ToolId } from '../snapshot'
import { boxTool, ellipseTool } from './box'
import { brushTool } from './brush'
import { holding, snapping } from './holding'
import { polygonTool, polylineTool } from './path'
import { placeTool } from './place'
import { pointTool } from './point'
import { rboxTool } from './rbox'
import { selectTool } from './select'
import { skeletonTool } from './skeleton'
import { splitTool } from './split'
import type { Effect, Input, Step, Surroundings, Tool } from './tool'

/** A tool with its state folded away, so that the engine can hold any of them. */
export interface Running {
  readonly id: ToolId
  step(input: Input, around: Surroundings): readonly [Running, readonly Effect[]]
}

function running<State>(id: ToolId, tool: Tool<State>, state: State = tool.start): Running {
  return {
    id,
    step(input, around) {
      const [next, ...effects]: Step<State> = tool.step(state, input, around)
      return [running(id, tool, next), effects]
    },
  }
}

const drawing = <State>(id: ToolId, tool: Tool<State>) => {
  const whole = holding(snapping(tool))
  return () => running(id, whole)
}

/** Takes a tool in hand, at its first state. */
export const start: Record<ToolId, () => Running> = {
  select: () => running('select', selectTool),
  box: drawing('box', boxTool),
  rbox: drawing('rbox', rboxTool),
  ellipse: drawing('ellipse', ellipseTool),
  polygon: drawing('polygon', polygonTool),
  polyline: drawing('polyline', polylineTool),
  point: drawing('point', pointTool),
  skeleton: drawing('skeleton', skeletonTool),
  brush: () => running('brush', brushTool),
  split: () => running('split', splitTool),
  place: () => running('place', placeTool),
}
