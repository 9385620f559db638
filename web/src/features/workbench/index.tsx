import { Link } from '@tanstack/react-router'
import { useCallback, useRef, useState } from 'react'
import type { NoWork } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Empty, Loading, ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { Bench } from './Bench'
import type { Kind } from './routes'
import type { Habit } from './session'
import { useWork } from './useWork'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly kind: Kind
}

/** Where pictures are labelled and reviewed: takes the next task by itself and the one after each submit. */
export default function Workbench({ projectId, kind }: Props) {
  const t = useT()
  const { state, taking, next } = useWork(projectId, kind)
  const [done, setDone] = useState(0)
  const habit = useRef<Habit>({ tool: null, brush: null })
  const finish = useCallback(
    (counts: boolean) => {
      if (counts) setDone((now) => now + 1)
      next()
    },
    [next],
  )
  switch (state.name) {
    case 'asking':
      return (
        <div className={css['middle']}>
          <h1 className={css['unseen']}>{t(`workbench.heading.${kind}`)}</h1>
          <Loading what={t(`workbench.asking.${kind}`)} />
        </div>
      )
    case 'empty':
      return (
        <NothingToDo projectId={projectId} kind={kind} reason={state.reason} taking={taking} onAgain={next} />
      )
    case 'refused':
      return (
        <div className={css['middle']}>
          <h1 className={css['unseen']}>{t(`workbench.heading.${kind}`)}</h1>
          <ProblemNote problem={state.problem} onRetry={next} />
        </div>
      )
    case 'ready': {
      const { lease } = state.ready.work
      return (
        <Bench
          key={`${lease.id} ${lease.seq}`}
          kind={kind}
          ready={state.ready}
          done={done}
          taking={taking}
          habit={habit.current}
          onFinished={finish}
        />
      )
    }
  }
}

interface NothingProps extends Props {
  readonly reason: NoWork['reason']
  readonly taking: boolean
  readonly onAgain: () => void
}

function NothingToDo({ projectId, kind, reason, taking, onAgain }: NothingProps) {
  const t = useT()
  const text =
    reason === 'nothing' ? t(`workbench.empty.nothing.${kind}`) : t(`workbench.empty.${reason}.text`)
  return (
    <div className={css['middle']}>
      <h1 className={css['unseen']}>{t(`workbench.heading.${kind}`)}</h1>
      <Empty
        title={t(`workbench.empty.${reason}`)}
        action={
          <div className={css['buttons']}>
            <Button kind="primary" disabled={taking} onClick={onAgain}>
              {t('workbench.again')}
            </Button>
            <Link to="/projects/$p" params={{ p: projectId }}>
              {t('workbench.overview')}
            </Link>
          </div>
        }
      >
        {text}
      </Empty>
    </div>
  )
}
