import { type ComponentProps, type ReactNode, useId } from 'react'
import css from './controls.module.css'

interface Around {
  readonly label: ReactNode
  readonly hint?: ReactNode
  readonly fault?: string | null | undefined
}

function useAround({ label, hint, fault }: Around) {
  const id = useId()
  const described = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ')
  const wrap = (control: ReactNode) => (
    <div className={css['field']}>
      <label className={css['label']} htmlFor={id}>
        {label}
      </label>
      {control}
      {hint ? (
        <div className={css['hint']} id={`${id}-hint`}>
          {hint}
        </div>
      ) : null}
      {fault ? (
        <div className={css['fault']} id={`${id}-fault`} role="alert">
          {fault}
        </div>
      ) : null}
    </div>
  )
  const props = {
    id,
    className: css['input'],
    'aria-invalid': fault ? true : undefined,
    'aria-describedby': described || undefined,
  }
  return { wrap, props }
}

export function TextField({ label, hint, fault, ...rest }: Around & ComponentProps<'input'>) {
  const { wrap, props } = useAround({ label, hint, fault })
  return wrap(<input type="text" {...props} {...rest} />)
}

export function TextArea({ label, hint, fault, ...rest }: Around & ComponentProps<'textarea'>) {
  const { wrap, props } = useAround({ label, hint, fault })
  return wrap(<textarea {...props} {...rest} />)
}

export function Select({ label, hint, fault, children, ...rest }: Around & ComponentProps<'select'>) {
  const { wrap, props } = useAround({ label, hint, fault })
  return wrap(
    <select {...props} {...rest}>
      {children}
    </select>,
  )
}

/** A select without a visible label, for table rows; `name` is read out instead. */
export function BareSelect({
  name,
  children,
  ...rest
}: { readonly name: string } & ComponentProps<'select'>) {
  return (
    <select className={css['input']} aria-label={name} {...rest}>
      {children}
    </select>
  )
}

export function Check({
  label,
  hint,
  ...rest
}: { readonly label: ReactNode; readonly hint?: ReactNode } & ComponentProps<'input'>) {
  const id = useId()
  return (
    <div className={css['check']}>
      <input id={id} type="checkbox" {...rest} />
      <div>
        <label htmlFor={id}>{label}</label>
        {hint ? <div className={css['hint']}>{hint}</div> : null}
      </div>
    </div>
  )
}
