import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { Label, Ontology, View } from '../../api/shapes'
import type { Camera } from '../../canvas/camera'
import { Engine } from '../../canvas/engine'
import { completed, type PageRef } from '../../canvas/label'
import type { Point } from '../../canvas/points'
import type { Pin } from '../../canvas/render/hand'
import type { LinkStyles, Styles } from '../../canvas/render/style'
import { foundOf, type Spot } from '../../canvas/spots'
import { useT } from '../../ui/messages'
import { besideOf } from './beside'
import { Pages } from './Pages'
import { RasterSurface, type SurfaceHandle } from './RasterSurface'
import css from './raster.module.css'
import { linksOf, stylesOf } from './styles'
import { type TilePage, tilePage } from './tiles'

interface Props {
  readonly projectId: string
  readonly view: View
  readonly label: Label
  readonly ontology: Ontology
  /** What to bring to the middle and mark with a pin. */
  readonly spot?: Spot | undefined
}

const readOnlyId = () => {
  throw new Error('A viewer makes no objects.')
}

const objectOf = (label: Label, id: string | null) =>
  id === null ? undefined : completed(label).objects.find((one) => one.id === id)
const pinAt = (place: Point<'image'>): Pin => ({ at: place, mark: '?', active: true })
const same = (a: PageRef, b: PageRef) => a.part === b.part && a.page === b.page

/** Every page that a view shows, in the order of its parts. */
export function pagesOf(view: View): PageRef[] {
  const parts = view.parts.toSorted((a, b) => a.order - b.order)
  return parts.flatMap((part) => part.pages.map((_, page) => ({ part: part.id, page })))
}

/** What a part's surface can be asked for. */
interface Stand {
  readonly surface: SurfaceHandle
  readonly engine: Engine
  readonly tiles: TilePage
}

interface SurfaceProps {
  readonly projectId: string
  readonly view: View
  readonly page: PageRef
  readonly label: Label
  readonly styles: Styles
  readonly links: LinkStyles
  readonly pins: readonly Pin[]
  readonly name: string
  readonly onStand: (part: string, stand: Stand | null) => void
  readonly onCamera: (page: PageRef, camera: Camera) => void
  readonly onPainted: (page: PageRef) => void
}

/** One page with the label's objects over it. */
function Surface({ projectId, view, page, label, styles, links, pins, name, ...tell }: SurfaceProps) {
  const t = useT()
  const tiles = useMemo(() => tilePage(projectId, view, page), [projectId, view, page])
  const surface = useRef<SurfaceHandle>(null)
  // One engine for each page and label: a read-only drawing has no state worth keeping.
  const engine = useMemo(
    () =>
      tiles
        ? new Engine({ label: completed(label), page, size: tiles.size, newId: readOnlyId, readOnly: true })
        : null,
    [label, page, tiles],
  )
  useLayoutEffect(() => {
    if (surface.current && engine && tiles)
      tell.onStand(page.part, { surface: surface.current, engine, tiles })
    return () => tell.onStand(page.part, null)
  })
  if (!engine || !tiles) return <p role="status">{t('workbench.view.nothing')}</p>
  return (
    <RasterSurface
      ref={surface}
      engine={engine}
      tiles={tiles}
      styles={styles}
      links={links}
      label={name}
      pins={pins}
      onCamera={(camera) => tell.onCamera(page, camera)}
      onPainted={() => tell.onPainted(page)}
    />
  )
}

/** Lets the surfaces of parts of one size show the same place: the one under the hand leads, the others follow. */
function useTogether(first: string) {
  const stands = useRef(new Map<string, Stand>())
  const leads = useRef(first)
  return {
    stands,
    lead(part: string) {
      leads.current = part
    },
    stand(part: string, stand: Stand | null) {
      if (stand) stands.current.set(part, stand)
      else stands.current.delete(part)
    },
    camera(from: PageRef, camera: Camera) {
      const size = stands.current.get(from.part)?.tiles.size
      if (from.part !== leads.current || !size) return
      for (const [part, { surface, tiles }] of stands.current)
        if (part !== from.part && tiles.size.width === size.width && tiles.size.height === size.height)
          surface.follow(camera)
    },
  }
}

