import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { factorResets, people as peopleQuery, type SitePerson } from '../../api/organisation'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { Select, TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { ago, exact } from '../../ui/time'

const STALE = [['site']] as const
const DEEDS = ['suspend', 'reactivate', 'factor-reset'] as const
type Deed = (typeof DEEDS)[number]

interface Wish {
  readonly person: string
  readonly deed: Deed
  readonly reason: string
}

function Ask({ items }: { readonly items: readonly SitePerson[] }) {
  const t = useT()
  const [deed, setDeed] = useState<Deed>('suspend')
  const [done, setDone] = useState<Deed | null>(null)
  const ask = useAct(
    ({ person, deed: path, reason }: Wish) =>
      call<unknown>(`/site/people/${person}/${path}`, {
        method: 'POST',
        ...(path === 'reactivate' ? {} : { body: { reason } }),
      }),
    STALE,
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const text = (name: string) => String(new FormData(form).get(name) ?? '').trim()
    setDone(null)
    if ((await ask.run({ person: text('person'), deed, reason: text('reason') })) === null) return
    form.reset()
    setDone(deed)
  }
  return (
    <form className={layout['stack']} onSubmit={submit}>
      {ask.problem ? <ProblemNote problem={ask.problem} /> : null}
      {done ? <Notice>{t(`care.done.${done}`)}</Notice> : null}
      <Select label={t('care.person')} name="person" required>
        {items.map((one) => (
          <option key={one.id} value={one.id}>
            {one.name} · {one.email}
          </option>
        ))}
      </Select>
      <Select
        label={t('care.deed')}
        hint={t(`care.hint.${deed}`)}
        value={deed}
        onChange={(event) => setDeed(DEEDS.find((each) => each === event.target.value) ?? 'suspend')}
      >
        {DEEDS.map((each) => (
          <option key={each} value={each}>
            {t(`care.${each}`)}
          </option>
        ))}
      </Select>
      {deed === 'reactivate' ? null : (
        <TextField label={t('care.reason')} name="reason" required maxLength={2000} />
      )}
      <div>
        <Button
          kind={deed === 'suspend' ? 'danger' : 'primary'}
          type="submit"
          keys="Enter"
          disabled={ask.busy}
        >
          {t(`care.${deed}`)}
        </Button>
      </div>
    </form>
  )
}

function Waiting() {
  const t = useT()
  const list = useQuery(factorResets)
  const decide = useAct((path: string) => call<null>(path, { method: 'POST' }), STALE)
  return (
    <Await query={list} what={t('care.loading')}>
      {({ items }) => (
        <>
          {decide.problem ? <ProblemNote problem={decide.problem} /> : null}
          {items.length ? null : <p className={layout['dim']}>{t('care.none')}</p>}
          <ul className={layout['stack']}>
            {items.map((one) => (
              <li key={one.id} className={layout['row']}>
                <span>
                  {t('care.asked', { who: one.asked_by_name, name: one.name, reason: one.reason })}{' '}
                  <time dateTime={one.asked_at} title={exact(one.asked_at)}>
                    {ago(one.asked_at)}
                  </time>
                </span>
                {one.mine ? (
                  <span className={layout['dim']}>{t('care.another')}</span>
                ) : (
                  <Button
                    kind="primary"
                    disabled={decide.busy}
                    aria-label={t('care.confirmOf', { name: one.name })}
                    onClick={() => void decide.run(`/site/factor-resets/${one.id}/confirm`)}
                  >
                    {t('care.confirm')}
                  </Button>
                )}
                <Button
                  disabled={decide.busy}
                  aria-label={t('care.refuseOf', { name: one.name })}
                  onClick={() => void decide.run(`/site/factor-resets/${one.id}/refuse`)}
                >
                  {t('care.refuse')}
                </Button>
              </li>
            ))}
          </ul>
        </>
      )}
    </Await>
  )
}

/** Suspending people, letting them in again, and taking lost factors away by two admins. */
export function Care() {
  const t = useT()
  const found = useQuery(peopleQuery)
  return (
    <div className={layout['stack']}>
      <Waiting />
      <Await query={found} what={t('office.loadingPeople')}>
        {({ items }) => <Ask items={items} />}
      </Await>
    </div>
  )
}
