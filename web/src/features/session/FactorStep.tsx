import { useEffect, useState } from 'react'
import { call, type Problem } from '../../api/client'
import type { SignInStep } from '../../api/factors'
import { Button } from '../../ui/Button'
import { Loading } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { ProofForm } from './ProofForm'
import css from './session.module.css'

const HALF = 'labelkeep.half'

/** Whether this tab was in the middle of a sign-in: a reload goes on there, as a link would not work twice. */
export function isHalfIn(): boolean {
  return window.sessionStorage.getItem(HALF) !== null
}

export function setHalfIn(half: boolean): void {
  if (half) window.sessionStorage.setItem(HALF, '1')
  else window.sessionStorage.removeItem(HALF)
}

interface Props {
  readonly onDone: () => void
  /** The sign-in is over without success: its time has run out, or the person begins anew. */
  readonly onOver: (problem: Problem | null) => void
}

/** The second step of a sign-in. */
export function FactorStep({ onDone, onOver }: Props) {
  const t = useT()
  const [step, setStep] = useState<SignInStep | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked once, when the step opens
  useEffect(() => {
    let here = true
    void call<SignInStep>('/sign-in/factor').then((answer) => {
      if (!here) return
      if (answer.ok) return setStep(answer.value)
      setHalfIn(false)
      onOver(answer.problem)
    })
    return () => {
      here = false
    }
  }, [])
  const leave = () => {
    setHalfIn(false)
    onOver(null)
  }
  if (!step) return <Loading what={t('factor.loading')} />
  return (
    <>
      <p>{t('factor.step')}</p>
      <ProofForm
        place="/sign-in/factor"
        kinds={step.kinds}
        onDone={() => {
          setHalfIn(false)
          onDone()
        }}
      />
      <p className={css['hint']}>{t('factor.lost')}</p>
      <div>
        <Button kind="quiet" onClick={leave}>
          {t('factor.beginAnew')}
        </Button>
      </div>
    </>
  )
}
