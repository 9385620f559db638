/**
 * Paints and erases pixels. A stroke goes on the one selected mask; with nothing selected it begins a new one of the armed
 * class. Shift draws straight lines, Alt turns the tip round (eraser for brush, brush for eraser) while a stroke begins.
 */
import { columnsOf, maskOf } from '../kinds/mask'
import type { LabelObject, MaskGeometry } from '../label'
import { type Columns, combined, isEmpty, noColumns } from '../mask/columns'
import { sweep } from '../mask/stamp'
import { clampPoint, type Point } from '../points'
import { only } from './adjust'
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

export interface Stroke {
  /** The mask under the brush; null while a new one is painted. */
  readonly id: string | null
  readonly erase: boolean
  /** The pixels as they were when the straight part now in the hand began, and from where it goes. */
  readonly base: Columns
  readonly anchor: Place
  /** The pixels as they would be if the hand let go now. */
  readonly pixels: Columns
}

export interface BrushState {
  readonly stroke: Stroke | null
  /** Where the last stroke ended; Shift joins the next one to it. */
  readonly last: Place | null
  readonly pen: Place | null
}

const idle: BrushState = { stroke: null, last: null, pen: null }
const noDraft: Effect = { type: 'draft', draft: null }
const noPen: Effect = { type: 'pen', at: null }

type Target = { readonly id: string | null; readonly pixels: Columns }

const isMask = (object: LabelObject): object is LabelObject & { readonly geometry: MaskGeometry } =>
  object.geometry.kind === 'mask'

/** What a stroke would change; null when there is nothing that it may change. */
function targetOf(erase: boolean, around: Surroundings): Target | null {
  const object = only(around)
  if (object && isMask(object) && around.mayTouch(object))
    return { id: object.id, pixels: columnsOf(object.geometry) }
  return erase ? null : { id: null, pixels: noColumns }
}

function drawn(stroke: Stroke, to: Place, around: Surroundings): Columns {
  const covered = sweep(stroke.anchor, to, around.tip, around.size)
  return combined(stroke.base, covered, stroke.erase ? 'subtract' : 'union')
}

const shown = ({ id, pixels }: Stroke): Effect => ({ type: 'draft', draft: { kind: 'stroke', id, pixels } })

/** Begins a stroke at a place, with Shift from where the last one ended. */
function begun(state: BrushState, place: Place, mods: Modifiers, around: Surroundings): Stroke | null {
  const erase = around.tip.erase !== mods.alt
  const target = targetOf(erase, around)
  if (!target) return null
  const anchor = mods.shift && state.last ? state.last : place
  const stroke: Stroke = { id: target.id, erase, base: target.pixels, anchor, pixels: target.pixels }
  return { ...stroke, pixels: drawn(stroke, place, around) }
}

/** While Shift is down the line stays straight and follows the hand; without it every move is kept. */
function continued(stroke: Stroke, place: Place, straight: boolean, around: Surroundings): Stroke {
  const pixels = drawn(stroke, place, around)
  return straight ? { ...stroke, pixels } : { ...stroke, base: pixels, anchor: place, pixels }
}

/** What the finished stroke makes of the label. */
function ended({ id, pixels }: Stroke, around: Surroundings): Effect[] {
  const before = id === null ? null : around.scene.get(id)
  if (before && isMask(before) && columnsOf(before.geometry) === pixels) return [noDraft]
  if (isEmpty(pixels))
    return before ? [noDraft, { type: 'remove', ids: [before.id] }, said('mask_gone')] : [noDraft]
  const geometry = maskOf(pixels, around.size)
  if (!geometry) return [noDraft]
  if (!before) return [noDraft, { type: 'create', geometry }]
  return [noDraft, { type: 'reshape', shapes: new Map([[before.id, geometry]]) }]
}

const said = (notice: Extract<Effect, { type: 'notice' }>['notice']): Effect => ({ type: 'notice', notice })

function pressed(
  state: BrushState,
  input: Extract<Input, { type: 'down' }>,
  around: Surroundings,
): Step<BrushState> {
  const place = clampPoint(input.at, around.size)
  const stroke = begun(state, place, input.mods, around)
  if (!stroke) return [state, noPen, said('nothing_to_erase')]
  return [{ stroke, last: state.last, pen: null }, noPen, shown(stroke)]
}

function pointed(
  state: BrushState,
  input: Extract<Input, { at: Place }>,
  around: Surroundings,
): Step<BrushState> {
  if (input.type === 'down') return pressed(state, input, around)
  if (!state.stroke) return state.pen ? [{ ...state, pen: null }, noPen] : [state]
  const place = clampPoint(input.at, around.size)
  // The straight line goes on from where the stroke began or last turned.
  const stroke = continued(state.stroke, place, input.mods.shift, around)
  if (input.type === 'move')
    return stroke.pixels === state.stroke.pixels && input.mods.shift
      ? [state]
      : [{ ...state, stroke }, shown(stroke)]
  return [{ stroke: null, last: place, pen: null }, ...ended(stroke, around)]
}

function penMoved(
  state: BrushState,
  input: Extract<Input, { type: 'arrow' }>,
  around: Surroundings,
): Step<BrushState> {
  const pen = penAfter(state.pen, input, around)
  return [
    { ...state, pen },
    { type: 'pen', at: pen },
  ]
}

/** Enter dabs at the cursor; with Shift it draws a straight line there from the last dab. */
function dabbed(state: BrushState, mods: Modifiers, around: Surroundings): Step<BrushState> {
  if (!state.pen || state.stroke) return [state]
  const stroke = begun(state, state.pen, mods, around)
  if (!stroke) return [state, said('nothing_to_erase')]
  return [{ ...state, last: state.pen }, ...ended(stroke, around)]
}

/** Esc throws the stroke away; with none in the hand it lets go of the mask, so that the next stroke begins a new one. */
function cancelled(state: BrushState): Step<BrushState> {
  if (state.stroke) return [{ ...state, stroke: null }, noDraft]
  return [idle, noPen, { type: 'select', ids: [] }]
}

export const brushTool: Tool<BrushState> = {
  id: 'brush',
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
        return dabbed(state, input.mods, around)
      case 'cancel':
        return cancelled(state)
      case 'back':
      case 'delete':
        return state.stroke ? [{ ...state, stroke: null }, noDraft] : [state]
      default:
        return [state]
    }
  },
}
