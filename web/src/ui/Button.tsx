import { Link, type LinkProps } from '@tanstack/react-router'
import type { ComponentProps, ReactNode } from 'react'
import css from './controls.module.css'
import { printed, useKeyChoices } from './keys'

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger'

function look(kind: ButtonKind): string {
  return [css['button'], kind === 'plain' ? '' : css[kind]].filter(Boolean).join(' ')
}

/** A key as it is printed on a control or in the overlay. */
export function Kbd({ keys }: { readonly keys: string }) {
  useKeyChoices()
  return <kbd className={css['kbd']}>{printed(keys)}</kbd>
}

interface Own {
  readonly kind?: ButtonKind
  /** The key that does the same, shown on the button. */
  readonly keys?: string
  readonly children?: ReactNode
}

export function Button({ kind = 'plain', keys, children, ...rest }: Own & ComponentProps<'button'>) {
  return (
    <button type="button" className={look(kind)} {...rest}>
      {children}
      {keys ? <Kbd keys={keys} /> : null}
    </button>
  )
}

/** A link that looks like a button: it leads to another page, it changes nothing. */
export function ButtonLink({ kind = 'plain', keys, children, ...rest }: Own & LinkProps) {
  return (
    <Link className={look(kind)} {...rest}>
      {children}
      {keys ? <Kbd keys={keys} /> : null}
    </Link>
  )
}
