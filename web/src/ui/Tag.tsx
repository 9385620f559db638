import type { ReactNode } from 'react'
import css from './controls.module.css'

export type Tone = 'plain' | 'ok' | 'wait' | 'refuse' | 'sealed' | 'accent'

/** A small word with a meaning; the word says it, the colour only helps. */
export function Tag({ tone = 'plain', children }: { readonly tone?: Tone; readonly children: ReactNode }) {
  return (
    <span className={css['tag']} data-tone={tone}>
      {children}
    </span>
  )
}
