import { useQueries, useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { myTokens } from '../../api/access'
import { call } from '../../api/client'
import { factors } from '../../api/factors'
import { myIdentities, waysIn } from '../../api/providers'
import { me, mySessions } from '../../api/queries'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { useT } from '../../ui/messages'
import { Facts, Page, Section } from '../../ui/Page'
import { exact } from '../../ui/time'
import { Identities } from './Identities'
import { SecondFactor } from './SecondFactor'
import { Sessions } from './Sessions'
import css from './session.module.css'
import { Tokens } from './Tokens'

const SHORTEST = 15

interface Passwords {
  readonly password: string
  readonly current: string | null
}

/** Sets the password, or changes it, which takes the current one. */
function PasswordForm({ change }: { readonly change: boolean }) {
  const t = useT()
  const [fault, setFault] = useState<string | null>(null)
  const [done, setDone] = useState(false)
  const save = useAct((body: Passwords) => call<null>('/me/password', { method: 'POST', body }), [['me']])
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    const data = new FormData(form)
    const password = String(data.get('password'))
    setDone(false)
    if ([...password].length < SHORTEST) return setFault(t('account.tooShort', { n: SHORTEST }))
    if (password !== data.get('again')) return setFault(t('account.notSame'))
    setFault(null)
    const current = change ? String(data.get('current')) : null
    if ((await save.run({ password, current })) === null) return
    form.reset()
    setDone(true)
  }
  return (
    <form className={css['form']} onSubmit={submit} noValidate>
      {save.problem ? <ProblemNote problem={save.problem} /> : null}
      {done ? <Notice>{t('account.saved')}</Notice> : null}
      {change ? (
        <TextField
          label={t('account.current')}
          name="current"
          type="password"
          autoComplete="current-password"
          required
        />
      ) : null}
      <TextField
        label={t('account.newPassword')}
        name="password"
        type="password"
        autoComplete="new-password"
        hint={t('account.passwordHint', { n: SHORTEST })}
        fault={fault}
      />
      <TextField label={t('account.again')} name="again" type="password" autoComplete="new-password" />
      <div>
        <Button kind="primary" type="submit" keys="Enter" disabled={save.busy}>
          {t('account.save')}
        </Button>
      </div>
    </form>
  )
}

/** One's own account: who, until when, and the password. */
export function AccountPage() {
  const t = useT()
  const self = useQuery(me)
  // All of it at once: what comes later would push down what somebody reads already.
  const coming = useQueries({ queries: [myIdentities, waysIn, factors, mySessions, myTokens] }).some(
    ({ isPending }) => isPending,
  )
  return (
    <Page title={t('account.title')} width="narrow">
      <Await query={coming ? { ...self, data: undefined } : self} what={t('account.loading')}>
        {(who) => (
          <>
            <Facts
              items={[
                [t('account.name'), who.name],
                [t('signIn.email'), who.email],
                [t('account.idleEnd'), exact(who.session.idle_ends_at)],
                [t('account.hardEnd'), exact(who.session.absolute_ends_at)],
              ]}
            />
            <Section title={t(who.has_password ? 'account.changePassword' : 'account.setPassword')}>
              <div className={css['card']}>
                <PasswordForm change={who.has_password} />
              </div>
            </Section>
            <Identities />
            <Section title={t('factor.title')}>
              <SecondFactor />
            </Section>
            <Section title={t('sessions.title')}>
              <Sessions />
            </Section>
            <Section title={t('access.ownTokens')}>
              <Tokens />
            </Section>
          </>
        )}
      </Await>
    </Page>
  )
}
