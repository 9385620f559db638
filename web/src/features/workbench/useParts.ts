import { useRef, useState } from 'react'
import type { LabelObject, PageRef } from '../../canvas/label'
import { type SurfaceHandle, type TilePage, tilePage } from '../../surfaces/raster'
import { useT } from '../../ui/messages'
import { nextUp, type Part, partsHabit, partsOf, rowStart, upOf } from './parts'
import type { Session } from './session'
import { useEngine } from './useEngine'
import type { usePages } from './usePages'

/** One part on the screen: what it shows, and whether it is the one that is drawn on. */
export interface ShownPart {
  readonly part: Part
  /** Its place among all parts, from 1. */
  readonly n: number
  readonly page: PageRef
  readonly tiles: TilePage
  readonly active: boolean
}

export interface Parts {
  readonly all: readonly Part[]
  readonly shown: readonly ShownPart[]
  readonly up: number
  readonly linked: boolean
  setUp(up: number): void
  take(part: Part): void
  nameOf(part: Part): string
  /** Where an object lies, in words: its part where there are several, its page where that has several. */
  whereOf(object: LabelObject): string
  readonly acts: Readonly<Record<'partBefore' | 'partAfter' | 'partsUp' | 'partsLink', () => void>>
}

interface Around {
  readonly session: Session
  readonly pages: ReturnType<typeof usePages>
  readonly surface: { readonly current: SurfaceHandle | null }
  readonly onSay: (text: string) => void
}

/** The parts of the asset: which stand on the screen, on which page each, and going from one to another. */
export function useParts({ session, pages, surface, onSay }: Around): Parts {
  const t = useT()
  const { page } = useEngine(session.engine)
  const { project } = session.holding
  const [habit, setHabit] = useState(partsHabit.now)
  const places = useRef(new Map<string, number>())
  const first = useRef(0)
  const made = useRef({ view: pages.view, tiles: new Map<string, TilePage | null>() })
  places.current.set(page.part, page.page)
  const all = partsOf(pages.view)
  const active = all.findIndex(({ id }) => id === page.part)
  const up = upOf(habit.up, all.length)
  first.current = rowStart(first.current, Math.max(0, active), up, all.length)
  // The same object while nothing changes: a surface opens its picture anew for other tiles.
  if (made.current.view !== pages.view) made.current = { view: pages.view, tiles: new Map() }
  const tilesOf = (ref: PageRef) => {
    const key = `${ref.part} ${ref.page}`
    const known = made.current.tiles.get(key)
    if (known !== undefined) return known
    const tiles = tilePage(project, pages.view, ref)
    made.current.tiles.set(key, tiles)
    return tiles
  }
  const keep = (next: typeof habit) => {
    partsHabit.keep(next)
    setHabit(next)
  }
  const take = (part: Part) => {
    if (part.id === page.part) return
    const held = document.activeElement?.closest('[data-part]')
    pages.go({ part: part.id, page: places.current.get(part.id) ?? 0 })
    if (held) requestAnimationFrame(() => surface.current?.focus())
  }
  const step = (by: 1 | -1) => {
    const next = all[(active + by + all.length) % all.length]
    if (next && all.length > 1) take(next)
    else onSay(t('workbench.parts.none'))
  }
  const nameOf = (part: Part) => part.name || t('workbench.parts.plain', { n: all.indexOf(part) + 1 })
  return {
    all,
    up,
    linked: habit.linked,
    shown: all.slice(first.current, first.current + up).flatMap((part, i): ShownPart[] => {
      const ref = { part: part.id, page: places.current.get(part.id) ?? 0 }
      const isActive = part.id === page.part
      const tiles = isActive ? pages.tiles : tilesOf(ref)
      return tiles ? [{ part, n: first.current + i + 1, page: tiles.page, tiles, active: isActive }] : []
    }),
    setUp: (wanted) => keep({ ...habit, up: wanted }),
    take,
    nameOf,
    whereOf(object) {
      const part = all.find(({ id }) => id === object.part)
      const words = t('workbench.objects.page', { n: object.page + 1 })
      if (!part || all.length < 2) return words
      return part.pages.length > 1 ? `${nameOf(part)}, ${words}` : nameOf(part)
    },
    acts: {
      partBefore: () => step(-1),
      partAfter: () => step(1),
      partsUp() {
        if (all.length < 2) return onSay(t('workbench.parts.none'))
        keep({ ...habit, up: nextUp(up, all.length) })
      },
      partsLink() {
        if (all.length < 2) return onSay(t('workbench.parts.none'))
        keep({ ...habit, linked: !habit.linked })
      },
    },
  }
}
