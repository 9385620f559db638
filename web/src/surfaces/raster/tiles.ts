/** Where the tiles of a page come from: by view, part, page, level, column and row; never by asset. */
import OpenSeadragon from 'openseadragon'
import { address, readProblem } from '../../api/client'
import type { View } from '../../api/shapes'
import type { PageRef } from '../../canvas/label'
import type { Size } from '../../canvas/points'

export interface TilePage {
  readonly project: string
  readonly view: string
  readonly page: PageRef
  readonly size: Size
  readonly levels: number
  readonly tileSize: number
  /** Changes when the server would draw the same tile otherwise (window, gamma, invert). */
  readonly revision: number
  /** Bits a sample of the source. */
  readonly bits: number
  /** How the server draws these tiles. */
  readonly served: View['display']
}

/** Why a tile did not come, in the server's words. `status` 0: no answer at all. */
export interface TileFailure {
  readonly status: number
  readonly detail: string
}

interface Job {
  readonly src: string
  readonly userData: { stop?: AbortController }
  finish(data: unknown, request: unknown, type: string): void
  fail(message: string, request: unknown): void
}

/** The display's number goes into tile addresses, so that a browser never mixes two. */
const revisionOf = (view: View) => (view.display as { n?: number }).n ?? 0

/** Bits a sample of the page's source; a window makes sense above 8. */
function bitsOf(view: View, page: PageRef): number {
  return view.parts.find(({ id }) => id === page.part)?.bits ?? 8
}

/** The tiles of one page of a view; null when the view does not show that page. */
export function tilePage(project: string, view: View, page: PageRef): TilePage | null {
  const shown = view.parts.find((part) => part.id === page.part)?.pages[page.page]
  if (!shown) return null
  const size = { width: shown.width, height: shown.height }
  const { tile_size: tileSize, display: served } = view
  const how = { revision: revisionOf(view), bits: bitsOf(view, page), served }
  return { project, view: view.id, page, size, levels: shown.levels, tileSize, ...how }
}

/** The address of one tile. */
export function tileUrl(tiles: TilePage, level: number, column: number, row: number): string {
  const { project, view, page, revision } = tiles
  return address(
    `/projects/${project}/views/${view}/tiles/${page.part}/${page.page}/${level}/${column}/${row}?d=${revision}`,
  )
}

/** Fetches one tile. Decoded here instead of by an address of its own, so that the picture needs no blob: address. */
async function load(job: Job, onFailure: (failure: TileFailure) => void): Promise<void> {
  const stop = new AbortController()
  job.userData.stop = stop
  try {
    const answer = await fetch(job.src, {
      credentials: 'same-origin',
      cache: 'no-store',
      signal: stop.signal,
    })
    if (!answer.ok) {
      const { status, detail } = await readProblem(answer)
      onFailure({ status, detail })
      job.fail(detail, null)
      return
    }
    job.finish(await decoded(await answer.blob()), null, 'context2d')
  } catch (error) {
    if (stop.signal.aborted) return
    onFailure({ status: 0, detail: String(error) })
    job.fail(String(error), null)
  }
}

async function decoded(blob: Blob): Promise<CanvasRenderingContext2D> {
  const bitmap = await createImageBitmap(blob)
  const canvas = document.createElement('canvas')
  canvas.width = bitmap.width
  canvas.height = bitmap.height
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser gives no canvas to draw on.')
  context.drawImage(bitmap, 0, 0)
  bitmap.close()
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
  own.downloadTileStart = (job) => void load(job, onFailure)
  own.downloadTileAbort = (job) => job.userData.stop?.abort()
  return source
}
