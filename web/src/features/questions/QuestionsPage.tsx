import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { members as membersQuery, project as projectQuery } from '../../api/queries'
import { type Stands, type Thread, threads as threadsQuery } from '../../api/questions'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Empty } from '../../ui/Feedback'
import { BareSelect, Check } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { ago, exact } from '../../ui/time'
import css from './questions.module.css'
import { asked, type QuestionSearch } from './search'
import { placeOf, ThreadPanel } from './ThreadPanel'

interface Props {
  readonly projectId: string
  readonly search: QuestionSearch
  readonly onSearch: (search: QuestionSearch) => void
}

const ORDER = ['open', 'answered', 'resolved'] as const satisfies readonly Stands[]

function Row({ thread, here, onOpen }: { thread: Thread; here: boolean; onOpen: () => void }) {
  const t = useT()
  const [first] = thread.comments
  const last = thread.comments.at(-1)
  return (
    <li>
      <button type="button" className={css['row']} aria-current={here} onClick={onOpen}>
        <span className={css['text']}>{first?.text}</span>
        <span className={css['facts']}>
          <span>{first?.by.name}</span>
          <span>{thread.asset_name}</span>
          {thread.type === 'issue' ? <Tag>{t('questions.kind.issue')}</Tag> : null}
          {thread.blocking && thread.status === 'open' ? <Tag tone="wait">{t('questions.waits')}</Tag> : null}
        </span>
        <span className={css['when']} title={last ? exact(last.at) : undefined}>
          {last ? ago(last.at) : ''}
          {thread.comments.length > 1
            ? ` · ${t('questions.answers', { n: thread.comments.length - 1 })}`
            : ''}
        </span>
      </button>
    </li>
  )
}

interface GroupProps {
  readonly status: Stands
  readonly list: ReturnType<typeof useThreads>
  readonly here: string | undefined
  readonly onOpen: (id: string) => void
}

/** The threads that stand alike, the newest first. */
function Group({ status, list, here, onOpen }: GroupProps) {
  const t = useT()
  return (
    <section aria-label={t(`questions.stands.${status}`)} className={css['group']}>
      <h2 className={css['groupName']}>{t(`questions.stands.${status}`)}</h2>
      <Await query={list} what={t('questions.loading')}>
        {({ pages }) => {
          const rows = pages.flatMap(({ items }) => items)
          if (rows.length === 0) return <p className={layout['dim']}>{t(`questions.none.${status}`)}</p>
          return (
            <>
              <ul>
                {rows.map((one) => (
                  <Row key={one.id} thread={one} here={one.id === here} onOpen={() => onOpen(one.id)} />
                ))}
              </ul>
              {list.hasNextPage ? (
                <Button kind="quiet" onClick={() => void list.fetchNextPage()}>
                  {t('ui.more')}
                </Button>
              ) : null}
            </>
          )
        }}
      </Await>
    </section>
  )
}

function useThreads(projectId: string, search: QuestionSearch, status: Stands, enabled = true) {
  return useInfiniteQuery({ ...threadsQuery(projectId, { ...asked(search), status }), enabled })
}

function Filters({ projectId, search, onSearch, all }: Props & { readonly all: boolean }) {
  const t = useT()
  const people = useQuery({ ...membersQuery(projectId), retry: false, enabled: all })
  const put = (change: QuestionSearch) => {
    const { thread: _, ...rest } = search
    const next = { ...rest, ...change }
    onSearch(Object.fromEntries(Object.entries(next).filter(([, value]) => value)) as QuestionSearch)
  }
  return (
    <search className={css['filters']}>
      <BareSelect
        name={t('questions.kind')}
        value={search.kind ?? ''}
        onChange={(event) => put({ kind: event.target.value as 'question' })}
      >
        <option value="">{t('questions.kind.any')}</option>
        <option value="question">{t('questions.kind.questions')}</option>
        <option value="issue">{t('questions.kind.issues')}</option>
      </BareSelect>
      {all ? (
        <>
          <BareSelect
            name={t('questions.person')}
            value={search.person ?? ''}
            onChange={(event) => put({ person: event.target.value })}
          >
            <option value="">{t('questions.person.any')}</option>
            {(people.data?.items ?? []).map((one) => (
              <option key={one.user_id} value={one.user_id}>
                {one.name}
              </option>
            ))}
          </BareSelect>
          <Check
            label={t('questions.mine')}
            checked={search.mine === 'yes'}
            onChange={(event) => put({ mine: event.target.checked ? 'yes' : (undefined as never) })}
          />
        </>
      ) : null}
    </search>
  )
}

/** Every thread of a project, what waits first; one is open beside the list and can be answered there. */
export function QuestionsPage({ projectId, search, onSearch }: Props) {
  const t = useT()
  const navigate = useNavigate()
  const project = useQuery(projectQuery(projectId))
  const [closedToo, setClosedToo] = useState(false)
  const lists = {
    open: useThreads(projectId, search, 'open'),
    answered: useThreads(projectId, search, 'answered'),
    resolved: useThreads(projectId, search, 'resolved', closedToo),
  }
  const shown = ORDER.filter((status) => status !== 'resolved' || closedToo)
  const rows = shown.flatMap((status) => lists[status].data?.pages.flatMap(({ items }) => items) ?? [])
  const found = rows.findIndex((one) => one.id === search.thread)
  const at = Math.max(found, 0)
  const here = rows[at]
  const open = (id: string | undefined) => id && onSearch({ ...search, thread: id })
  const explores = project.data?.capabilities.includes('Explore') ?? false
  const all = project.data?.capabilities.includes('Manage') ?? false
  const way = here ? placeOf(projectId, here, explores) : null
  useKeys([
    { keys: 'ArrowDown', label: t('questions.next'), run: () => void open(rows[at + 1]?.id) },
    { keys: 'ArrowUp', label: t('questions.previous'), run: () => void open(rows[at - 1]?.id) },
    ...(way ? [{ keys: 'Enter', label: t('questions.look'), run: () => void navigate(way) }] : []),
    { keys: 'h', label: t('questions.closedToo'), run: () => setClosedToo(!closedToo) },
  ])
  const settled = shown.every((status) => lists[status].data)
  const filtered = Boolean(search.kind ?? search.person ?? search.mine)
  return (
    <Page title={t('nav.questions')} lead={t(all ? 'questions.leadAll' : 'questions.leadOwn')}>
      <div className={css['tools']}>
        <Filters projectId={projectId} search={search} onSearch={onSearch} all={all} />
        <Button kind="quiet" keys="h" aria-pressed={closedToo} onClick={() => setClosedToo(!closedToo)}>
          {t('questions.closedToo')}
        </Button>
      </div>
      {settled && rows.length === 0 && !filtered && !closedToo ? (
        <Empty title={t('questions.empty')}>{t(all ? 'questions.emptyAll' : 'questions.emptyOwn')}</Empty>
      ) : (
        <div className={css['both']}>
          <div>
            {shown.map((status) => (
              <Group key={status} status={status} list={lists[status]} here={here?.id} onOpen={open} />
            ))}
          </div>
          {here ? (
            <ThreadPanel key={here.id} projectId={projectId} thread={here} explores={explores} />
          ) : null}
        </div>
      )}
    </Page>
  )
}
