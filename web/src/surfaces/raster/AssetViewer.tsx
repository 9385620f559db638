import { useEffect, useMemo, useRef, useState } from 'react'
import type { Label, Ontology, View } from '../../api/shapes'
import { Engine } from '../../canvas/engine'
import { completed, type PageRef } from '../../canvas/label'
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
  /** The object to bring to the middle and mark. */
  readonly highlight?: string | null
}

const readOnlyId = () => {
  throw new Error('A viewer makes no objects.')
}

/** Every page that a view shows, in the order of its parts. */
export function pagesOf(view: View): PageRef[] {
  const parts = view.parts.toSorted((a, b) => a.order - b.order)
  return parts.flatMap((part) => part.pages.map((_, page) => ({ part: part.id, page })))
}

/** Shows a picture with a label over it. Nothing can be changed. */
export function AssetViewer({ projectId, view, label, ontology, highlight }: Props) {
  const t = useT()
  const pages = useMemo(() => pagesOf(view), [view])
  const [picked, setPicked] = useState<PageRef | null>(null)
  const page = pages.find((one) => one.part === picked?.part && one.page === picked.page) ?? pages[0]
  const tiles = useMemo(() => (page ? tilePage(projectId, view, page) : null), [projectId, view, page])
  const styles = useMemo(() => stylesOf(ontology), [ontology])
  const links = useMemo(() => linksOf(ontology), [ontology])
  const surface = useRef<SurfaceHandle>(null)
  // One engine for each page and label: a read-only drawing has no state worth keeping.
  const engine = useMemo(
    () =>
      page && tiles
        ? new Engine({ label: completed(label), page, size: tiles.size, newId: readOnlyId, readOnly: true })
        : null,
    [label, page, tiles],
  )
  useEffect(() => {
    if (!highlight || !engine) return
    const object = label.objects.find(({ id }) => id === highlight)
    if (!object) return
    setPicked({ part: object.part, page: object.page })
    engine.select([highlight])
    surface.current?.show(highlight)
  }, [highlight, engine, label])
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
