/** What the outside reads of the engine. */
import type { ClassRules } from './classes'
import type { Label, PageRef } from './label'
import type { Point, Size } from './points'
import type { VertexRef } from './rings'
import type { SceneReader } from './scene'
import type { BrushTip, Draft, Lifted, Notice } from './tools/tool'

export type ToolId =
  | 'select'
  | 'box'
  | 'rbox'
  | 'ellipse'
  | 'polygon'
  | 'polyline'
  | 'point'
  | 'skeleton'
  | 'brush'
  | 'split'
  | 'place'

/** CSS pixels that a hand's imprecision covers. */
export const handReach = 8

/** Class and attributes that the next object gets. */
export interface Brush {
  readonly task: string
  readonly class: string
}

/** What the outside may draw from; a new one for each change, the same one while nothing changes. */
export interface Snapshot {
  /** Grows with each change of the label; saving compares it. */
  readonly revision: number
  readonly scene: SceneReader
  readonly page: PageRef
  readonly size: Size
  readonly tool: ToolId
  readonly brush: Brush | null
  readonly tip: BrushTip
  readonly selection: ReadonlySet<string>
  readonly vertex: VertexRef | null
  readonly draft: Draft | null
  readonly lifted: Lifted | null
  readonly pen: Point<'image'> | null
  /** Where the hand was drawn to a near outline. */
  readonly snapped: Point<'image'> | null
  readonly hidden: ReadonlySet<string>
  /** Objects that the hand can neither pick nor change. The person's way of working, not part of the label. */
  readonly locked: ReadonlySet<string>
  readonly allHidden: boolean
  readonly dimmed: boolean
  readonly snapping: boolean
  /** Whether the polygon tool cuts holes. */
  readonly cutting: boolean
  readonly readOnly: boolean
  readonly canUndo: boolean
  readonly canRedo: boolean
  /** The last fact to tell, with a number so that the same fact can be told twice. */
  readonly notice: { readonly what: Notice; readonly n: number } | null
  readonly placed: Point<'image'> | null
  /** The line along which the selected shapes are to be cut, drawn and not yet carried out. */
  readonly splitLine: readonly Point<'image'>[] | null
}

export interface EngineOptions {
  readonly label: Label
  readonly page: PageRef
  readonly size: Size
  /** Makes the id of a new object. */
  readonly newId: () => string
  readonly readOnly?: boolean
  /** What each class may be drawn as. */
  readonly rules?: ClassRules
}

/** The state before anything was done. */
export function firstSnapshot(options: EngineOptions, scene: SceneReader): Snapshot {
  return {
    revision: 0,
    scene,
    page: options.page,
    size: options.size,
    tool: 'select',
    brush: null,
    tip: { diameter: 20, shape: 'round', erase: false },
    selection: new Set(),
    vertex: null,
    draft: null,
    lifted: null,
    pen: null,
    snapped: null,
    hidden: new Set(),
    locked: new Set(),
    allHidden: false,
    dimmed: false,
    snapping: false,
    cutting: false,
    readOnly: options.readOnly ?? false,
    canUndo: false,
    canRedo: false,
    notice: null,
    placed: null,
    splitLine: null,
  }
}

/** What the hand holds at the moment; everything else changes a few times a minute, these with every move. */
export const ofTheHand = new Set<keyof Snapshot>(['draft', 'lifted', 'pen', 'snapped'])

/** A snapshot's fields with nothing begun. */
export const nothingBegun = {
  draft: null,
  lifted: null,
  pen: null,
  snapped: null,
  vertex: null,
  placed: null,
  splitLine: null,
} as const satisfies Partial<Snapshot>
