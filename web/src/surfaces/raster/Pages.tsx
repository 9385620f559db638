import type { PageRef } from '../../canvas/label'
import { useT } from '../../ui/messages'
import css from './raster.module.css'

interface Props {
  readonly pages: readonly PageRef[]
  readonly now: PageRef
  readonly onPick: (page: PageRef) => void
}

/** Goes from page to page of an asset with several; nothing where there is one. */
export function Pages({ pages, now, onPick }: Props) {
  const t = useT()
  const place = pages.findIndex((page) => page.part === now.part && page.page === now.page)
  if (pages.length < 2) return null
  const go = (to: number) => {
    const page = pages[to]
    if (page) onPick(page)
  }
  return (
    <span className={css['pages']}>
      <button
        type="button"
        className={css['page']}
        disabled={place <= 0}
        onClick={() => go(place - 1)}
        aria-label={t('workbench.page.before')}
        title={`${t('workbench.page.before')} (PgUp)`}
      >
        ‹
      </button>
      {t('workbench.page.of', { page: place + 1, pages: pages.length })}
      <button
        type="button"
        className={css['page']}
        disabled={place >= pages.length - 1}
        onClick={() => go(place + 1)}
        aria-label={t('workbench.page.after')}
        title={`${t('workbench.page.after')} (PgDn)`}
      >
        ›
      </button>
    </span>
  )
}
