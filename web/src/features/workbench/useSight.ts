import { type RefObject, useEffect, useState, useSyncExternalStore } from 'react'
import { whenSignedOut } from '../../api/client'
import { figuresOf, type Measure } from '../../canvas/measure'
import type { Served, SurfaceHandle, TilePage } from '../../surfaces/raster'
import { type Translate, t } from '../../ui/messages'
import { keepView, keptView, plainView } from './keptViews'
import type { Action } from './keymap'
import { leaveSitting, SightStore } from './sight'
import { sightActs, sightTakes } from './sightActs'

whenSignedOut(leaveSitting)

const rounded = (value: number) => Number(value.toFixed(value < 100 ? 1 : 0))

/** A measure in words: the last stretch, all of them, the angle, the area. */
function measureWords(measure: Measure, mm: number | null, say: Translate): string {
  const found = figuresOf(measure)
  if (!found) return ''
  const long = (pixels: number) =>
    mm
      ? say('workbench.measure.both', { px: rounded(pixels), mm: Number((pixels * mm).toPrecision(4)) })
      : say('workbench.measure.px', { px: rounded(pixels) })
  const { length, total, angle, area } = found
  const words = area === null ? [long(length)] : []
  if (total !== length) words.push(say('workbench.measure.total', { length: long(total) }))
  if (angle !== null && area === null) words.push(say('workbench.measure.angle', { n: rounded(angle) }))
  if (area !== null) words.push(say('workbench.measure.area', { n: Math.round(area) }))
  if (area !== null && mm)
    words.push(say('workbench.measure.areaMm', { n: Number((area * mm * mm).toPrecision(4)) }))
  return words.join(' · ')
}

interface Around {
  readonly project: string
  readonly tiles: TilePage | null
  readonly surface: RefObject<SurfaceHandle | null>
  readonly send: (served: Served) => Promise<void>
  readonly onFault: (detail: string) => void
}

const nothing = { size: { width: 1, height: 1 }, bits: 8, served: { window: null, gamma: 1, invert: false } }

/** How this person looks at the picture: made with it, kept from picture to picture. */
export function useSight({ project, tiles, surface, send, onFault }: Around) {
  const [calls] = useState(() => ({ send, onFault }))
  Object.assign(calls, { send, onFault })
  const [sight] = useState(
    () =>
      new SightStore(project, tiles ?? nothing, plainView, {
        send: (served) => calls.send(served),
        async keep(view) {
          const fault = await keepView(project, view)
          if (fault) calls.onFault(fault)
        },
        words: (measure, mm) => measureWords(measure, mm, t),
        later(run, milliseconds) {
          const timer = setTimeout(run, milliseconds)
          return () => clearTimeout(timer)
        },
      }),
  )
  useEffect(() => {
    void keptView(project).then((kept) => sight.arrived(kept))
    return () => sight.destroy()
  }, [sight, project])
  useEffect(() => {
    if (tiles) sight.shows(tiles)
  }, [sight, tiles])
  return {
    sight,
    acts: sightActs(sight, surface),
    takes: (action: Action, event: KeyboardEvent) => sightTakes(sight, surface, action, event),
    lensDown: () => sight.turn({ lens: false }),
  }
}

/** How the view is turned and whether its map lies in the corner; the same object while nothing of that changes. */
export function useViewed(sight: SightStore) {
  const turn = useSyncExternalStore(sight.subscribe, () => sight.getSnapshot().turn)
  const map = useSyncExternalStore(sight.subscribe, () => sight.getSnapshot().aids.map)
  return { turn, map }
}

export const useSightState = (sight: SightStore) => useSyncExternalStore(sight.subscribe, sight.getSnapshot)

/** Whether the panel of the way of looking is on the screen; nothing else of it draws anew. */
export const useSightOpen = (sight: SightStore) =>
  useSyncExternalStore(sight.subscribe, () => sight.getSnapshot().open)
