import { LogIn, Shield } from 'lucide-react'
import { type FormEvent, useEffect, useState } from 'react'
import { call, type Problem } from '../../api/client'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { Loading, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { useT } from '../../ui/messages'
import { FactorStep, isHalfIn, setHalfIn } from './FactorStep'
import css from './session.module.css'
import { Ways } from './Ways'

/** A link works once, so it is posted once, however often the page is drawn. */
const posted = new Map<string, Promise<Problem | 'factor' | null>>()

/** What the server says to a link or a password that is right: nothing, or that a second factor is next. */
interface Half {
  next: 'factor'
}

function redeem(token: string): Promise<Problem | 'factor' | null> {
  const before = posted.get(token)
  if (before) return before
  const now = call<Half | undefined>('/sign-in/link', { method: 'POST', body: { token } }).then((answer) =>
    answer.ok ? (answer.value?.next ?? null) : answer.problem,
  )
  posted.set(token, now)
  return now
}

/** Takes the token out of the address, so that it stays in no history and no bookmark. */
function takeToken(): string | null {
  const token = decodeURIComponent(window.location.hash.slice(1))
  if (!token) return null
  window.history.replaceState(window.history.state, '', window.location.pathname + window.location.search)
  return token
}

let token: string | null | undefined

type State = { name: 'asking' | 'link' | 'factor' } | { name: 'refused'; problem: Problem }

function useLink(onDone: () => void): [State, (state: State) => void] {
  token ??= takeToken()
  const [state, setState] = useState<State>({ name: token ? 'link' : isHalfIn() ? 'factor' : 'asking' })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the link is used once, when the page opens
  useEffect(() => {
    if (!token) return
    let here = true
    void redeem(token).then((problem) => {
      if (!here) return
      token = null
      if (problem === 'factor') {
        setHalfIn(true)
        setState({ name: 'factor' })
      } else if (problem) setState({ name: 'refused', problem })
      else onDone()
    })
    return () => {
      here = false
    }
  }, [])
  return [state, setState]
}

function PasswordForm({ onDone, onHalf }: { readonly onDone: () => void; readonly onHalf: () => void }) {
  const t = useT()
  const signIn = useAct((body: { email: string; password: string }) =>
    call<Half | undefined>('/sign-in/password', { method: 'POST', body }),
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await signIn.run({
      email: String(form.get('email')),
      password: String(form.get('password')),
    })
    if (done?.next === 'factor') onHalf()
    else if (done !== null) onDone()
  }
  return (
    <form className={css['form']} onSubmit={submit}>
      {signIn.problem ? <ProblemNote problem={signIn.problem} /> : null}
      <TextField
        label={t('signIn.email')}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
      />
      <TextField
        label={t('signIn.password')}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
      <Button kind="primary" type="submit" keys="Enter" disabled={signIn.busy}>
        <LogIn size={16} strokeWidth={1.5} aria-hidden />
        {t('signIn.go')}
      </Button>
    </form>
  )
}

/** The door: a one-time link from the server's console, or a password. */
export function SignInPage({ onDone }: { readonly onDone: () => void }) {
  const t = useT()
  const [link, setState] = useLink(onDone)
  useEffect(() => {
    document.title = `${t('signIn.title')} · Labelkeep`
  }, [t])
  return (
    <main className={css['page']}>
      <div className={css['card']}>
        <div className={css['brand']}>
          <Shield size={20} strokeWidth={1.5} aria-hidden /> Labelkeep
        </div>
        <h1 className={css['title']}>{t('signIn.title')}</h1>
        {link.name === 'link' ? <Loading what={t('signIn.usingLink')} /> : null}
        {link.name === 'refused' ? (
          <ProblemNote
            problem={link.problem}
            advice={link.problem.status ? t('signIn.freshLink') : undefined}
          />
        ) : null}
        {link.name === 'factor' ? (
          <FactorStep
            onDone={onDone}
            onOver={(problem) => setState(problem ? { name: 'refused', problem } : { name: 'asking' })}
          />
        ) : null}
        {link.name === 'asking' || link.name === 'refused' ? (
          <>
            <PasswordForm
              onDone={onDone}
              onHalf={() => {
                setHalfIn(true)
                setState({ name: 'factor' })
              }}
            />
            <Ways />
            <p className={css['hint']}>
              {t('signIn.noPassword')} <code>labelkeep user link NAME</code>
            </p>
          </>
        ) : null}
      </div>
    </main>
  )
}
