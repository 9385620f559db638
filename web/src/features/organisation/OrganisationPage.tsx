import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { UserPlus } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import {
  people as peopleQuery,
  roots as rootsQuery,
  type SitePerson,
  siteLedger,
} from '../../api/organisation'
import { me } from '../../api/queries'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { Check, TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page, Section } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { exact } from '../../ui/time'
import { Care } from './Care'

interface NewPerson {
  readonly name: string
  readonly email: string
  readonly site_role: 'admin' | null
}

function AddPerson({ onClose, onMade }: { onClose: () => void; onMade: (person: SitePerson) => void }) {
  const t = useT()
  const add = useAct(
    (body: NewPerson) => call<SitePerson>('/site/people', { method: 'POST', body }),
    [['site']],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name)).trim()
    const site_role = form.get('admin') === 'on' ? 'admin' : null
    const made = await add.run({ name: text('name'), email: text('email'), site_role })
    if (made) onMade(made)
  }
  return (
    <Dialog open onClose={onClose} title={t('office.addPerson')}>
      <form className={layout['stack']} onSubmit={submit}>
        {add.problem ? <ProblemNote problem={add.problem} /> : null}
        <TextField label={t('account.name')} name="name" required maxLength={200} autoFocus />
        <TextField label={t('signIn.email')} name="email" type="email" required />
        <Check name="admin" label={t('office.admin')} hint={t('office.adminHint')} />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={add.busy}>
            {t('members.addGo')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function People({ items, self }: { readonly items: readonly SitePerson[]; readonly self: string }) {
  const t = useT()
  return (
    <table className={layout['table']}>
      <thead>
        <tr>
          <th scope="col">{t('account.name')}</th>
          <th scope="col">{t('signIn.email')}</th>
          <th scope="col">{t('office.right')}</th>
        </tr>
      </thead>
      <tbody>
        {items.map((one) => (
          <tr key={one.id}>
            <th scope="row" className={layout['strong']}>
              {one.name} {one.id === self ? <Tag>{t('members.you')}</Tag> : null}{' '}
              {one.status === 'active' ? null : <Tag tone="wait">{t('members.status.suspended')}</Tag>}
            </th>
            <td>{one.email}</td>
            <td>
              {one.site_role === 'admin' ? (
                t('office.admin')
              ) : (
                <span className={layout['dim']}>{t('office.noRight')}</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Ledger() {
  const t = useT()
  const events = useInfiniteQuery(siteLedger)
  return (
    <Await query={events} what={t('ledger.loading')}>
      {({ pages }) => (
        <>
          <table className={layout['table']}>
            <thead>
              <tr>
                <th scope="col">{t('ledger.leaf')}</th>
                <th scope="col">{t('ledger.when')}</th>
                <th scope="col">{t('ledger.action')}</th>
                <th scope="col">{t('ledger.who')}</th>
              </tr>
            </thead>
            <tbody>
              {pages.flatMap(({ items }) =>
                items.map((one) => (
                  <tr key={one.id}>
                    <td className={layout['mono']}>{one.leaf ?? '…'}</td>
                    <td>
                      <time dateTime={one.at}>{exact(one.at)}</time>
                    </td>
                    <th scope="row" className={layout['mono']}>
                      {one.action} {one.outcome === 'ok' ? null : <Tag tone="refuse">{one.outcome}</Tag>}
                    </th>
                    <td>{one.actor?.name || t('assets.bySystem')}</td>
                  </tr>
                )),
              )}
            </tbody>
          </table>
          {events.hasNextPage ? (
            <Button
              kind="quiet"
              disabled={events.isFetchingNextPage}
              onClick={() => void events.fetchNextPage()}
            >
              {t('ui.more')}
            </Button>
          ) : null}
        </>
      )}
    </Await>
  )
}

function Roots() {
  const t = useT()
  const found = useQuery(rootsQuery)
  return (
    <Await query={found} what={t('office.loadingRoots')}>
      {({ items }) =>
        items.length ? (
          <ul>
            {items.map((one) => (
              <li key={one.id}>
                <code>{one.path}</code>
              </li>
            ))}
          </ul>
        ) : (
          <p className={layout['dim']}>{t('office.noRoots')}</p>
        )
      }
    </Await>
  )
}

/** The organisation as its admin sees it: people, folders that imports may read, what happened outside projects. */
export function OrganisationPage() {
  const t = useT()
  const found = useQuery(peopleQuery)
  const self = useQuery(me)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<SitePerson | null>(null)
  const [told, setTold] = useState(false)
  useKeys([{ keys: 'n', label: t('office.addPerson'), run: () => setAdding(true) }])
  return (
    <Page
      title={t('office.title')}
      lead={t('office.lead')}
      action={
        <Button kind="primary" keys="n" onClick={() => setAdding(true)}>
          <UserPlus size={16} strokeWidth={1.5} aria-hidden />
          {t('office.addPerson')}
        </Button>
      }
    >
      {made ? (
        <Notice>
          {t('office.made', { name: made.name })} <code>labelkeep user link {made.email}</code>
        </Notice>
      ) : null}
      <Section title={t('office.people')}>
        <Await query={found} what={t('office.loadingPeople')}>
          {({ items }) => <People items={items} self={self.data?.id ?? ''} />}
        </Await>
      </Section>
      <Section title={t('care.title')} side={t('care.side')}>
        <Care />
      </Section>
      <Section title={t('office.roots')} side={t('office.rootsSide')}>
        <Roots />
      </Section>
      <Section title={t('office.ledger')} side={t('office.ledgerSide')}>
        {/* Reading it is an event itself, so it is read when somebody asks. */}
        {told ? <Ledger /> : <Button onClick={() => setTold(true)}>{t('office.readLedger')}</Button>}
      </Section>
      {adding ? (
        <AddPerson
          onClose={() => setAdding(false)}
          onMade={(person) => {
            setAdding(false)
            setMade(person)
          }}
        />
      ) : null}
    </Page>
  )
}