/** Shows an asset with a label over it, its parts side by side. Nothing can be changed. */
export function AssetViewer({ projectId, view, label, ontology, spot }: Props) {
  const t = useT()
  const pages = useMemo(() => pagesOf(view), [view])
  const parts = useMemo(() => view.parts.toSorted((a, b) => a.order - b.order), [view])
  const [picked, setPicked] = useState<PageRef | null>(null)
  /** The page that each part is turned to. */
  const [turned, setTurned] = useState<Readonly<Record<string, number>>>({})
  const page = pages.find((one) => picked !== null && same(one, picked)) ?? pages[0]
  const styles = useMemo(() => stylesOf(ontology), [ontology])
  const links = useMemo(() => linksOf(ontology), [ontology])
  const drawn = useRef(new Set<PageRef>())
  const together = useTogether(page?.part ?? '')
  const found = useMemo(
    () => (spot && page ? foundOf(spot, objectOf(label, spot.object), pages, page) : null),
    [spot, label, pages, page],
  )
  const go = (to: PageRef) => {
    setTurned((now) => ({ ...now, [to.part]: to.page }))
    setPicked(to)
  }
  /** What is still to be brought to the middle: once, when its page is on the screen. */
  const wanted = useRef<Spot | undefined>(undefined)
  const lead = () => {
    const stand = found && together.stands.current.get(found.page.part)
    if (!wanted.current || !stand || ![...drawn.current].some((one) => same(one, found.page))) return
    // A label may come after its picture.
    if (found.place || !wanted.current.object) wanted.current = undefined
    together.lead(found.page.part)
    if (found.object) stand.engine.select([found.object])
    if (found.place) stand.surface.showPlace(found.place)
  }
  useEffect(() => {
    wanted.current = spot
  }, [spot])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place is gone to once; turning pages afterwards is free
  useEffect(() => {
    if (!wanted.current || !found) return
    go(found.page)
    lead()
  }, [spot, found])
  const pins = useMemo(() => (found?.place ? [pinAt(found.place)] : []), [found])
  if (!page) return <p role="status">{t('workbench.view.nothing')}</p>
  const at = parts.findIndex(({ id }) => id === page.part)
  const beside = besideOf(parts, at)
  const shown = parts[at]?.pages[page.page]
  const surfaceOf = (on: PageRef, name: string) => (
    <Surface
      {...{ projectId, view, label, styles, links, name }}
      page={on}
      pins={found && same(found.page, on) ? pins : noPins}
      onStand={together.stand}
      onCamera={together.camera}
      onPainted={(on) => {
        for (const one of drawn.current) if (one.part === on.part) drawn.current.delete(one)
        drawn.current.add(on)
        lead()
      }}
    />
  )
  return (
    <div className={css['viewer']}>
      {beside.length < 2 ? (
        surfaceOf(page, t('workbench.view.surface'))
      ) : (
        <section className={css['beside']} data-up={beside.length} aria-label={t('workbench.parts')}>
          {beside.map((part) => {
            const on = pages.find((one) => same(one, { part: part.id, page: turned[part.id] ?? 0 }))
            const n = parts.indexOf(part) + 1
            const name = part.name || t('workbench.parts.plain', { n })
            const words = t('workbench.parts.one', { n, of: parts.length, name })
            return on ? (
              <section
                key={part.id}
                className={css['pane']}
                data-part={n}
                data-active={part.id === page.part}
                aria-label={words}
                onPointerEnter={() => together.lead(part.id)}
                onPointerDownCapture={() => go(on)}
                onFocusCapture={() => {
                  together.lead(part.id)
                  go(on)
                }}
              >
                <h2 className={css['paneName']}>
                  {n} {name}
                </h2>
                {surfaceOf(on, words)}
              </section>
            ) : null
          })}
        </section>
      )}
      <div className={css['foot']}>
        <Pages pages={pages} now={page} onPick={go} />
        <span>{t('workbench.objects.count', { n: label.objects.length })}</span>
        {shown ? (
          <span>
            {t('workbench.view.size', { width: String(shown.width), height: String(shown.height) })}
          </span>
        ) : null}
      </div>
    </div>
  )
}

const noPins: readonly Pin[] = []
