import { type KeyboardEvent, useId, useState } from 'react'
import { Kbd } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { useT } from '../../ui/messages'
import { Swatch } from './Swatch'
import { type Entry, matching, type Vocabulary } from './vocabulary'
import css from './workbench.module.css'

interface Props {
  readonly vocabulary: Vocabulary
  readonly onPick: (entry: Entry) => void
  readonly onClose: () => void
}

const shownAtOnce = 50

/** Finds a class by a part of its name; arrows and Enter choose. */
export function ClassSearch({ vocabulary, onPick, onClose }: Props) {
  const t = useT()
  const id = useId()
  const [search, setSearch] = useState('')
  const [place, setPlace] = useState(0)
  const found = matching(vocabulary.entries, search)
  const shown = found.slice(0, shownAtOnce)
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (by) setPlace((now) => Math.min(shown.length - 1, Math.max(0, now + by)))
    const picked = event.key === 'Enter' ? shown[place] : undefined
    if (picked) onPick(picked)
    if (by || picked) event.preventDefault()
  }
  return (
    <Dialog open onClose={onClose} title={t('workbench.class.title')}>
      <input
        className={css['search']}
        aria-label={t('workbench.class.find')}
        placeholder={t('workbench.class.find')}
        role="combobox"
        autoFocus
        aria-expanded
        aria-controls={id}
        aria-activedescendant={shown[place] ? `${id}-${place}` : undefined}
        value={search}
        onChange={(event) => {
          setSearch(event.target.value)
          setPlace(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div id={id} role="listbox" aria-label={t('workbench.class.title')} className={css['found']}>
        {shown.map((entry, i) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: keys act on the field above, as a combobox has it
          <div
            key={`${entry.task.id}/${entry.class.id}`}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === place}
            tabIndex={-1}
            className={css['foundRow']}
            onClick={() => onPick(entry)}
          >
            <Swatch color={entry.class.color} mark={entry.class.key ?? entry.class.label.slice(0, 2)} />
            <span className={css['name']}>{entry.class.label}</span>
            {entry.class.description ? <span className={css['faint']}>{entry.class.description}</span> : null}
            {entry.class.key ? <Kbd keys={entry.class.key} /> : null}
          </div>
        ))}
      </div>
      {found.length === 0 ? <p className={css['faint']}>{t('workbench.class.none')}</p> : null}
      {found.length > shown.length ? (
        <p className={css['faint']}>{t('workbench.class.more', { n: found.length - shown.length })}</p>
      ) : null}
    </Dialog>
  )
}
