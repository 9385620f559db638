import { type ReactNode, useEffect } from 'react'
import css from './layout.module.css'

interface PageProps {
  readonly title: string
  /** Shown instead of the title where it is more than words. */
  readonly heading?: ReactNode
  readonly lead?: ReactNode
  /** The one primary action and its companions, always at the same place. */
  readonly action?: ReactNode
  readonly width?: 'narrow' | 'wide' | 'full'
  readonly children: ReactNode
}

/** The frame of every page: what it is, the one thing to do, the content. */
export function Page({ title, heading, lead, action, width = 'wide', children }: PageProps) {
  useEffect(() => {
    document.title = `${title} · Labelkeep`
  }, [title])
  const extra = width === 'narrow' ? css['narrow'] : width === 'full' ? css['full'] : ''
  return (
    <div className={`${css['page']} ${extra}`}>
      <div className={css['head']}>
        <div>
          <h1 className={css['title']}>{heading ?? title}</h1>
          {lead ? <p className={css['lead']}>{lead}</p> : null}
        </div>
        {action ? <div className={css['row']}>{action}</div> : null}
      </div>
      {children}
    </div>
  )
}

export function Section({
  title,
  side,
  children,
}: {
  readonly title: string
  readonly side?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <section className={css['section']}>
      <div className={css['sectionHead']}>
        <h2 className={css['sectionTitle']}>{title}</h2>
        {side ? <div className={css['note']}>{side}</div> : null}
      </div>
      {children}
    </section>
  )
}

/** Term and value pairs, one a line. */
export function Facts({ items }: { readonly items: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={css['facts']}>
      {items.map(([term, value]) => (
        <div key={term} style={{ display: 'contents' }}>
          <dt>{term}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
