import { ChevronRight } from 'lucide-react'
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react'
import { createPortal } from 'react-dom'
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

const ActionPlace = createContext<HTMLElement | null>(null)

/** Puts actions that a part of the page owns at the place where every page has its primary action. */
export function PageAction({ children }: { readonly children: ReactNode }) {
  const place = useContext(ActionPlace)
  return place ? createPortal(children, place) : null
}

/** The frame of every page: what it is, the one thing to do, the content. */
export function Page({ title, heading, lead, action, width = 'wide', children }: PageProps) {
  const [place, setPlace] = useState<HTMLElement | null>(null)
  useEffect(() => {
    document.title = `${title} · Labelkeep`
  }, [title])
  return (
    <div className={`${css['page']} ${css[width]}`}>
      <div className={css['head']}>
        <div>
          <h1 className={css['title']}>{heading ?? title}</h1>
          {lead ? <p className={css['lead']}>{lead}</p> : null}
        </div>
        <div className={css['action']} ref={setPlace}>
          {action}
        </div>
      </div>
      <ActionPlace.Provider value={place}>{children}</ActionPlace.Provider>
    </div>
  )
}

/** The way back from a thing to the list it is in, as the first part of a heading. */
export function Crumb({ children }: { readonly children: ReactNode }) {
  return (
    <>
      <span className={css['crumb']}>{children}</span>
      <ChevronRight size={16} strokeWidth={1.5} aria-hidden />
    </>
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
