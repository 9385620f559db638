import { Tooltip } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'
import css from './controls.module.css'
import { printed } from './keys'

interface Props extends Omit<ComponentProps<'button'>, 'children' | 'name'> {
  /** Read out and shown in the tooltip. */
  readonly name: string
  readonly keys?: string
  readonly icon: ReactNode
}

/** A button that shows only an icon; its word and key are in the tooltip. */
export function IconButton({ name, keys, icon, ...rest }: Props) {
  return (
    <Tooltip.Provider delayDuration={300}>
      <Tooltip.Root>
        <Tooltip.Trigger asChild>
          <button
            type="button"
            className={`${css['button']} ${css['quiet']} ${css['icon']}`}
            aria-label={name}
            {...rest}
          >
            {icon}
          </button>
        </Tooltip.Trigger>
        <Tooltip.Portal>
          <Tooltip.Content className={css['tooltip']} sideOffset={4}>
            {name}
            {keys ? ` (${printed(keys)})` : ''}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}
