/** Decoded tiles of the pictures that are on the desk: in memory only, and gone with their view. */
import { readProblem } from '../../api/client'
import { levelsInSight, type TilePage, tileUrl } from './tiles'

/** Why a tile did not come, in the server's words. `status` 0: no answer at all. */
export interface TileFailure {
  readonly status: number
  readonly detail: string
}

/** Thrown by `fetchTile`. */
export class TileMissing extends Error {
  constructor(readonly failure: TileFailure) {
    super(failure.detail)
    this.name = 'TileMissing'
  }
}

type Tiles = Map<string, Promise<ImageBitmap>>
const kept = new Map<string, Tiles>()

async function ask(
  url: string,
  signal?: AbortSignal,
  priority: RequestPriority = 'auto',
): Promise<ImageBitmap> {
  const answer = await fetch(url, {
    credentials: 'same-origin',
    cache: 'no-store',
    priority,
    ...(signal ? { signal } : {}),
  })
  if (answer.ok) return createImageBitmap(await answer.blob())
  const { status, detail } = await readProblem(answer)
  throw new TileMissing({ status, detail })
}

/** Fetches every tile that the whole page needs on a surface of this size, and keeps them until the view is dropped. */
export async function keepTiles(page: TilePage, width: number, height: number): Promise<void> {
  const tiles: Tiles = kept.get(page.view) ?? new Map()
  kept.set(page.view, tiles)
  const urls = levelsInSight(page, width, height).flatMap(({ level, columns, rows }) =>
    Array.from({ length: columns * rows }, (_, i) =>
      tileUrl(page, level, i % columns, Math.floor(i / columns)),
    ),
  )
  await Promise.allSettled(
    urls.map((url) => {
      const known = tiles.get(url)
      if (known) return known
      const asked = ask(url, undefined, 'low')
      tiles.set(url, asked)
      // One that did not come is asked for again when it is needed.
      asked.catch(() => tiles.delete(url))
      return asked
    }),
  )
}

/** A tile of a view: the kept one, or a fresh one. Only kept bitmaps outlive the call: close the others. */
export async function fetchTile(
  view: string,
  url: string,
  signal: AbortSignal,
): Promise<{ bitmap: ImageBitmap; own: boolean }> {
  const known = kept.get(view)?.get(url)
  if (known) {
    const bitmap = await known.catch(() => null)
    if (bitmap) return { bitmap, own: true }
  }
  return { bitmap: await ask(url, signal), own: false }
}

/** Forgets the tiles of a view, or of all. */
export function dropTiles(view?: string): void {
  for (const [name, tiles] of [...kept]) {
    if (view !== undefined && name !== view) continue
    kept.delete(name)
    for (const tile of tiles.values())
      void tile.then(
        (bitmap) => bitmap.close(),
        () => undefined,
      )
  }
}
