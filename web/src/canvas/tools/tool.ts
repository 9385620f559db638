/** A tool is a pure step: `(state, input, surroundings) -> [state, effects]`. It sees only places in the picture. */
import type { SkeletonPlan } from '../classes'
import type { Geometry, LabelObject } from '../label'
import type { Columns } from '../mask/columns'
import type { Tip } from '../mask/stamp'
import { at, clampPoint, type Point, type Size } from '../points'
import type { VertexRef } from '../rings'
import type { SceneReader } from '../scene'

export interface Modifiers {
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Cmd on a Mac. */
  readonly command: boolean
}

export const noModifiers: Modifiers = { shift: false, alt: false, command: false }

export type Arrow = 'left' | 'right' | 'up' | 'down'

export type Input =
  | { readonly type: 'down'; readonly at: Point<'image'>; readonly clicks: number; readonly mods: Modifiers }
  | { readonly type: 'move'; readonly at: Point<'image'>; readonly mods: Modifiers }
  | { readonly type: 'up'; readonly at: Point<'image'>; readonly mods: Modifiers }
  | { readonly type: 'arrow'; readonly arrow: Arrow; readonly mods: Modifiers }
  | { readonly type: 'enter'; readonly mods: Modifiers }
  | { readonly type: 'back' }
  | { readonly type: 'delete' }
  /** A new vertex after the picked one. */
  | { readonly type: 'insert' }
  /** The next sight of a skeleton's node: visible, hidden, not in the picture. */
  | { readonly type: 'sight' }
  | { readonly type: 'cancel' }

/** What a tool draws before it is an object. */
export type Draft =
  /** `next` names what the next point will be. */
  | { readonly kind: 'shape'; readonly geometry: Geometry; readonly next?: string }
  | {
      readonly kind: 'path'
      readonly points: readonly Point<'image'>[]
      readonly closing: boolean
      readonly crossing: boolean
    }
  | { readonly kind: 'marquee'; readonly geometry: Geometry }
  /** Pixels as they would be after the stroke in the hand, of the object `id` or of a new one. */
  | { readonly kind: 'stroke'; readonly id: string | null; readonly pixels: Columns }

/** Geometry that objects have while they are dragged; nothing is recorded until the hand lets go. */
export type Lifted = ReadonlyMap<string, Geometry>

/** A fact that the person should read; the words are the features' matter. */
export type Notice =
  | 'too_small'
  | 'crossing'
  | 'last_vertices'
  | 'last_node'
  | 'hole_outside'
  | 'locked'
  | 'no_skeleton'
  | 'many_vertices'
  | 'too_many_objects'
  | 'nothing_to_erase'
  | 'mask_gone'

export type Effect =
  | { readonly type: 'draft'; readonly draft: Draft | null }
  | { readonly type: 'create'; readonly geometry: Geometry }
  | { readonly type: 'lift'; readonly lifted: Lifted | null }
  | { readonly type: 'reshape'; readonly shapes: ReadonlyMap<string, Geometry>; readonly join?: string }
  | { readonly type: 'remove'; readonly ids: readonly string[] }
  | { readonly type: 'select'; readonly ids: readonly string[] }
  | { readonly type: 'vertex'; readonly vertex: VertexRef | null }
  | { readonly type: 'pen'; readonly at: Point<'image'> | null }
  /** The place of another outline that the hand was drawn to. */
  | { readonly type: 'snapped'; readonly at: Point<'image'> | null }
  | { readonly type: 'placed'; readonly at: Point<'image'> }
  | { readonly type: 'split'; readonly line: readonly Point<'image'>[] }
  | { readonly type: 'notice'; readonly notice: Notice }

/** The brush as it is set: its tip, and whether it takes pixels away. */
export interface BrushTip extends Tip {
  readonly erase: boolean
}

/** What a tool may look at. */
export interface Surroundings {
  readonly size: Size
  /** Picture pixels that a hand's imprecision covers at the present zoom. */
  readonly reach: number
  readonly scene: SceneReader
  readonly selection: ReadonlySet<string>
  /** Where a cursor driven by arrow keys starts. */
  readonly centre: Point<'image'>
  readonly vertex: VertexRef | null
  readonly tip: BrushTip
  /** Whether places are drawn to outlines near them. */
  readonly snapping: boolean
  /** Whether the polygon tool cuts holes. */
  readonly cutting: boolean
  /** The skeleton of the armed class. */
  readonly skeleton: SkeletonPlan | null
  skeletonOf(object: LabelObject): SkeletonPlan | null
  /** Whether the object may be picked and changed: neither locked nor hidden. */
  mayTouch(object: LabelObject): boolean
  /** Whether the ontology lets the object have a turn. */
  mayTurn(object: LabelObject): boolean
}

export type Step<State> = readonly [State, ...Effect[]]

export interface Tool<State> {
  readonly id: string
  readonly start: State
  /** Whether nothing is begun, so that the hand may take a handle of the selected object instead. */
  resting?(state: State): boolean
  step(state: State, input: Input, around: Surroundings): Step<State>
}

const directions: Record<Arrow, readonly [number, number]> = {
  left: [-1, 0],
  right: [1, 0],
  up: [0, -1],
  down: [0, 1],
}

/** How far an arrow key goes: one pixel of the picture, ten with Shift. */
export function arrowStep(arrow: Arrow, mods: Modifiers): { dx: number; dy: number } {
  const [x, y] = directions[arrow]
  const length = mods.shift ? 10 : 1
  return { dx: x * length, dy: y * length }
}

/** Where the cursor of the arrow keys goes: whole pixels, held in the picture. */
export function penAfter(
  pen: Point<'image'> | null,
  input: Extract<Input, { type: 'arrow' }>,
  around: Surroundings,
): Point<'image'> {
  const { dx, dy } = arrowStep(input.arrow, input.mods)
  const old = pen ?? around.centre
  return clampPoint(at(Math.round(old.x) + dx, Math.round(old.y) + dy), around.size)
}
