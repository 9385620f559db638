import type { View } from '../../api/shapes'
import type { PageRef } from '../../canvas/label'
import { bitsOf, Display, Pages } from '../../surfaces/raster'
import { Kbd } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { type LookStore, useLook } from './look'
import type { Session } from './session'
import { useEngine } from './useEngine'
import type { Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly session: Session
  readonly vocabulary: Vocabulary
  readonly view: View
  readonly look: LookStore
  readonly waiting: number
  /** The next picture is here already. */
  readonly nextReady: boolean
  readonly onPage: (page: PageRef) => void
  readonly onDisplay: (display: View['display']) => void
}

/** The last line: place, zoom, class, page, display. */
export function Status({ session, vocabulary, view, look, waiting, nextReady, onPage, onDisplay }: Props) {
  const t = useT()
  const { engine, pages } = session
  const { brush, page, allHidden, dimmed } = useEngine(engine)
  const entry = brush ? vocabulary.find(brush.task, brush.class) : undefined
  const bits = bitsOf(view, page)
  const window = view.display.window
  return (
    <section className={css['status']} aria-label={t('workbench.status')}>
      <Place look={look} />
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
      <span data-next={nextReady}>
        {nextReady ? t('workbench.nextReady') : t('workbench.waiting', { n: waiting })}
      </span>
      <span>
        <Kbd keys="?" /> {t('workbench.status.keys')}
      </span>
    </section>
  )
}

function Place({ look }: { readonly look: LookStore }) {
  const t = useT()
  const { place, scale } = useLook(look)
  return (
    <>
      <span className={css['place']}>
        {place ? t('workbench.status.at', { x: place.x.toFixed(1), y: place.y.toFixed(1) }) : null}
      </span>
      <span className={css['zoom']}>{Math.round(scale * 100)} %</span>
    </>
  )
}
