/**
 * What can be made of whole shapes. Each operation is pure: objects in, one change set out, or a word why not. The first
 * object gives the result its kind, class, attributes, group and height; operands of another kind are converted.
 */
import type { Change, ChangeSet } from '../changes'
import { areaOf } from '../geometry'
import { columnsOf, maskOf } from '../kinds/mask'
import type { Geometry, LabelObject, Piece, Relation } from '../label'
import { type Columns, combined, isEmpty, type Operation } from '../mask/columns'
import { filled, largestPiece } from '../mask/pieces'
import type { Point, Size } from '../points'
import { vertexCount } from '../vertices'
import { clipped, repaired } from './clip'
import { type AreaKind, asColumns, asPolygon, converted } from './convert'
import { Simplifier } from './simplify'
import { lineCrossesItself, splitMask, splitPolygon } from './split'

/** Why nothing was done. */
export type Refusal =
  | 'no_inside'
  | 'other_page'
  | 'kind_not_allowed'
  | 'nothing_left'
  | 'nothing_changed'
  | 'not_cut'
  | 'line_crosses'

export type Outcome =
  | {
      readonly ok: true
      readonly changes: ChangeSet
      readonly select: readonly string[]
      /** Parts thinner than half a pixel that were left out. */
      readonly slivers: number
    }
  | { readonly ok: false; readonly why: Refusal }

/** What an operation needs to know beside the objects. */
export interface Ground {
  readonly size: Size
  readonly relations: Iterable<Relation>
  readonly newId: () => string
  /** Whether objects of this one's class may have that kind of geometry. */
  may(object: LabelObject, kind: AreaKind): boolean
}

type Shape = { readonly geometry: Geometry; readonly slivers: number }

const refused = (why: Refusal): Outcome => ({ ok: false, why })

const replaced = (before: LabelObject, geometry: Geometry): Change => ({
  kind: 'object',
  before,
  after: { ...before, geometry },
})

/** The kind that the result has: the first object's own, or the one that its class allows. */
function resultKind(first: LabelObject, ground: Ground): AreaKind | null {
  const { kind } = first.geometry
  if (kind === 'polygon' || kind === 'mask') return kind
  return (['polygon', 'mask'] as const).find((one) => ground.may(first, one)) ?? null
}

function ofPolygons(objects: readonly LabelObject[], operation: Operation): Shape | Refusal {
  const [first, ...others] = objects.map(({ geometry }) => asPolygon(geometry))
  if (!first || others.includes(null)) return 'no_inside'
  const rest = others.flatMap((one) => one ?? [])
  // Clipper takes all clips as one; an intersection must hold with each of them.
  const rounds = operation === 'intersect' ? rest.map((one) => [one]) : [rest]
  let [polygon, slivers] = [first, 0]
  for (const round of rounds) {
    const sum = clipped(polygon, round, operation)
    polygon = sum.polygon
    slivers += sum.slivers
  }
  return polygon.rings.length ? { geometry: polygon, slivers } : 'nothing_left'
}

function ofMasks(objects: readonly LabelObject[], operation: Operation, size: Size): Shape | Refusal {
  const [first, ...others] = objects.map(({ geometry }) => asColumns(geometry, size))
  if (!first || others.includes(null)) return 'no_inside'
  const pixels = others.reduce<Columns>((all, one) => (one ? combined(all, one, operation) : all), first)
  const geometry = maskOf(pixels, size)
  return geometry ? { geometry, slivers: 0 } : 'nothing_left'
}

