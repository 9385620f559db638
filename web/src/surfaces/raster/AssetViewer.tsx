import { useEffect, useMemo, useRef, useState } from 'react'
import type { Label, Ontology, View } from '../../api/shapes'
import { Engine } from '../../canvas/engine'
import { completed, type PageRef } from '../../canvas/label'
import type { Point } from '../../canvas/points'
import type { Pin } from '../../canvas/render/hand'
import { foundOf, type Spot } from '../../canvas/spots'
import { useT } from '../../ui/messages'
import { Pages } from './Pages'
import { RasterSurface, type SurfaceHandle } from './RasterSurface'
import css from './raster.module.css'
import { linksOf, stylesOf } from './styles'
import { tilePage } from './tiles'

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

/** Every page that a view shows, in the order of its parts. */
export function pagesOf(view: View): PageRef[] {
  const parts = view.parts.toSorted((a, b) => a.order - b.order)
  return parts.flatMap((part) => part.pages.map((_, page) => ({ part: part.id, page })))
}

/** Shows a picture with a label over it. Nothing can be changed. */
export function AssetViewer({ projectId, view, label, ontology, spot }: Props) {
  const t = useT()
  const pages = useMemo(() => pagesOf(view), [view])
  const [picked, setPicked] = useState<PageRef | null>(null)
  const page = pages.find((one) => one.part === picked?.part && one.page === picked.page) ?? pages[0]
  const tiles = useMemo(() => (page ? tilePage(projectId, view, page) : null), [projectId, view, page])
  const styles = useMemo(() => stylesOf(ontology), [ontology])
  const links = useMemo(() => linksOf(ontology), [ontology])
  const surface = useRef<SurfaceHandle>(null)
  const drawn = useRef(false)
  // One engine for each page and label: a read-only drawing has no state worth keeping.
  const engine = useMemo(
    () =>
      page && tiles
        ? new Engine({ label: completed(label), page, size: tiles.size, newId: readOnlyId, readOnly: true })
        : null,
    [label, page, tiles],
  )
  const found = useMemo(
    () => (spot && page ? foundOf(spot, objectOf(label, spot.object), pages, page) : null),
    [spot, label, pages, page],
  )
  const pins = useMemo(
    () =>
      found?.place && found.page.part === page?.part && found.page.page === page.page
        ? [pinAt(found.place)]
        : [],
    [found, page],
  )
  /** What is still to be brought to the middle: once, when its page is on the screen. */
  const wanted = useRef<Spot | undefined>(undefined)
  const lead = () => {
    if (!wanted.current || !found || !engine || !page) return
    const { part, page: number } = found.page
    if (part !== page.part || number !== page.page) return
    // A label may come after its picture.
    if (found.place || !wanted.current.object) wanted.current = undefined
    if (found.object) engine.select([found.object])
    if (found.place) surface.current?.showPlace(found.place)
  }
  useEffect(() => {
    wanted.current = spot
  }, [spot])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a place is gone to once; turning pages afterwards is free
  useEffect(() => {
    if (!wanted.current || !found) return
    setPicked(found.page)
    if (drawn.current) lead()
  }, [spot, found])
  if (!engine || !tiles || !page) return <p role="status">{t('workbench.view.nothing')}</p>
  return (
    <div className={css['viewer']}>
      <RasterSurface
        ref={surface}
        engine={engine}
        tiles={tiles}
        styles={styles}
        links={links}
        label={t('workbench.view.surface')}
        pins={pins}
        onPainted={() => {
          drawn.current = true
          lead()
        }}
      />
      <div className={css['foot']}>
        <Pages pages={pages} now={page} onPick={setPicked} />
        <span>{t('workbench.objects.count', { n: label.objects.length })}</span>
        <span>
          {t('workbench.view.size', { width: String(tiles.size.width), height: String(tiles.size.height) })}
        </span>
      </div>
    </div>
  )
}
