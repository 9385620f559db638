import { KeyRound } from 'lucide-react'
import type { FormEvent } from 'react'
import { type ProofKind, type ProofPlace, showCode, showKey } from '../../api/factors'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import { useT } from '../../ui/messages'
import css from './session.module.css'

interface Props {
  readonly place: ProofPlace
  readonly kinds: readonly ProofKind[]
  readonly onDone: () => void
}

/** Shows a second factor: a code of an app, a recovery code, or a key. */
export function ProofForm({ place, kinds, onDone }: Props) {
  const t = useT()
  const show = useAct((code: string | null) => (code === null ? showKey(place) : showCode(place, code)))
  const run = async (code: string | null) => {
    if ((await show.run(code)) !== null) onDone()
  }
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = event.currentTarget
    await run(String(new FormData(form).get('code')))
    form.reset()
  }
  const byCode = kinds.some((each) => each !== 'key')
  return (
    <div className={css['form']}>
      {show.problem ? <ProblemNote problem={show.problem} /> : null}
      {byCode ? (
        <form className={css['form']} onSubmit={submit}>
          <TextField
            label={t(kinds.includes('app') ? 'factor.code' : 'factor.recovery')}
            hint={kinds.includes('app') && kinds.includes('code') ? t('factor.orRecovery') : undefined}
            name="code"
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            maxLength={64}
            required
            autoFocus
          />
          <div>
            <Button kind="primary" type="submit" keys="Enter" disabled={show.busy}>
              {t('factor.go')}
            </Button>
          </div>
        </form>
      ) : null}
      {kinds.includes('key') ? (
        <div>
          <Button
            kind={byCode ? 'plain' : 'primary'}
            disabled={show.busy}
            autoFocus={!byCode}
            onClick={() => void run(null)}
          >
            <KeyRound size={16} strokeWidth={1.5} aria-hidden />
            {t('factor.useKey')}
          </Button>
        </div>
      ) : null}
    </div>
  )
}
