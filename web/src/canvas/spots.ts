/** What a thread or remark points to, and where that lies in an asset of several parts and pages. */
import { boundsOf } from './geometry'
import type { LabelObject, PageRef } from './label'
import { at, type Point } from './points'

/** As a thread says it: an object, or a place on a page of a part; what it does not say is null. */
export interface Spot {
  readonly object: string | null
  readonly part: string | null
  readonly page: number | null
  readonly at: readonly [number, number] | null
}

/** Where to look for it: the page, the place on it, and the object if it still stands. */
export interface Found {
  readonly page: PageRef
  readonly object: string | null
  /** Null where it is about the whole page. */
  readonly place: Point<'image'> | null
}

const same = (a: PageRef, b: PageRef) => a.part === b.part && a.page === b.page

/** Whether what it points to lies on this page; what names no part or page lies on all of them. */
export function liesOn({ part, page }: Pick<Spot, 'part' | 'page'>, here: PageRef): boolean {
  return (part === null || part === here.part) && (page === null || page === here.page)
}

/**
 * Finds what a thread points to. The page in hand is kept where the thread leaves it open; null where it names a page
 * that the asset does not have.
 */
export function foundOf(
  spot: Spot,
  object: LabelObject | undefined,
  pages: readonly PageRef[],
  now: PageRef,
): Found | null {
  const own = object && { part: object.part, page: object.page }
  const onto = own ?? (liesOn(spot, now) ? now : pages.find((page) => liesOn(spot, page)))
  if (!onto || !pages.some((page) => same(page, onto))) return null
  if (spot.at) return { page: onto, object: object?.id ?? null, place: at(spot.at[0], spot.at[1]) }
  if (!object) return { page: onto, object: null, place: null }
  const { right, top } = boundsOf(object.geometry)
  return { page: onto, object: object.id, place: at(right, top) }
}
