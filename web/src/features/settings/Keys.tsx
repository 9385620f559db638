import { RotateCcw } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { Button, Kbd } from '../../ui/Button'
import { chooseKey, conflictOf, isFixed, putKeyChoices, refusalOf } from '../../ui/choices'
import { Notice } from '../../ui/Feedback'
import { combination, useKeyChoices } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { type KeyRow, type KnownKey, rowsOf } from './known'
import css from './settings.module.css'

interface Pressed {
  readonly stroke: KeyboardEvent
  readonly usual: string
  readonly taken: string | null
}

/** Waits for one stroke; Esc calls it off, Tab passes so that the focus is never caught. */
function useStroke(onStroke: (stroke: KeyboardEvent) => void, onCancel: () => void, on: boolean): void {
  useEffect(() => {
    if (!on) return
    const listen = (event: KeyboardEvent) => {
      if (/^(?:Tab|Shift|Control|Alt|AltGraph|Meta|CapsLock)$/.test(event.key)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (event.key === 'Escape') onCancel()
      else onStroke(event)
    }
    window.addEventListener('keydown', listen, true)
    return () => window.removeEventListener('keydown', listen, true)
  }, [on, onStroke, onCancel])
}

interface RowProps {
  readonly row: KeyRow
  readonly known: readonly string[]
  readonly says: (keys: string) => string
  readonly waiting: boolean
  readonly onWait: (keys: string | null) => void
}

function Row({ row, known, says, waiting, onWait }: RowProps) {
  const t = useT()
  const choices = useKeyChoices()
  const [fault, setFault] = useState<'fixed' | 'browser' | null>(null)
  const [pressed, setPressed] = useState<Pressed | null>(null)
  const { keys } = row
  const chosen = choices[keys]
  const close = () => {
    setFault(null)
    setPressed(null)
    onWait(null)
  }
  const take = ({ stroke, usual }: Pick<Pressed, 'stroke' | 'usual'>) => {
    putKeyChoices(chooseKey(choices, keys, stroke, usual, usual, known))
    close()
  }
  const hear = (stroke: KeyboardEvent) => {
    const refused = refusalOf(stroke)
    setFault(refused)
    if (refused) return
    const usual = combination(stroke)
    const taken = conflictOf(keys, stroke, usual, known, choices)
    if (taken) setPressed({ stroke, usual, taken })
    else take({ stroke, usual })
  }
  useStroke(hear, close, waiting && pressed === null)
  const reset = () => {
    const { [keys]: _, ...rest } = choices
    // Whoever got this key meanwhile gives it back.
    const others = Object.entries(rest).filter(([, one]) => one.print !== keys)
    putKeyChoices(Object.fromEntries(others))
  }
  const name = row.labels.map((label) => t(label)).join(' · ')
  return (
    <li className={css['key']} data-changed={chosen ? true : undefined}>
      <span>{name}</span>
      <span className={css['now']}>
        {chosen?.at === '' ? <strong>{t('settings.noKey')}</strong> : <Kbd keys={keys} />}
      </span>
      {isFixed(keys) ? (
        <span className={layout['note']}>{t('settings.stays')}</span>
      ) : (
        <span className={css['acts']}>
          <Button aria-label={t('settings.changeOf', { name })} onClick={() => onWait(waiting ? null : keys)}>
            {t(waiting ? 'ui.cancel' : 'settings.change')}
          </Button>
          {chosen ? (
            <Button kind="quiet" aria-label={t('settings.resetOf', { name })} onClick={reset}>
              <RotateCcw size={16} strokeWidth={1.5} aria-hidden />
            </Button>
          ) : null}
        </span>
      )}
      {waiting ? (
        <div className={css['ask']} role="status">
          {pressed?.taken ? (
            <>
              <span>{t('settings.taken', { key: pressed.usual, name: says(pressed.taken) })}</span>
              <Button kind="primary" onClick={() => take(pressed)} autoFocus>
                {t('settings.takeIt')}
              </Button>
              <Button onClick={() => setPressed(null)}>{t('settings.another')}</Button>
            </>
          ) : (
            t(fault ? `settings.fault.${fault}` : 'settings.press')
          )}
        </div>
      ) : null}
    </li>
  )
}

/** Every key with what it does, where it is now, and a way to move it. */
export function Keys({ known }: { readonly known: readonly KnownKey[] }) {
  const t = useT()
  const choices = useKeyChoices()
  const [waiting, setWaiting] = useState<string | null>(null)
  const groups = useMemo(() => rowsOf(known), [known])
  const all = useMemo(() => [...new Set(known.map((one) => one.keys))], [known])
  const says = (keys: string) =>
    known
      .filter((one) => one.keys === keys)
      .map((one) => t(one.label))
      .join(' · ')
  const lost = all.filter((keys) => choices[keys]?.at === '')
  return (
    <div className={layout['stack']}>
      <p className={layout['note']}>{t('settings.keysMean')}</p>
      {lost.length ? (
        <Notice tone="wait">{t('settings.lost', { names: lost.map(says).join(', ') })}</Notice>
      ) : null}
      {Object.keys(choices).length ? (
        <div>
          <Button onClick={() => putKeyChoices({})}>{t('settings.resetAll')}</Button>
        </div>
      ) : null}
      <div className={css['groups']}>
        {groups.map(([group, rows]) => (
          <section key={group}>
            <h3 className={css['group']}>{t(group as MessageKey)}</h3>
            <ul className={css['keys']}>
              {rows.map((row) => (
                <Row
                  key={row.keys}
                  row={row}
                  known={all}
                  says={says}
                  waiting={waiting === row.keys}
                  onWait={setWaiting}
                />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </div>
  )
}
