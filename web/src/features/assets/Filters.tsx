import { useQuery } from '@tanstack/react-query'
import { LayoutGrid, SlidersHorizontal, Table2 } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { members as membersQuery, ontology as ontologyQuery } from '../../api/queries'
import { Button } from '../../ui/Button'
import control from '../../ui/controls.module.css'
import { BareSelect, Check } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import { type MessageKey, useT } from '../../ui/messages'
import { PageAction } from '../../ui/Page'
import css from './assets.module.css'
import { Columns } from './Columns'
import { type AssetSearch, isFiltered, isFine, SPLITS, STATES, STATUSES, STEPS, withFilter } from './filters'
import { Saved } from './Saved'

const TYPING_MS = 250

interface Props {
  readonly projectId: string
  readonly search: AssetSearch
  readonly onSearch: (search: AssetSearch) => void
  readonly count: string | null
}

const WORDS = [
  ['state', STATES, 'assetState'],
  ['step', STEPS, 'step'],
  ['status', STATUSES, 'status'],
  ['split', SPLITS, 'split'],
] as const

function NameFilter({ search, onSearch }: Pick<Props, 'search' | 'onSearch'>) {
  const t = useT()
  const input = useRef<HTMLInputElement>(null)
  const [typed, setTyped] = useState(search.name ?? '')
  const latest = useRef({ search, onSearch })
  latest.current = { search, onSearch }
  useEffect(() => setTyped(search.name ?? ''), [search.name])
  useEffect(() => {
    const { search: now, onSearch: tell } = latest.current
    if (typed.trim() === (now.name ?? '')) return
    const timer = setTimeout(() => tell(withFilter(latest.current.search, 'name', typed)), TYPING_MS)
    return () => clearTimeout(timer)
  }, [typed])
  useKeys([{ keys: '/', label: t('assets.findByName'), run: () => input.current?.focus() }])
  return (
    <input
      ref={input}
      className={control['input']}
      type="search"
      aria-label={t('assets.findByName')}
      title={t('assets.wholeName')}
      placeholder={`${t('assets.findByName')}  /`}
      value={typed}
      onChange={(event) => setTyped(event.target.value)}
    />
  )
}

type LineProps = Omit<Props, 'count'>

/** The rarer filters: who worked on it, when it changed, whether a thread waits; and the filters one has saved. */
function SecondLine({ projectId, search, onSearch }: LineProps) {
  const t = useT()
  const people = useQuery({ ...membersQuery(projectId), retry: false })
  const days = ['since', 'until'] as const
  return (
    <div className={css['second']}>
      <BareSelect
        name={t('assets.filter.person')}
        value={search.person ?? ''}
        onChange={(event) => onSearch(withFilter(search, 'person', event.target.value))}
      >
        <option value="">{t('assets.any.person')}</option>
        {(people.data?.items ?? []).map((one) => (
          <option key={one.user_id} value={one.user_id}>
            {one.name}
          </option>
        ))}
      </BareSelect>
      {days.map((name) => (
        <label key={name} className={css['dayOf']}>
          {t(`assets.filter.${name}`)}
          <input
            type="date"
            className={`${control['input']} ${css['day']}`}
            value={search[name] ?? ''}
            onChange={(event) => onSearch(withFilter(search, name, event.target.value))}
          />
        </label>
      ))}
      <Check
        label={t('assets.filter.issues')}
        checked={search.issues === 'waiting'}
        onChange={(event) => onSearch(withFilter(search, 'issues', event.target.checked ? 'waiting' : ''))}
      />
      <Saved projectId={projectId} search={search} onSearch={onSearch} />
    </div>
  )
}

/** The filters of the list; they are the address, so a link shows the same list to somebody else. */
export function Filters({ projectId, search, onSearch, count }: Props) {
  const t = useT()
  const ontology = useQuery({ ...ontologyQuery(projectId), retry: false })
  const classes = (ontology.data?.body.tasks ?? []).flatMap((task) =>
    task.kind === 'object' ? task.classes : [],
  )
  const table = search.look === 'table'
  const [opened, setOpened] = useState(false)
  const more = opened || isFine(search)
  const turn = () => onSearch(withFilter(search, 'look', table ? '' : 'table'))
  const clear = () => onSearch(search.look ? { look: search.look } : {})
  useKeys([
    { keys: 'v', label: t(table ? 'assets.asGrid' : 'assets.asTable'), run: turn },
    { keys: 'm', label: t('assets.moreFilters'), run: () => setOpened(!opened) },
    { keys: 'Backspace', label: t('assets.clear'), run: clear },
  ])
  return (
    <search className={css['filters']}>
      <NameFilter search={search} onSearch={onSearch} />
      {WORDS.map(([name, values, words]) => (
        <BareSelect
          key={name}
          name={t(`assets.filter.${name}`)}
          value={search[name] ?? ''}
          onChange={(event) => onSearch(withFilter(search, name, event.target.value))}
        >
          <option value="">{t(`assets.any.${name}`)}</option>
          {values.map((value) => (
            <option key={value} value={value}>
              {t(`${words}.${value}` as MessageKey)}
            </option>
          ))}
        </BareSelect>
      ))}
      {classes.length || search.class ? (
        <BareSelect
          name={t('assets.filter.class')}
          value={search.class ?? ''}
          onChange={(event) => onSearch(withFilter(search, 'class', event.target.value))}
        >
          <option value="">{t('assets.any.class')}</option>
          {classes.map((one) => (
            <option key={one.id} value={one.id}>
              {one.label}
            </option>
          ))}
        </BareSelect>
      ) : null}
      <Button kind="quiet" onClick={() => setOpened(!opened)} keys="m" aria-expanded={more}>
        <SlidersHorizontal size={16} strokeWidth={1.5} aria-hidden />
        {t('assets.moreFilters')}
      </Button>
      {isFiltered(search) ? (
        <Button kind="quiet" onClick={clear} keys="Backspace">
          {t('assets.clear')}
        </Button>
      ) : null}
      <span className={css['count']} role="status">
        {count}
      </span>
      <PageAction>
        {table ? <Columns /> : null}
        <Button onClick={turn} keys="v">
          {table ? (
            <LayoutGrid size={16} strokeWidth={1.5} aria-hidden />
          ) : (
            <Table2 size={16} strokeWidth={1.5} aria-hidden />
          )}
          {t(table ? 'assets.asGrid' : 'assets.asTable')}
        </Button>
      </PageAction>
      {more ? <SecondLine projectId={projectId} search={search} onSearch={onSearch} /> : null}
    </search>
  )
}
