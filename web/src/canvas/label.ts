/** The label JSON `lk-label/1` as the engine reads and writes it. */

export type Position = readonly [x: number, y: number]
/** An open ring: the last point is not the first one again. */
export type Ring = readonly Position[]
/** One piece of a polygon: the outer ring first, then its holes. */
export type Piece = readonly Ring[]

export interface BoxGeometry {
  readonly kind: 'bbox'
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
  readonly rotation: number
}

export interface PolygonGeometry {
  readonly kind: 'polygon'
  readonly rings: readonly Piece[]
}

export type Geometry = BoxGeometry | PolygonGeometry
export type GeometryKind = Geometry['kind']

export interface OptionValue {
  readonly option: string
  readonly attributes: readonly AttrValue[]
}

export interface AttrValue {
  readonly attr: string
  readonly value: string | number | boolean | null
  readonly options: readonly OptionValue[]
}

export interface Source {
  readonly kind: 'human' | 'import' | 'model'
  readonly ref: string | null
}

export interface LabelObject {
  readonly id: string
  readonly task: string
  readonly class: string
  readonly part: string
  readonly page: number
  readonly geometry: Geometry
  readonly attributes: readonly AttrValue[]
  readonly z: number
  readonly source: Source
}

export interface Classification {
  readonly id: string
  readonly task: string
  readonly part: string | null
  readonly page: number | null
  readonly attributes: readonly AttrValue[]
}

export interface Label {
  readonly schema: 'lk-label/1'
  readonly objects: readonly LabelObject[]
  readonly classifications: readonly Classification[]
}

/** The page of a part that is on the surface. */
export interface PageRef {
  readonly part: string
  readonly page: number
}

export const emptyLabel: Label = { schema: 'lk-label/1', objects: [], classifications: [] }

/** Whether an object lies on that page. */
export function onPage(object: LabelObject, page: PageRef): boolean {
  return object.part === page.part && object.page === page.page
}
