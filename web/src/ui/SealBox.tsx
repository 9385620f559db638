import { ShieldAlert, ShieldCheck, ShieldQuestion } from 'lucide-react'
import type { ReactNode } from 'react'
import layout from './layout.module.css'
import css from './seal.module.css'

export type SealState = 'checking' | 'good' | 'bad'

const ICONS = { checking: ShieldQuestion, good: ShieldCheck, bad: ShieldAlert } as const

/** What this browser has verified by itself: green only after it has, red when it does not hold. */
export function SealBox({
  state,
  title,
  text,
  action,
  children,
}: {
  readonly state: SealState
  readonly title: string
  readonly text?: ReactNode
  readonly action?: ReactNode
  readonly children?: ReactNode
}) {
  const Icon = ICONS[state]
  return (
    <div className={css['seal']} data-state={state}>
      <Icon size={20} strokeWidth={1.5} aria-hidden />
      <div role="status">
        <div className={css['title']}>{title}</div>
        {text ? <div className={layout['note']}>{text}</div> : null}
      </div>
      {action ?? <span />}
      {children ? <div className={css['more']}>{children}</div> : null}
    </div>
  )
}

/** A signed text as it stands, folded away, with what it says in words before it. */
export function Signed({
  name,
  text,
  children,
}: {
  readonly name: string
  readonly text: string
  readonly children?: ReactNode
}) {
  return (
    <details className={css['signed']}>
      <summary>{name}</summary>
      {children}
      <pre>{text}</pre>
    </details>
  )
}
