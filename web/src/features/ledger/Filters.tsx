import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { ledgerActions, members } from '../../api/queries'
import { Button } from '../../ui/Button'
import control from '../../ui/controls.module.css'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { countOf, type LedgerSearch, readSearch, roomsOf, toField } from './filters'
import css from './ledger.module.css'

interface Props {
  readonly projectId: string
  readonly search: LedgerSearch
  readonly onSearch: (search: LedgerSearch) => void
}

/** The server's own word for what went wrong, or right. */
const OUTCOMES = ['ok', 'refused', 'orphaned'] as const

function Field({
  name,
  label,
  value,
  type = 'search',
  list,
  hint,
}: {
  readonly name: keyof LedgerSearch
  readonly label: string
  readonly value: string
  readonly type?: string
  readonly list?: string
  readonly hint?: string
}) {
  return (
    <label className={css['filter']}>
      <span>{label}</span>
      <input
        className={control['input']}
        type={type}
        name={name}
        list={list}
        placeholder={hint}
        defaultValue={value}
      />
    </label>
  )
}

/** Who, what, which asset, when: each in the address, so that a search can be kept and sent on. */
export function Filters({ projectId, search, onSearch }: Props) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const people = useQuery(members(projectId))
  const actions = useQuery(ledgerActions(projectId))
  const words = actions.data?.items ?? []
  const go = () => {
    if (!form.current) return
    const { sight } = search
    onSearch({ ...readSearch(Object.fromEntries(new FormData(form.current))), ...(sight ? { sight } : {}) })
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    go()
  }
  const clear = () => onSearch(search.sight ? { sight: search.sight } : {})
  useKeys([
    {
      keys: '/',
      label: t('ledger.search'),
      run: () => form.current?.querySelector<HTMLInputElement>('input')?.focus(),
    },
    { keys: 'Shift+x', label: t('ledger.clear'), run: clear },
  ])
  return (
    // The key draws the fields anew when the address changes, so that they show what is filtered.
    <form
      key={JSON.stringify([search, people.dataUpdatedAt])}
      ref={form}
      className={css['filters']}
      onSubmit={submit}
      aria-label={t('ledger.search')}
    >
      <Field
        name="action"
        label={t('ledger.action')}
        hint="label.*  /"
        list="ledger-actions"
        value={search.action ?? ''}
      />
      <datalist id="ledger-actions">
        {[...roomsOf(words), ...words].map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <label className={css['filter']}>
        <span>{t('ledger.filterActor')}</span>
        <select className={control['input']} name="actor" defaultValue={search.actor ?? ''} onChange={go}>
          <option value="">{t('ledger.anybody')}</option>
          {people.data?.items.map((one) => (
            <option key={one.user_id} value={one.user_id}>
              {one.name}
            </option>
          ))}
        </select>
      </label>
      <Field name="asset" label={t('ledger.filterAsset')} hint={t('ledger.id')} value={search.asset ?? ''} />
      <Field
        name="object"
        label={t('ledger.filterObject')}
        hint={t('ledger.id')}
        value={search.object ?? ''}
      />
      <label className={css['filter']}>
        <span>{t('ledger.filterOutcome')}</span>
        <select className={control['input']} name="outcome" defaultValue={search.outcome ?? ''} onChange={go}>
          <option value="">{t('ledger.anyOutcome')}</option>
          {OUTCOMES.map((one) => (
            <option key={one} value={one}>
              {t(`ledger.outcome.${one}`)}
            </option>
          ))}
        </select>
      </label>
      <Field name="since" label={t('ledger.since')} type="datetime-local" value={toField(search.since)} />
      <Field name="until" label={t('ledger.until')} type="datetime-local" value={toField(search.until)} />
      <div className={css['go']}>
        <Button type="submit" keys="Enter">
          {t('ledger.filter')}
        </Button>
        {countOf(search) ? (
          <Button kind="quiet" keys="Shift+x" onClick={clear}>
            {t('ledger.clear')}
          </Button>
        ) : null}
      </div>
    </form>
  )
}
