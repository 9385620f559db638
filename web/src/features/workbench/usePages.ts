import { type RefObject, useMemo, useState } from 'react'
import type { View } from '../../api/shapes'
import type { LabelObject, PageRef } from '../../canvas/label'
import type { Found } from '../../canvas/spots'
import { type Served, type SurfaceHandle, type TilePage, tilePage } from '../../surfaces/raster'
import { viewDisplay } from './routes'
import type { Session } from './session'
import { useEngine } from './useEngine'

/** The pages of the picture: which is shown, how the server draws it, and going from one to another. */
export function usePages(
  session: Session,
  first: View,
  surface: RefObject<SurfaceHandle | null>,
  onFault: (detail: string) => void,
) {
  const { engine, pages } = session
  const { page } = useEngine(engine)
  const [view, setView] = useState(first)
  const { project } = session.holding
  const tiles = useMemo(() => tilePage(project, view, page), [project, view, page])
  const place = () => pages.findIndex((one) => one.part === page.part && one.page === page.page)
  // A page in small shows what it showed first: a window set for one page need not fit another.
  const tilesOf = useMemo(() => {
    const made = new Map<string, TilePage | null>()
    return (one: PageRef) => {
      const key = `${one.part} ${one.page}`
      const known = made.get(key)
      if (known !== undefined) return known
      const tiles = tilePage(project, first, one)
      made.set(key, tiles)
      return tiles
    }
  }, [project, first])
  const go = (to: PageRef) => {
    const next = tilePage(project, view, to)
    if (next) engine.show(to, next.size)
  }
  return {
    view,
    tiles,
    go,
    turn(by: 1 | -1) {
      const next = pages[place() + by]
      if (next) go(next)
    },
    /** As `turn`, but the last page is followed by the first. */
    round() {
      const next = pages[(place() + 1) % pages.length]
      if (next) go(next)
    },
    end(last: boolean) {
      const to = last ? pages.at(-1) : pages[0]
      if (to) go(to)
    },
    tilesOf,
    /** Selects an object, on whatever page it lies, and brings it in sight. */
    reveal(object: LabelObject) {
      const far = object.part !== page.part || object.page !== page.page
      if (far) go({ part: object.part, page: object.page })
      engine.select([object.id])
      // Another part has a surface of its own, which is in hand a moment later.
      if (far) requestAnimationFrame(() => surface.current?.reveal(object.id))
      else surface.current?.reveal(object.id)
    },
    /** Brings a place in sight, on whatever page it lies. */
    revealPlace({ page: on, place }: Found) {
      const far = on.part !== page.part || on.page !== page.page
      if (far) go(on)
      if (!place) return
      if (far) requestAnimationFrame(() => surface.current?.showPlace(place))
      else surface.current?.showPlace(place)
    },
    async display(how: Served) {
      const answer = await viewDisplay(project, view.id, how)
      if (!answer.ok) {
        onFault(answer.problem.detail)
        return
      }
      setView(answer.value)
    },
  }
}
