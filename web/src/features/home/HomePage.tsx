import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { CircleCheck, Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { me, myProjects } from '../../api/queries'
import type { Exposure, ProjectRow } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Bar, Empty, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type Translate, useLanguage, useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { ago, exact } from '../../ui/time'
import css from './home.module.css'
import { inOrder, lastWork, targetOf } from './next'

const PIPS: Readonly<Record<Exposure, number>> = { standard: 1, restricted: 2, local: 3 }

/** How closed a project is: one to three filled marks and the word. */
function ExposureMark({ exposure }: { readonly exposure: Exposure }) {
  const t = useT()
  return (
    <span className={css['exposure']}>
      {[1, 2, 3].map((n) => (
        <span key={n} className={css['pip']} data-on={n <= PIPS[exposure]} aria-hidden />
      ))}
      <span>{t(`exposure.${exposure}`)}</span>
    </span>
  )
}

function nextWords(t: Translate, row: ProjectRow): string {
  const { kind, count, more } = row.next
  const n = `${count.toLocaleString()}${more ? '+' : ''}`
  switch (kind) {
    case 'label':
      return t('home.toLabel', { n })
    case 'review':
      return t('home.toReview', { n })
    case 'approve':
      return t('home.toApprove', { n: count })
    case 'setup':
      return t(row.state === 'setup' ? 'home.toSetup' : 'home.toOpen')
    case 'none':
      return t('home.open')
  }
}

/** How far a project is: completed of all, as numbers and as a bar. */
function Progress({ row }: { readonly row: ProjectRow }) {
  const t = useT()
  const language = useLanguage()
  if (!row.total) return <span className={css['dim']}>{t('home.nothing')}</span>
  const [done, total] = [row.done.toLocaleString(language), row.total.toLocaleString(language)]
  return (
    <div className={css['progress']}>
      <span>
        <b>{done}</b> <span className={css['dim']}>{t('home.of', { total })}</span>
      </span>
      <Bar name={t('home.progressOf', { name: row.name })} done={row.done} total={row.total} />
    </div>
  )
}

function Title({ row }: { readonly row: ProjectRow }) {
  const t = useT()
  return (
    <>
      <div className={css['top']}>
        <Link className={css['name']} to="/projects/$p" params={{ p: row.id }}>
          {row.name}
        </Link>
        {row.exposure ? <ExposureMark exposure={row.exposure} /> : null}
        {row.state === 'live' ? null : <Tag tone="wait">{t(`projects.state.${row.state}`)}</Tag>}
        {row.questions ? (
          <Link className={css['questions']} to="/projects/$p/questions" params={{ p: row.id }}>
            {t('home.questions', { n: row.questions })}
          </Link>
        ) : null}
      </div>
      <div className={css['sentence']} title={row.sentence ?? undefined}>
        {row.sentence ?? t('home.noPolicy')}
      </div>
    </>
  )
}

interface RowProps {
  readonly row: ProjectRow
  /** The key that does its next action; none beyond the ninth row. */
  readonly keys: string | undefined
  readonly first: boolean
}

function Row({ row, keys, first }: RowProps) {
  const t = useT()
  const target = targetOf(row)
  const rests = row.next.kind === 'none'
  return (
    <tr>
      <th scope="row">
        <Title row={row} />
      </th>
      <td className={css['role']}>{t(`role.${row.role}`)}</td>
      <td>
        <Progress row={row} />
      </td>
      <td className={css['dim']} title={row.last_activity ? exact(row.last_activity) : undefined}>
        {row.last_activity ? ago(row.last_activity) : t('home.untouched')}
      </td>
      <td className={css['next']} data-step-at={row.next.kind === 'label' ? 'open' : undefined}>
        <ButtonLink
          kind={first ? 'primary' : rests ? 'quiet' : 'plain'}
          to={target.to}
          params={{ p: target.p }}
          {...(keys ? { keys } : {})}
        >
          {nextWords(t, row)}
        </ButtonLink>
      </td>
    </tr>
  )
}

function Rows({ rows, first }: { readonly rows: readonly ProjectRow[]; readonly first: string | undefined }) {
  const t = useT()
  return (
    <table className={css['rows']}>
      <thead>
        <tr>
          <th scope="col">{t('home.project')}</th>
          <th scope="col">{t('home.role')}</th>
          <th scope="col">{t('home.progress')}</th>
          <th scope="col">{t('home.activity')}</th>
          <th scope="col">{t('home.next')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, i) => {
          const keys = row.id === first ? 'Enter' : i < 9 ? String(i + 1) : undefined
          return <Row key={row.id} row={row} keys={keys} first={row.id === first} />
        })}
      </tbody>
    </table>
  )
}

function NewProject({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useT()
  const navigate = useNavigate()
  const make = useAct(
    (name: string) => call<{ id: string }>('/site/projects', { method: 'POST', body: { name } }),
    [['projects']],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const made = await make.run(String(new FormData(event.currentTarget).get('name')).trim())
    if (made) void navigate({ to: '/projects/$p/policy/interview', params: { p: made.id } })
  }
  return (
    <Dialog open={open} onClose={onClose} title={t('home.newTitle')}>
      <form className={layout['stack']} onSubmit={submit}>
        {make.problem ? <ProblemNote problem={make.problem} /> : null}
        <TextField
          label={t('home.newName')}
          name="name"
          hint={t('home.newHint')}
          required
          maxLength={200}
          autoFocus
        />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={make.busy}>
            {t('home.newGo')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The projects of a person as rows, and one key that goes on with the last work. */
export function HomePage() {
  const t = useT()
  const navigate = useNavigate()
  const rows = useQuery(myProjects)
  const self = useQuery(me)
  const [making, setMaking] = useState(false)
  const ordered = inOrder(rows.data?.items ?? [])
  const last = lastWork(ordered)
  const admin = self.data?.site_role === 'admin'
  const first = last ? targetOf(last) : null
  useKeys([
    ...(first && last
      ? [
          {
            keys: 'Enter',
            label: t('home.continue', { name: last.name }),
            run: () => void navigate({ to: first.to, params: { p: first.p } }),
          },
        ]
      : []),
    ...ordered.slice(0, 9).map((row, i) => ({
      keys: String(i + 1),
      label: t('home.continue', { name: row.name }),
      run: () => {
        const { to, p } = targetOf(row)
        void navigate({ to, params: { p } })
      },
    })),
    ...(admin ? [{ keys: 'n', label: t('home.newTitle'), run: () => setMaking(true) }] : []),
  ])
  const newButton = admin ? (
    <Button onClick={() => setMaking(true)} keys="n">
      <Plus size={16} strokeWidth={1.5} aria-hidden />
      {t('home.newTitle')}
    </Button>
  ) : null
  return (
    <Page title={t('home.title')} action={newButton}>
      <Await query={rows} what={t('home.loading')}>
        {({ items }) =>
          items.length === 0 ? (
            <Empty
              title={t('home.emptyTitle')}
              {...(admin ? { command: 'labelkeep project create "Retina screening"' } : {})}
              action={newButton}
            >
              {t(admin ? 'home.emptyAdmin' : 'home.emptyText')}
            </Empty>
          ) : (
            <>
              {last ? null : (
                <p className={css['calm']} role="status">
                  <CircleCheck size={16} strokeWidth={1.5} aria-hidden /> {t('home.calm')}
                </p>
              )}
              <Rows rows={ordered} first={last?.id} />
            </>
          )
        }
      </Await>
      <NewProject open={making} onClose={() => setMaking(false)} />
    </Page>
  )
}
