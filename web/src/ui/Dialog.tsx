import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import css from './controls.module.css'
import { useT } from './messages'

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: string
  readonly wide?: boolean
  readonly children: ReactNode
}

/** A question that must be answered or closed first; Esc closes it. */
export function Dialog({ open, onClose, title, wide, children }: Props) {
  const t = useT()
  return (
    <Radix.Root open={open} onOpenChange={(next) => (next ? undefined : onClose())}>
      <Radix.Portal>
        <Radix.Overlay className={css['scrim']} />
        <Radix.Content
          className={`${css['dialog']} ${wide ? css['dialogWide'] : ''}`}
          aria-describedby={undefined}
        >
          <div className={css['dialogHead']}>
            <Radix.Title className={css['dialogTitle']}>{title}</Radix.Title>
            <Radix.Close
              className={`${css['button']} ${css['quiet']} ${css['icon']}`}
              aria-label={t('ui.close')}
              title={`${t('ui.close')} (Esc)`}
            >
              <X size={16} strokeWidth={1.5} />
            </Radix.Close>
          </div>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
