import { CircleAlert, Lock } from 'lucide-react'
import { type ReactNode, useEffect, useState } from 'react'
import type { Problem } from '../api/client'
import { Button } from './Button'
import css from './feedback.module.css'
import { type MessageKey, useT } from './messages'

/** Says what is being waited for; after two seconds a bar shows that it still goes on. */
export function Loading({ what }: { readonly what: string }) {
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 2000)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div className={css['loading']} role="status">
      {what}
      {slow ? (
        <div className={`${css['bar']} ${css['slow']}`}>
          <span />
        </div>
      ) : null}
    </div>
  )
}

/** What is here, the one next step, and the command line that does the same. */
export function Empty(props: {
  readonly title: string
  readonly children: ReactNode
  readonly action?: ReactNode
  readonly command?: string
}) {
  const t = useT()
  return (
    <div className={css['empty']}>
      <h2 className={css['emptyTitle']}>{props.title}</h2>
      <p className={css['emptyText']}>{props.children}</p>
      {props.action}
      {props.command ? (
        <div className={css['command']}>
          <span>{t('ui.sameByCommand')}</span>
          <code>{props.command}</code>
        </div>
      ) : null}
    </div>
  )
}

const FACTOR = {
  'factor.again': 'factor.again',
  'factor.missing': 'factor.missing',
  'factor.wrong': 'factor.wrong',
  'sign_in.step_over': 'factor.stepOver',
  'key.unusable': 'factor.keyUnusable',
  'factor.key_unusable': 'factor.keyUnusable',
  'key.given_up': 'factor.keyGivenUp',
} as const satisfies Readonly<Record<string, MessageKey>>

/** Refusals that any page may meet, in the reader's language; all others are the server's sentence. */
function usual({ code, facts }: Problem): MessageKey | undefined {
  if (code === 'unreachable') return 'ui.unreachable'
  if (code === 'not_found') return 'ui.notHere'
  if (code in FACTOR) return FACTOR[code as keyof typeof FACTOR]
  // A refusal that names the missing rights came from the role; any other says something of its own.
  return code === 'denied' && facts['needs'] ? 'ui.askForRight' : undefined
}

/** A refusal or a failure in the server's own sentence, with what to do. */
export function ProblemNote({
  problem,
  onRetry,
  advice,
}: {
  readonly problem: Problem
  readonly onRetry?: (() => void) | undefined
  readonly advice?: ReactNode
}) {
  const t = useT()
  const Icon = problem.status === 403 ? Lock : CircleAlert
  const known = usual(problem)
  const text = known ? t(known) : problem.detail
  // What is not for this person does not change by asking again.
  const hopeless = problem.code === 'denied' || problem.code === 'not_found'
  return (
    <div className={css['problem']} role="alert">
      <Icon size={16} strokeWidth={1.5} aria-hidden />
      <div className={css['problemText']}>
        <div>{text}</div>
        {advice ? <div>{advice}</div> : null}
        {problem.errors?.length ? (
          <ul>
            {problem.errors.slice(0, 20).map((error) => (
              <li key={`${error.at} ${error.message}`}>
                <code>{error.at}</code> {error.message}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
      {onRetry && !hopeless ? <Button onClick={onRetry}>{t('ui.tryAgain')}</Button> : null}
    </div>
  )
}

/** Something to know that is no failure. */
export function Notice({
  tone = 'plain',
  icon,
  children,
}: {
  readonly tone?: 'plain' | 'wait'
  readonly icon?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <div className={css['notice']} data-tone={tone}>
      {icon}
      <div>{children}</div>
    </div>
  )
}

/** A measured bar; `name` says of what. */
export function Bar({
  name,
  done,
  total,
  tone,
}: {
  readonly name: string
  readonly done: number
  readonly total: number
  readonly tone?: 'ok'
}) {
  const share = total > 0 ? Math.min(1, done / total) : 0
  return (
    <div
      className={css['bar']}
      data-tone={tone}
      role="progressbar"
      aria-label={name}
      aria-valuemin={0}
      aria-valuemax={total}
      aria-valuenow={done}
    >
      <span style={{ width: `${share * 100}%` }} />
    </div>
  )
}
