import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { preferences } from '../../api/queries'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { BareSelect, TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { type AssetSearch, isFiltered } from './filters'
import { added, type SavedFilter, savedIn, withSaved } from './saved'

interface Props {
  readonly projectId: string
  readonly search: AssetSearch
  readonly onSearch: (search: AssetSearch) => void
}

const MOST = 20

/** The filters that a person keeps; they are the person's own and follow to every machine. */
export function Saved({ projectId, search, onSearch }: Props) {
  const t = useT()
  const mine = useQuery({ ...preferences, retry: false })
  const [naming, setNaming] = useState(false)
  const lists = mine.data?.items.lists
  const saved = savedIn(lists, projectId)
  const put = useAct(
    (next: readonly SavedFilter[]) =>
      call<void>('/me/preferences/lists', {
        method: 'PUT',
        body: { value: withSaved(lists, projectId, next) },
      }),
    [['preferences']],
  )
  const now = saved.find((one) => JSON.stringify(one.search) === JSON.stringify(search))
  const save = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const name = String(new FormData(event.currentTarget).get('name')).trim()
    if ((await put.run(added(saved, { name, search }))) !== null) setNaming(false)
  }
  if (!mine.data) return null
  return (
    <>
      {saved.length ? (
        <BareSelect
          name={t('assets.saved')}
          value={now?.name ?? ''}
          onChange={(event) => {
            const one = saved.find(({ name }) => name === event.target.value)
            if (one) onSearch(one.search)
          }}
        >
          <option value="">{t('assets.saved')}</option>
          {saved.map(({ name }) => (
            <option key={name} value={name}>
              {name}
            </option>
          ))}
        </BareSelect>
      ) : null}
      {now ? (
        <Button
          kind="quiet"
          disabled={put.busy}
          onClick={() => void put.run(saved.filter(({ name }) => name !== now.name))}
        >
          {t('assets.unsave', { name: now.name })}
        </Button>
      ) : isFiltered(search) && saved.length < MOST ? (
        <Button kind="quiet" onClick={() => setNaming(true)}>
          {t('assets.save')}
        </Button>
      ) : null}
      <Dialog open={naming} onClose={() => setNaming(false)} title={t('assets.save')}>
        <form className={layout['stack']} onSubmit={save}>
          {put.problem ? <ProblemNote problem={put.problem} /> : null}
          <TextField label={t('assets.name')} name="name" required maxLength={60} autoFocus />
          <div className={layout['row']}>
            <Button kind="primary" type="submit" keys="Enter" disabled={put.busy}>
              {t('assets.saveGo')}
            </Button>
            <Button onClick={() => setNaming(false)} keys="Escape">
              {t('ui.cancel')}
            </Button>
          </div>
        </form>
      </Dialog>
    </>
  )
}
