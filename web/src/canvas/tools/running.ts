/** The tools by name, each with its state folded away. */
import type { ToolId } from '../snapshot'
import { boxTool } from './box'
import { brushTool } from './brush'
import { placeTool } from './place'
import { polygonTool } from './polygon'
import { selectTool } from './select'
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

/** Takes a tool in hand, at its first state. */
export const start: Record<ToolId, () => Running> = {
  select: () => running('select', selectTool),
  box: () => running('box', boxTool),
  polygon: () => running('polygon', polygonTool),
  brush: () => running('brush', brushTool),
  place: () => running('place', placeTool),
}
