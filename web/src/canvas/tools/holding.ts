/** Two habits that every drawing tool shares: places are drawn to near outlines, and handles of the selected object are held. */
import { snapTo } from '../snap'
import { only } from './adjust'
import { onHandle, type SelectState, selectTool } from './select'
import type { Effect, Input, Step, Surroundings, Tool } from './tool'

/** The tool with places drawn to outlines near them, while the person wants that. */
export function snapping<State>(tool: Tool<State>): Tool<State> {
  return {
    ...tool,
    step(state, input, around) {
      if (!around.snapping || !('at' in input)) return tool.step(state, input, around)
      const found = snapTo(input.at, around.reach, around.scene, around.mayTouch)
      const [next, ...effects] = tool.step(state, found ? { ...input, at: found } : input, around)
      return [next, { type: 'snapped', at: found }, ...effects]
    },
  }
}

interface Holding<State> {
  readonly own: State
  /** What Select does with the handle that the hand took. */
  readonly edit: SelectState | null
}

/**
 * The tool with the handles of the one selected object at hand: a press on one of them edits, any other press draws,
 * also inside another object. While places snap, vertices are not taken, so that one can draw along an outline.
 */
export function holding<State>(tool: Tool<State>): Tool<Holding<State>> {
  const own = (state: State, input: Input, around: Surroundings): Step<Holding<State>> => {
    const [next, ...effects] = tool.step(state, input, around)
    return [{ own: next, edit: null }, ...effects]
  }
  const edited = (state: State, step: Step<SelectState>, goesOn: boolean): Step<Holding<State>> => {
    const [edit, ...effects] = step
    return [{ own: state, edit: goesOn && edit.name !== 'idle' ? edit : null }, ...effects]
  }
  return {
    id: tool.id,
    start: { own: tool.start, edit: null },
    resting: (state) => !state.edit && (tool.resting?.(state.own) ?? true),
    step(state, input, around) {
      if (state.edit) {
        const goesOn = input.type === 'move' || input.type === 'down'
        const holds = goesOn || input.type === 'up' || input.type === 'cancel'
        return holds ? edited(state.own, selectTool.step(state.edit, input, around), goesOn) : [state]
      }
      // With nothing begun there is nothing to end but the selection: what is asked of the whole picture has the keys then.
      if (input.type === 'cancel' && tool.resting?.(state.own)) {
        const [next, ...effects] = own(state.own, input, around)
        return [next, ...effects, { type: 'select', ids: [] }]
      }
      if (input.type !== 'down' || input.mods.alt || !tool.resting?.(state.own))
        return own(state.own, input, around)
      const object = only(around)
      const taken = object && around.mayTouch(object) ? onHandle(object, input, around) : null
      if (!taken || (around.snapping && taken[0].name === 'bending')) return own(state.own, input, around)
      const noPen: Effect = { type: 'pen', at: null }
      const [next, ...effects] = edited(state.own, taken, true)
      return [next, noPen, ...effects]
    },
  }
}
