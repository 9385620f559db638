import { type TilePage, tileUrl } from './tiles'

/** The whole page in one tile, at most 256 pixels wide and high; null when it does not come. */
export async function pageThumb(tiles: TilePage, signal: AbortSignal): Promise<ImageBitmap | null> {
  try {
    const answer = await fetch(tileUrl(tiles, 0, 0, 0), {
      credentials: 'same-origin',
      cache: 'no-store',
      priority: 'low',
      signal,
    })
    return answer.ok ? await createImageBitmap(await answer.blob()) : null
  } catch {
    // A strip with a gap still leads to its page, and the surface says there why nothing comes.
    return null
  }
}
