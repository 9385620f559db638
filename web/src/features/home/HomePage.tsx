import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { Plus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { me, myProjects } from '../../api/queries'
import type { Exposure, ProjectDetail, ProjectRow } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button, ButtonLink } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Bar, Empty, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type Translate, useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { ago, exact } from '../../ui/time'
import css from './home.module.css'
import { lastWork, targetOf } from './next'

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

function Row({ row, first }: { readonly row: ProjectRow; readonly first: boolean }) {
  const t = useT()
  const target = targetOf(row)
  return (
    <li className={css['row']}>
      <div>
        <div className={css['top']}>
          <Link className={css['name']} to="/projects/$p" params={{ p: row.id }}>
            {row.name}
          </Link>
          {row.exposure ? <ExposureMark exposure={row.exposure} /> : null}
        </div>
        <div className={css['sentence']} title={row.sentence ?? undefined}>
          {row.sentence ?? t('home.noPolicy')}
        </div>
      </div>
      <div className={css['small']}>{t(`role.${row.role}`)}</div>
      <div className={css['progress']}>
        <span>{row.total ? t('home.done', { done: row.done, total: row.total }) : t('home.nothing')}</span>
        <Bar name={t('home.progressOf', { name: row.name })} done={row.done} total={row.total} />
      </div>
      <div className={css['small']} title={row.last_activity ? exact(row.last_activity) : undefined}>
        {row.last_activity ? ago(row.last_activity) : t('home.untouched')}
      </div>
      <div className={css['next']} data-step-at={row.next.kind === 'label' ? 'open' : undefined}>
        <ButtonLink
          kind={first ? 'primary' : 'plain'}
          to={target.to}
          params={{ p: target.p }}
          {...(first ? { keys: 'Enter' } : {})}
        >
          {nextWords(t, row)}
        </ButtonLink>
      </div>
    </li>
  )
}

function NewProject({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useT()
  const navigate = useNavigate()
  const make = useAct(
    (name: string) => call<ProjectDetail>('/site/projects', { method: 'POST', body: { name } }),
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
  const last = lastWork(rows.data?.items ?? [])
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
              command='labelkeep project create "Retina screening"'
              action={newButton}
            >
              {t('home.emptyText')}
            </Empty>
          ) : (
            <ul className={css['rows']}>
              {items.map((row) => (
                <Row key={row.id} row={row} first={row.id === last?.id} />
              ))}
            </ul>
          )
        }
      </Await>
      <NewProject open={making} onClose={() => setMaking(false)} />
    </Page>
  )
}
