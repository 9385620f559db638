/** The label JSON `lk-label/1` as the engine reads and writes it. */

export type Position = readonly [x: number, y: number]
/** An open ring: the last point is not the first one again. */
export type Ring = readonly Position[]
/** One piece of a polygon: the outer ring first, then its holes. */
export type Piece = readonly Ring[]

/** `x`, `y`, `w`, `h` before the turn; `rotation` in degrees clockwise on the screen about the box's own centre, [0, 360). */
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

/** `rotation` in degrees clockwise on the screen, [0, 180). */
export interface EllipseGeometry {
  readonly kind: 'ellipse'
  readonly cx: number
  readonly cy: number
  readonly rx: number
  readonly ry: number
  readonly rotation: number
}

/** At least two points. `closed` joins the last to the first, `directed` gives it a beginning and an end. */
export interface PolylineGeometry {
  readonly kind: 'polyline'
  readonly points: readonly Position[]
  readonly closed: boolean
  readonly directed: boolean
}

export interface PointGeometry {
  readonly kind: 'point'
  readonly x: number
  readonly y: number
}

/** 0 not in the picture (x and y are then 0), 1 hidden by something, 2 visible. */
export type NodeSight = 0 | 1 | 2

export interface SkeletonNode {
  /** The node's id in the class's skeleton. */
  readonly node: string
  readonly x: number
  readonly y: number
  readonly v: NodeSight
}

/** Every node of the class's skeleton exactly once. */
export interface SkeletonGeometry {
  readonly kind: 'skeleton'
  readonly points: readonly SkeletonNode[]
}

/** COCO compressed run lengths, column by column, of the whole original page; `bbox` is tight and whole numbers. */
export interface MaskGeometry {
  readonly kind: 'mask'
  readonly size: readonly [height: number, width: number]
  readonly counts: string
  readonly bbox: readonly [x: number, y: number, w: number, h: number]
}

export type Geometry =
  | BoxGeometry
  | EllipseGeometry
  | PolygonGeometry
  | PolylineGeometry
  | PointGeometry
  | SkeletonGeometry
  | MaskGeometry
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
  /** Objects with the same group belong together. */
  readonly group: string | null
}

/** How objects stand to each other. Every end names an object of the label; neither side is empty. */
export interface Relation {
  readonly id: string
  readonly task: string
  readonly type: string
  readonly from: readonly string[]
  readonly to: readonly string[]
  readonly attributes: readonly AttrValue[]
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
  readonly relations: readonly Relation[]
}

/** The page of a part that is on the surface. */
export interface PageRef {
  readonly part: string
  readonly page: number
}

/** A label as it may have been stored: versions from before groups and relations do not name them. */
export interface StoredLabel extends Omit<Label, 'objects' | 'relations'> {
  readonly objects: readonly (Omit<LabelObject, 'group'> & { readonly group?: string | null })[]
  readonly relations?: readonly Relation[]
}

/** The label with every field in its place. */
export function completed(stored: StoredLabel): Label {
  const objects = stored.objects.map((object) => ({ ...object, group: object.group ?? null }))
  return { ...stored, objects, relations: stored.relations ?? [] }
}

export const emptyLabel: Label = { schema: 'lk-label/1', objects: [], classifications: [], relations: [] }

/** Whether an object lies on that page. */
export function onPage(object: LabelObject, page: PageRef): boolean {
  return object.part === page.part && object.page === page.page
}