/** Relations of objects that become one point at that one; one that would join it with itself goes, and so do doubles. */
function repointed(gone: ReadonlySet<string>, to: string, relations: Iterable<Relation>): Change[] {
  const all = [...relations]
  const sides = ({ task, type, from, to: ends }: Relation) => JSON.stringify([task, type, from, ends])
  const known = new Set(all.map(sides))
  return all.flatMap((before): Change[] => {
    if (![...before.from, ...before.to].some((id) => gone.has(id))) return []
    const moved = (ids: readonly string[]) => [...new Set(ids.map((id) => (gone.has(id) ? to : id)))]
    const after = { ...before, from: moved(before.from), to: moved(before.to) }
    const itself = after.from.length === 1 && after.to.length === 1 && after.from[0] === after.to[0]
    const twice = known.has(sides(after))
    known.add(sides(after))
    return [{ kind: 'relation', before, after: itself || twice ? null : after }]
  })
}

/** Union of all into the first, the first without the others, or what the first has in common with each other one. */
export function compounded(objects: readonly LabelObject[], operation: Operation, ground: Ground): Outcome {
  const [first, ...others] = objects
  if (!first || others.length === 0) return refused('nothing_changed')
  if (others.some(({ part, page }) => part !== first.part || page !== first.page))
    return refused('other_page')
  const kind = resultKind(first, ground)
  if (!kind) return refused(asPolygon(first.geometry) ? 'kind_not_allowed' : 'no_inside')
  const shape = kind === 'mask' ? ofMasks(objects, operation, ground.size) : ofPolygons(objects, operation)
  if (typeof shape === 'string') return refused(shape)
  const change = replaced(first, shape.geometry)
  const { slivers } = shape
  if (operation !== 'union') return { ok: true, changes: [change], select: [first.id], slivers }
  const gone = new Set(others.map(({ id }) => id))
  const changes = [
    ...repointed(gone, first.id, ground.relations),
    change,
    ...others.map((before): Change => ({ kind: 'object', before, after: null })),
  ]
  return { ok: true, changes, select: [first.id], slivers }
}

function parted(object: LabelObject, line: readonly Point<'image'>[], size: Size) {
  const places = line.map(({ x, y }) => [x, y] as const)
  if (object.geometry.kind === 'mask') {
    const split = splitMask(columnsOf(object.geometry), places, size)
    return split && [split.kept, ...split.cut].flatMap((pixels) => maskOf(pixels, size) ?? [])
  }
  const polygon = asPolygon(object.geometry)
  const split = polygon && splitPolygon(repaired(polygon).polygon, places)
  return split && [split.kept, ...split.cut]
}

/** Cuts the objects along a drawn line. The largest part stays the old object with its relations; the others are new. */
export function split(
  objects: readonly LabelObject[],
  line: readonly Point<'image'>[],
  ground: Ground,
): Outcome {
  const path = line.map(({ x, y }) => [x, y] as const)
  if (line.length < 2) return refused('not_cut')
  if (lineCrossesItself(path)) return refused('line_crosses')
  let why: Refusal = 'not_cut'
  const changes: Change[] = []
  for (const object of objects) {
    if (!asPolygon(object.geometry)) why = 'no_inside'
    else if (!resultKind(object, ground)) why = 'kind_not_allowed'
    else changes.push(...splitOne(object, line, ground))
  }
  if (changes.length === 0) return refused(why)
  const select = changes.flatMap((change) =>
    change.kind === 'object' && change.after ? [change.after.id] : [],
  )
  return { ok: true, changes, select, slivers: 0 }
}

function splitOne(object: LabelObject, line: readonly Point<'image'>[], ground: Ground): Change[] {
  const kind = resultKind(object, ground)
  const shapes = kind && parted(object, line, ground.size)
  if (!shapes) return []
  const [kept, ...cut] = shapes.flatMap((shape) => converted(shape, kind, ground.size) ?? [])
  if (!kept || cut.length === 0) return []
  return [
    replaced(object, kept),
    ...cut.map((geometry): Change => {
      const after: LabelObject = {
        ...object,
        id: ground.newId(),
        geometry,
        source: { kind: 'human', ref: null },
      }
      return { kind: 'object', before: null, after }
    }),
  ]
}

