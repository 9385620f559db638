/** What part of a page a change is shown by, what is drawn of it, and which tiles lie under it: no canvas, no fetch. */
import { type Camera, showing } from '../../canvas/camera'
import { difference } from '../../canvas/changes'
import { boundsOf } from '../../canvas/geometry'
import type { Label, LabelObject, PageRef } from '../../canvas/label'
import { onPage } from '../../canvas/label'
import { type Bounds, bounds, type Size } from '../../canvas/points'

export type Kind = 'added' | 'removed' | 'before' | 'after' | 'kept'
export interface Drawn {
  readonly kind: Kind
  readonly object: LabelObject
}

export interface Change {
  readonly page: PageRef
  /** On how many further pages something changed. */
  readonly otherPages: number
  /** What changed last, so that it lies on top. */
  readonly drawn: readonly Drawn[]
  readonly edge: Bounds<'image'>
}

/** So many objects are drawn of each kind: more could not be told apart in a small picture. */
export const MOST = 300
/** Tiles for one small picture. */
const MOST_TILES = 6
/** A change is never shown closer than so many CSS pixels a picture pixel. */
const CLOSEST = 4

function union(edges: readonly Bounds<'image'>[]): Bounds<'image'> {
  return bounds(
    Math.min(...edges.map(({ left }) => left)),
    Math.min(...edges.map(({ top }) => top)),
    Math.max(...edges.map(({ right }) => right)),
    Math.max(...edges.map(({ bottom }) => bottom)),
  )
}

const nameOf = ({ part, page }: PageRef) => `${part} ${page}`

/** What a version changed, on the page where it changed most; null where no object did. */
export function changeOf(before: Label, after: Label): Change | null {
  const differs = difference(before, after)
  const old = new Map(before.objects.map((object) => [object.id, object]))
  const now = new Map(after.objects.map((object) => [object.id, object]))
  const told = (kind: Kind, from: ReadonlyMap<string, LabelObject>, ids: readonly string[]): Drawn[] =>
    ids.flatMap((id) => {
      const object = from.get(id)
      return object ? [{ kind, object }] : []
    })
  const changed = [
    ...told('removed', old, differs.removed),
    ...told('before', old, differs.changed),
    ...told('after', now, differs.changed),
    ...told('added', now, differs.added),
  ]
  const pages = new Map<string, { page: PageRef; n: number }>()
  for (const { object } of changed) {
    const page = { part: object.part, page: object.page }
    const entry = pages.get(nameOf(page)) ?? { page, n: 0 }
    pages.set(nameOf(page), { page, n: entry.n + 1 })
  }
  const most = [...pages.values()].toSorted((a, b) => b.n - a.n)[0]
  if (!most) return null
  const here = changed.filter(({ object }) => onPage(object, most.page)).slice(0, MOST)
  const moved = new Set([...differs.added, ...differs.changed])
  const kept = after.objects
    .filter((object) => onPage(object, most.page) && !moved.has(object.id))
    .slice(0, MOST)
  return {
    page: most.page,
    otherPages: pages.size - 1,
    drawn: [...kept.map((object) => ({ kind: 'kept' as const, object })), ...here],
    edge: union(here.map(({ object }) => boundsOf(object.geometry))),
  }
}

/** The camera that shows a change with room around it. */
export function cameraFor(change: Change, page: Size, width: number, height: number): Camera {
  const scale = Math.min(width / page.width, height / page.height)
  const camera = showing(change.edge, { scale, left: 0, top: 0, width, height }, CLOSEST)
  // No closer than a quarter of the page: where in the picture it is says as much as what it is.
  if (camera.scale <= scale * 4) return camera
  const wide = scale * 4
  const [x, y] = [(change.edge.left + change.edge.right) / 2, (change.edge.top + change.edge.bottom) / 2]
  return { ...camera, scale: wide, left: x - width / wide / 2, top: y - height / wide / 2 }
}

export interface TilePlace {
  readonly level: number
  readonly column: number
  readonly row: number
  /** Where it lies in the picture, in original pixels. */
  readonly left: number
  readonly top: number
  /** Original pixels that one of its pixels stands for. */
  readonly step: number
}

/** The tiles under a camera at the level that suits it, at most six. `levels` counts from the smallest to the full size. */
export function tilesUnder(
  camera: Camera,
  page: { readonly width: number; readonly height: number; readonly levels: number },
  tileSize: number,
  ratio: number,
): TilePlace[] {
  const wanted = Math.ceil(page.levels - 1 + Math.log2(Math.max(camera.scale * ratio, 1e-6)))
  for (let level = Math.max(0, Math.min(page.levels - 1, wanted)); level >= 0; level--) {
    const step = 2 ** (page.levels - 1 - level)
    const side = tileSize * step
    const right = Math.min(page.width, camera.left + camera.width / camera.scale)
    const bottom = Math.min(page.height, camera.top + camera.height / camera.scale)
    const columns = spanOf(camera.left, right, side)
    const rows = spanOf(camera.top, bottom, side)
    if (columns.length * rows.length > MOST_TILES && level > 0) continue
    return rows.flatMap((row) =>
      columns.map((column) => ({ level, column, row, left: column * side, top: row * side, step })),
    )
  }
  return []
}

function spanOf(from: number, to: number, side: number): number[] {
  const first = Math.max(0, Math.floor(from / side))
  const last = Math.ceil(to / side)
  return Array.from({ length: Math.max(0, last - first) }, (_, i) => first + i)
}
