import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { myProjects } from '../../api/queries'
import { Kbd } from '../../ui/Button'
import { offeredCommands } from '../../ui/commands'
import { Dialog } from '../../ui/Dialog'
import { useShownKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import css from './help.module.css'
import { search } from './library'
import { type Choice, matching } from './palette'
import type { Go } from './Reader'
import { library as libraryQuery } from './shelf'

const MOST = 40
const MOST_HELP = 8

function useChoices(): Choice[] {
  const t = useT()
  const navigate = useNavigate()
  const rows = useQuery(myProjects)
  const keys = useShownKeys()
  const seen = new Set<string>()
  const actions = keys.flatMap(({ keys, label, group, run, pick }): Choice[] => {
    if (pick === null || seen.has(label)) return []
    seen.add(label)
    return [{ label, group: group ?? t('keys.here'), keys, run: pick ?? run }]
  })
  const projects = (rows.data?.items ?? []).map(({ id, name }) => ({
    label: name,
    group: t('palette.projects'),
    run: () => void navigate({ to: '/projects/$p', params: { p: id } }),
  }))
  const pages = [
    { label: t('help.title'), group: t('palette.help'), run: () => void navigate({ to: '/help' }) },
    { label: t('speed.title'), group: t('palette.help'), run: () => void navigate({ to: '/help/speed' }) },
  ]
  return [...actions, ...offeredCommands(), ...projects, ...pages]
}

function Inside({ onClose, onHelp }: { readonly onClose: () => void; readonly onHelp: Go }) {
  const t = useT()
  const id = useId()
  const shelf = useQuery(libraryQuery)
  const choices = useChoices()
  const [query, setQuery] = useState('')
  const [place, setPlace] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const help: Choice[] =
    query.trim() && shelf.data
      ? search(shelf.data, query, MOST_HELP).map(({ page, section }) => ({
          label: section.id ? `${page.title}: ${section.heading}` : page.title,
          group: t('palette.help'),
          run: () => onHelp({ path: page.path, hash: section.id }),
        }))
      : []
  const found = [...matching(choices, query).slice(0, MOST), ...help]
  useEffect(() => {
    list.current?.children[place]?.scrollIntoView({ block: 'nearest' })
  }, [place])
  const take = (choice: Choice) => {
    onClose()
    // After the dialog is gone: what runs may open one of its own or want the keyboard.
    setTimeout(choice.run)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by) setPlace((now) => Math.min(found.length - 1, Math.max(0, now + by)))
    const picked = event.key === 'Enter' ? found[place] : undefined
    if (picked) take(picked)
    if (by || picked) event.preventDefault()
  }
  return (
    <>
      <input
        className={css['field']}
        aria-label={t('palette.find')}
        placeholder={t('palette.find')}
        role="combobox"
        // biome-ignore lint/a11y/noAutofocus: the field is what the person asked for
        autoFocus
        aria-expanded
        aria-controls={id}
        aria-activedescendant={found[place] ? `${id}-${place}` : undefined}
        value={query}
        onChange={(event) => {
          setQuery(event.target.value)
          setPlace(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} ref={list} role="listbox" aria-label={t('palette.title')} className={css['choices']}>
        {found.map((choice, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field above, as a combobox has it
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: two choices may have the same words
            key={`${choice.group} ${choice.label} ${i}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === place}
            tabIndex={-1}
            className={css['choice']}
            onClick={() => take(choice)}
          >
            <span>{choice.label}</span>
            <span className={css['group']}>{choice.group}</span>
            {choice.keys ? <Kbd keys={choice.keys} /> : null}
          </div>
        ))}
      </div>
      <p className={css['found']} role="status">
        {found.length === 0 ? t('palette.none') : ''}
      </p>
    </>
  )
}

interface Props {
  readonly open: boolean
  readonly onClose: () => void
  readonly onHelp: Go
}

/** Goes to a page, a project, a class, an action or a document by a few letters of its name. */
export function Palette({ open, onClose, onHelp }: Props) {
  const t = useT()
  return (
    <Dialog open={open} onClose={onClose} title={t('palette.title')} wide>
      {open ? <Inside onClose={onClose} onHelp={onHelp} /> : null}
    </Dialog>
  )
}