/** The objects with their geometry changed one by one; what does not change stays the same object. */
export function reshaped(
  objects: readonly LabelObject[],
  change: (geometry: Geometry) => Geometry | null,
  ground: Pick<Ground, 'may'>,
): Outcome {
  let why: Refusal = 'nothing_changed'
  const changes = objects.flatMap((object): Change[] => {
    const geometry = change(object.geometry)
    if (!geometry) why = 'no_inside'
    if (!geometry || geometry === object.geometry) return []
    const { kind } = geometry
    if (
      kind !== object.geometry.kind &&
      (kind === 'polygon' || kind === 'mask') &&
      !ground.may(object, kind)
    ) {
      why = 'kind_not_allowed'
      return []
    }
    return [replaced(object, geometry)]
  })
  if (changes.length === 0) return refused(why)
  return { ok: true, changes, select: objects.map(({ id }) => id), slivers: 0 }
}

/** An outline as a mask, a mask as an outline; null for what has no inside. */
export const otherKind = (geometry: Geometry, size: Size): Geometry | null =>
  converted(geometry, geometry.kind === 'mask' ? 'polygon' : 'mask', size)

/** Masks with their holes filled, polygons without holes. */
export function withoutHoles(geometry: Geometry, size: Size): Geometry {
  if (geometry.kind === 'polygon') {
    if (geometry.rings.every((piece) => piece.length === 1)) return geometry
    return { kind: 'polygon', rings: geometry.rings.map((piece) => piece.slice(0, 1)) }
  }
  if (geometry.kind !== 'mask') return geometry
  const before = columnsOf(geometry)
  const after = filled(before)
  return after === before ? geometry : (maskOf(after, size) ?? geometry)
}

/** The largest piece alone. */
export function withoutSpecks(geometry: Geometry, size: Size): Geometry {
  if (geometry.kind === 'polygon') {
    if (geometry.rings.length < 2) return geometry
    const largest = geometry.rings.toSorted((a, b) => pieceArea(b) - pieceArea(a)).slice(0, 1)
    return { kind: 'polygon', rings: largest }
  }
  if (geometry.kind !== 'mask') return geometry
  const before = columnsOf(geometry)
  const after = largestPiece(before)
  return after === before || isEmpty(after) ? geometry : (maskOf(after, size) ?? geometry)
}

const pieceArea = (piece: Piece) => areaOf({ kind: 'polygon', rings: [piece] })

/** So few vertices are no burden. */
const fewVertices = 500
/** How far an outline may stray, in pixels, tried from the finest on. */
const strays = [0.25, 0.5, 1, 2] as const

/** An outline of very many vertices with fewer: as fine as leaves few, and never more than two pixels off. */
export function lighter(geometry: Geometry): Geometry {
  if (geometry.kind !== 'polygon' || vertexCount(geometry) <= fewVertices) return geometry
  const sums = new Simplification(geometry)
  let found: Geometry = geometry
  for (const stray of strays) {
    found = sums.at(stray)
    if (vertexCount(found) <= fewVertices) break
  }
  return found
}

/** A polygon ready to be simplified by any tolerance; the vertex count is for the preview. */
export class Simplification {
  private readonly simplifier: Simplifier | null

  constructor(private readonly geometry: Geometry) {
    this.simplifier = geometry.kind === 'polygon' ? new Simplifier(geometry) : null
  }

  /** How many vertices there are now; 0 for what has none to lose. */
  get vertices(): number {
    return this.geometry.kind === 'polygon' ? vertexCount(this.geometry) : 0
  }

  /** The simplified polygon, crossings that came of it repaired. */
  at(tolerance: number): Geometry {
    if (!this.simplifier || this.geometry.kind !== 'polygon' || tolerance <= 0) return this.geometry
    const rough = this.simplifier.at(tolerance)
    if (vertexCount(rough) === vertexCount(this.geometry)) return this.geometry
    const clean = repaired(rough).polygon
    return clean.rings.length ? clean : this.geometry
  }
}
