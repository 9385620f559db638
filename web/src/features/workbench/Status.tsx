import type { View } from '../../api/shapes'
import type { Engine } from '../../canvas/engine'
import type { PageRef } from '../../canvas/label'
import { Display, type Look, Pages } from '../../surfaces/raster'
import { Kbd } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { useEngine } from './useEngine'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly engine: Engine
  readonly vocabulary: Vocabulary
  readonly view: View
  readonly pages: readonly PageRef[]
  readonly look: Look
  readonly waiting: number
  readonly onPage: (page: PageRef) => void
  readonly onDisplay: (display: View['display']) => void
}

/** The last line: place, zoom, class, page, display. */
export function Status({ engine, vocabulary, view, pages, look, waiting, onPage, onDisplay }: Props) {
  const t = useT()
  const { brush, page, allHidden, dimmed } = useEngine(engine)
  const entry = brush ? vocabulary.find(brush.task, brush.class) : undefined
  const bits = view.parts.find((part) => part.id === page.part)?.pages[page.page]?.bits ?? 8
  const place =
    look.place && t('workbench.status.at', { x: look.place.x.toFixed(1), y: look.place.y.toFixed(1) })
  const window = view.display.window
  return (
    <section className={css['status']} aria-label={t('workbench.status')}>
      <span className={css['place']}>{place}</span>
      <span className={css['zoom']}>{Math.round(look.scale * 100)} %</span>
      {entry ? (
        <span>
          {entry.class.label}
          {entry.class.key ? ` (${entry.class.key})` : ''}
        </span>
      ) : null}
      {window ? <span>{t('workbench.status.window', { centre: window[0], width: window[1] })}</span> : null}
      {allHidden ? (
        <strong>{t('workbench.status.hidden')}</strong>
      ) : dimmed ? (
        <strong>{t('workbench.status.dimmed')}</strong>
      ) : null}
      <Pages pages={pages} now={page} onPick={onPage} />
      <details className={css['displayMenu']}>
        <summary>{t('workbench.display.title')}</summary>
        <div className={css['displayBox']}>
          <Display key={view.id} display={view.display} deep={bits > 8} onChange={onDisplay} />
        </div>
      </details>
      <span className={css['push']} />
      <span>{t('workbench.waiting', { n: waiting })}</span>
      <span>
        <Kbd keys="?" /> {t('workbench.status.keys')}
      </span>
    </section>
  )
}
