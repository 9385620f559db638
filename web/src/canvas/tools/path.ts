/**
 * Draws polygons and lines point by point. Enter or a double click ends; a click on the first point closes; Backspace
 * takes one back. A polygon begun inside a polygon with Alt, or while `cutting`, becomes a hole of it.
 */
import { isDrawable, polygonOf } from '../geometry'
import type { PolygonGeometry, PolylineGeometry, Position } from '../label'
import { clampPoint, distance, type Point } from '../points'
import { crossesItself, holeFits, pieceContains } from '../rings'
import { only } from './adjust'
import { type Effect, type Input, penAfter, type Step, type Surroundings, type Tool } from './tool'

type Place = Point<'image'>

interface PathState {
  readonly points: readonly Place[]
  /** Where the hand or the keyboard cursor is. */
  readonly hover: Place | null
  /** Whether arrow keys drive the cursor now, so that Enter sets a point instead of closing. */
  readonly byKeys: boolean
  /** The polygon that a hole is cut into. */
  readonly into: string | null
}

const idle: PathState = { points: [], hover: null, byKeys: false, into: null }
const noDraft: Effect = { type: 'draft', draft: null }
const noPen: Effect = { type: 'pen', at: null }

/** What is drawn: how many points it needs at least, and whether its end joins its beginning by itself. */
interface Sort {
  readonly id: 'polygon' | 'polyline'
  readonly least: number
}

function lineOf(points: readonly Place[], closed: boolean): PolylineGeometry {
  return { kind: 'polyline', points: points.map(({ x, y }): Position => [x, y]), closed, directed: false }
}

/** The polygon whose hole a first point begins, if it begins one. */
function cutInto(place: Place, alt: boolean, around: Surroundings): string | null {
  if (!alt && !around.cutting) return null
  const inside = (geometry: PolygonGeometry) => geometry.rings.some((piece) => pieceContains(piece, place))
  const selected = only(around)
  if (selected?.geometry.kind === 'polygon' && around.mayTouch(selected) && inside(selected.geometry))
    return selected.id
  const under = around.scene.hit(
    place,
    0,
    (object) => object.geometry.kind === 'polygon' && around.mayTouch(object),
  )
  return under?.id ?? null
}

/** The outline as a hole of its polygon, or a word why it cannot be one. */
function cut(state: PathState, id: string, around: Surroundings): Effect[] {
  const geometry = around.scene.get(id)?.geometry
  if (geometry?.kind !== 'polygon') return []
  const hole = state.points.map(({ x, y }): Position => [x, y])
  const place = geometry.rings.findIndex((piece) => holeFits(piece, hole))
  if (place < 0) return [{ type: 'notice', notice: 'hole_outside' }]
  const rings = geometry.rings.map((piece, i) => (i === place ? [...piece, hole] : piece))
  return [noDraft, { type: 'reshape', shapes: new Map([[id, { kind: 'polygon', rings }]]) }]
}

function pathTool({ id: sort, least }: Sort): Tool<PathState> {
  const isPolygon = sort === 'polygon'
  const crosses = (points: readonly Place[]) =>
    isPolygon && points.length > 3 && crossesItself(polygonOf(points))

  function atFirst(state: PathState, place: Place, around: Surroundings): boolean {
    const first = state.points[0]
    return first !== undefined && state.points.length >= 3 && distance(first, place) <= around.reach
  }

  function shown(state: PathState, around: Surroundings): Effect {
    if (state.points.length === 0) return noDraft
    const closing = state.hover !== null && atFirst(state, state.hover, around)
    const points = state.hover && !closing ? [...state.points, state.hover] : state.points
    return { type: 'draft', draft: { kind: 'path', points, closing, crossing: crosses(points) } }
  }

  function ended(state: PathState, around: Surroundings, closed: boolean): Step<PathState> {
    const next: PathState = { ...idle, hover: state.byKeys ? state.hover : null, byKeys: state.byKeys }
    // A crossing outline has no clear inside; it stays open so that nothing drawn is lost.
    if (crosses(state.points)) return [state, shown(state, around), { type: 'notice', notice: 'crossing' }]
    const geometry = isPolygon ? polygonOf(state.points) : lineOf(state.points, closed)
    if (state.points.length < least || !isDrawable(geometry))
      return [state, { type: 'notice', notice: 'too_small' }]
    if (state.into === null) return [next, noDraft, { type: 'create', geometry }]
    const effects = cut(state, state.into, around)
    return [effects.some(({ type }) => type === 'reshape') ? next : state, ...effects]
  }

  function added(state: PathState, place: Place, around: Surroundings, alt: boolean): Step<PathState> {
    const last = state.points.at(-1)
    if (last && last.x === place.x && last.y === place.y)
      return state.byKeys ? ended(state, around, false) : [state]
    if (atFirst(state, place, around)) return ended(state, around, true)
    const into = !last && isPolygon ? cutInto(place, alt, around) : state.into
    const next = { ...state, points: [...state.points, place], hover: place, into }
    const select: Effect[] = !last && into !== null ? [{ type: 'select', ids: [into] }] : []
    return [next, ...select, shown(next, around)]
  }

  function pointed(
    state: PathState,
    input: Extract<Input, { at: Place }>,
    around: Surroundings,
  ): Step<PathState> {
    const place = clampPoint(input.at, around.size)
    const byHand = { ...state, hover: place, byKeys: false }
    if (input.type === 'up') return [state]
    if (input.type === 'move') return [byHand, ...(state.byKeys ? [noPen] : []), shown(byHand, around)]
    if (input.type === 'down' && input.clicks > 1)
      return state.points.length >= least ? ended(byHand, around, false) : [byHand]
    const [next, ...effects] = added(byHand, place, around, input.mods.alt)
    return [next, noPen, ...effects]
  }

  /** With keys Esc ends the drawing and keeps what can be kept; with the hand it throws the open outline away. */
  function cancelled(state: PathState, around: Surroundings): Step<PathState> {
    if (state.byKeys && state.points.length >= least) {
      const [next, ...effects] = ended(state, around, false)
      if (next.points.length === 0) return [idle, ...effects, noPen]
    }
    return [idle, noDraft, noPen]
  }

  return {
    id: sort,
    start: idle,
    resting: (state) => state.points.length === 0,
    step(state, input, around) {
      switch (input.type) {
        case 'down':
        case 'move':
        case 'up':
          return pointed(state, input, around)
        case 'arrow': {
          const pen = penAfter(state.hover, input, around)
          const next = { ...state, hover: pen, byKeys: true }
          return [next, { type: 'pen', at: pen }, shown(next, around)]
        }
        case 'enter':
          if (state.byKeys && state.hover) return added(state, state.hover, around, false)
          return ended(state, around, false)
        case 'back':
        case 'delete': {
          const next = { ...state, points: state.points.slice(0, -1) }
          return [next, shown(next, around)]
        }
        case 'cancel':
          return cancelled(state, around)
        default:
          return [state]
      }
    },
  }
}

export const polygonTool = pathTool({ id: 'polygon', least: 3 })
export const polylineTool = pathTool({ id: 'polyline', least: 2 })
