import { useState } from 'react'
import { Kbd } from '../ui/Button'
import { Dialog } from '../ui/Dialog'
import { type KeyAction, useShownKeys } from '../ui/keys'
import { useT } from '../ui/messages'
import { keysMatching } from './keysMatching'
import css from './shell.module.css'

function grouped(actions: readonly KeyAction[], rest: string): [string, KeyAction[]][] {
  const groups = new Map<string, Map<string, KeyAction>>()
  for (const action of actions) {
    const group = action.group ?? rest
    const keys = groups.get(group) ?? new Map<string, KeyAction>()
    groups.set(group, keys.set(action.keys, action))
  }
  return [...groups].map(([name, keys]) => [name, [...keys.values()]])
}

/** Every key that does something on this screen, printed. */
export function KeysOverlay({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useT()
  const [asked, setAsked] = useState('')
  const actions = keysMatching(useShownKeys(), asked)
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.title')} wide>
      <input
        type="search"
        className={css['keysFind']}
        aria-label={t('keys.find')}
        placeholder={t('keys.find')}
        value={asked}
        onChange={(event) => setAsked(event.target.value)}
      />
      {actions.length === 0 ? <p role="status">{t('keys.none')}</p> : null}
      <div className={css['keys']}>
        {grouped(actions, t('keys.here')).map(([group, list]) => (
          <section key={group} className={css['keyGroup']}>
            <h3>{group}</h3>
            {list.map((action) => (
              <div key={action.keys} className={css['keyLine']}>
                <span>{action.label}</span>
                <Kbd keys={action.keys} />
              </div>
            ))}
          </section>
        ))}
      </div>
    </Dialog>
  )
}
