import { useState } from 'react'
import type { Problem } from '../../api/client'
import type { Work } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { skip } from './routes'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly work: Work
  readonly problem: Problem
  readonly onNext: () => void
}

/** A task whose picture cannot be opened at all: said in words, with the way on to the next one. */
export function Unshowable({ projectId, work, problem, onNext }: Props) {
  const t = useT()
  const [busy, setBusy] = useState(false)
  const [refused, setRefused] = useState<Problem | null>(null)
  const pass = async () => {
    setBusy(true)
    const answer = await skip({ project: projectId, ...work.lease }, 'broken', problem.detail)
    setBusy(false)
    if (answer.ok) onNext()
    else setRefused(answer.problem)
  }
  return (
    <>
      <p role="alert">{t('workbench.unshowable', { name: work.asset.name, detail: problem.detail })}</p>
      {refused ? <ProblemNote problem={refused} /> : null}
      <div className={css['buttons']}>
        <Button kind="primary" disabled={busy} onClick={() => void pass()}>
          {t('workbench.unshowable.skip')}
        </Button>
        <Button disabled={busy} onClick={onNext}>
          {t('workbench.tile.again')}
        </Button>
      </div>
    </>
  )
}
