import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Check, Columns3 } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import { useState } from 'react'
import { call } from '../../api/client'
import { preferences } from '../../api/queries'
import { Kbd } from '../../ui/Button'
import control from '../../ui/controls.module.css'
import { useKeys } from '../../ui/keys'
import { type MessageKey, useT } from '../../ui/messages'
import { ALL, type Column, columnsIn, withColumn } from './columns'

export const WORDS = {
  stands: 'assets.stands',
  split: 'assets.filter.split',
  size: 'assets.size',
  objects: 'assets.objectCount',
  changed: 'assets.changed',
} as const satisfies Record<Column, MessageKey>

/** The columns that this person wants to see, on every machine. */
export function useColumns(): readonly Column[] {
  const mine = useQuery({ ...preferences, retry: false })
  return columnsIn(mine.data?.items.lists)
}

/** Which columns the table shows; kept for the person. */
export function Columns() {
  const t = useT()
  const cache = useQueryClient()
  const [open, setOpen] = useState(false)
  const mine = useQuery({ ...preferences, retry: false })
  const lists = mine.data?.items.lists
  const shown = columnsIn(lists)
  useKeys([{ keys: 'c', label: t('assets.columns'), run: () => setOpen(true) }])
  const turn = async (column: Column) => {
    const value = withColumn(lists, column)
    cache.setQueryData(preferences.queryKey, (old) => ({ items: { ...old?.items, lists: value } }))
    const kept = await call<void>('/me/preferences/lists', { method: 'PUT', body: { value } })
    if (!kept.ok) await cache.invalidateQueries({ queryKey: preferences.queryKey })
  }
  if (!mine.data) return null
  return (
    <DropdownMenu.Root open={open} onOpenChange={setOpen} modal={false}>
      <DropdownMenu.Trigger className={`${control['button']} ${control['quiet']}`}>
        <Columns3 size={16} strokeWidth={1.5} aria-hidden />
        {t('assets.columns')}
        <Kbd keys="c" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Content className={control['menu']} align="end" sideOffset={4}>
        {ALL.map((one) => (
          <DropdownMenu.CheckboxItem
            key={one}
            className={control['menuItem']}
            checked={shown.includes(one)}
            // It stays open, so that several can be chosen at once.
            onSelect={(event) => {
              event.preventDefault()
              void turn(one)
            }}
          >
            {t(WORDS[one])}
            <DropdownMenu.ItemIndicator>
              <Check size={16} strokeWidth={1.5} aria-hidden />
            </DropdownMenu.ItemIndicator>
          </DropdownMenu.CheckboxItem>
        ))}
      </DropdownMenu.Content>
    </DropdownMenu.Root>
  )
}
