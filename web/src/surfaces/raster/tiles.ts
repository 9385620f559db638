/** Where the tiles of a page come from: by view, part, page, level, column and row; never by asset. */
import OpenSeadragon from 'openseadragon'
import { address } from '../../api/client'
import type { View } from '../../api/shapes'
import type { PageRef } from '../../canvas/label'
import type { Size } from '../../canvas/points'
import { fetchTile, type TileFailure, TileMissing } from './kept'

export interface TilePage {
  readonly project: string
  readonly view: string
  readonly page: PageRef
  readonly size: Size
  readonly levels: number
  readonly tileSize: number
  /** Changes when the server would draw the same tile otherwise (window, gamma, invert). */
  readonly revision: number
}

/** Stands for an HTTP status where the bytes came and were no picture. */
const undecodable = -1

interface Job {
  readonly src: string
  readonly userData: { stop?: AbortController }
  finish(data: unknown, request: unknown, type: string): void
  fail(message: string, request: unknown): void
}

/** The display's number goes into tile addresses, so that a browser never mixes two. */
const revisionOf = (view: View) => (view.display as { n?: number }).n ?? 0

/** Bits a sample of the page's source; a window makes sense above 8. */
export function bitsOf(view: View, page: PageRef): number {
  return view.parts.find(({ id }) => id === page.part)?.bits ?? 8
}

/** The tiles of one page of a view; null when the view does not show that page. */
export function tilePage(project: string, view: View, page: PageRef): TilePage | null {
  const shown = view.parts.find((part) => part.id === page.part)?.pages[page.page]
  if (!shown) return null
  const size = { width: shown.width, height: shown.height }
  const { tile_size: tileSize } = view
  return { project, view: view.id, page, size, levels: shown.levels, tileSize, revision: revisionOf(view) }
}

/** The address of one tile. */
export function tileUrl(tiles: TilePage, level: number, column: number, row: number): string {
  const { project, view, page, revision } = tiles
  return address(
    `/projects/${project}/views/${view}/tiles/${page.part}/${page.page}/${level}/${column}/${row}?d=${revision}`,
  )
}

/** The levels that a page uses when all of it is in sight on a surface of this size, each with its tiles. */
export function levelsInSight(
  page: TilePage,
  width: number,
  height: number,
): { level: number; columns: number; rows: number }[] {
  const top = page.levels - 1
  const fit = Math.min(width / page.size.width, height / page.size.height) * (window.devicePixelRatio || 1)
  // The viewer takes a level as long as two of its pixels fall on one of the screen at most.
  const finest = Math.max(0, Math.min(top, top + Math.floor(Math.log2(fit * 2))))
  return Array.from({ length: finest + 1 }, (_, level) => {
    const scale = 2 ** (level - top)
    const count = (pixels: number) => Math.max(1, Math.ceil(Math.ceil(pixels * scale) / page.tileSize))
    return { level, columns: count(page.size.width), rows: count(page.size.height) }
  })
}

/** Fetches one tile. Decoded here instead of by an address of its own, so that the picture needs no blob: address. */
async function load(view: string, job: Job, onFailure: (failure: TileFailure) => void): Promise<void> {
  const stop = new AbortController()
  job.userData.stop = stop
  try {
    const { bitmap, own } = await fetchTile(view, job.src, stop.signal)
    job.finish(drawn(bitmap), null, 'context2d')
    if (!own) bitmap.close()
  } catch (error) {
    if (stop.signal.aborted) return
    // The network's failure is a TypeError; anything else is bytes that are no picture.
    const status = error instanceof TypeError ? 0 : undecodable
    onFailure(error instanceof TileMissing ? error.failure : { status, detail: String(error) })
    job.fail(String(error), null)
  }
}

/** A canvas of the viewer's own: it empties what it was given when it lets go of a tile. */
function drawn(bitmap: ImageBitmap): CanvasRenderingContext2D {
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  context.drawImage(bitmap, 0, 0)
  return context
}

/** The tile source that OpenSeadragon draws from. */
export function tileSource(
  tiles: TilePage,
  onFailure: (failure: TileFailure) => void,
): OpenSeadragon.TileSource {
  const source = new OpenSeadragon.TileSource({
    width: tiles.size.width,
    height: tiles.size.height,
    tileSize: tiles.tileSize,
    tileOverlap: 0,
    minLevel: 0,
    maxLevel: tiles.levels - 1,
  })
  source.getTileUrl = (level, column, row) => tileUrl(tiles, level, column, row)
  source.hasTransparency = () => false
  const own = source as unknown as { downloadTileStart(job: Job): void; downloadTileAbort(job: Job): void }
  own.downloadTileStart = (job) => void load(tiles.view, job, onFailure)
  own.downloadTileAbort = (job) => job.userData.stop?.abort()
  return source
}
