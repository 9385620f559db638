import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import type { NoWork } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Empty, Loading, ProblemNote } from '../../ui/Feedback'
import { useKeys } from '../../ui/keys'
import { useT } from '../../ui/messages'
import { Bench } from './Bench'
import type { Desk } from './desk'
import { keyOf } from './keymap'
import type { Kind } from './routes'
import { Unshowable } from './Unshowable'
import { useSubmitDeeds } from './useDeeds'
import { useDesk } from './useWork'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly kind: Kind
  /** The thread to go to in the task in hand. */
  readonly thread?: string | undefined
  readonly onThread?: (() => void) | undefined
}

const ignore = () => undefined

/** Where pictures are labelled and reviewed: takes the next task by itself and the one after each submit. */
export default function Workbench({ projectId, kind, thread, onThread = ignore }: Props) {
  const t = useT()
  const { desk, now } = useDesk(projectId, kind)
  const { state, taking } = now
  useSubmitDeeds(now)
  const next = () => void desk.next()
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
        <NothingToDo
          projectId={projectId}
          kind={kind}
          reason={state.reason}
          taking={taking}
          desk={desk}
          onAgain={next}
        />
      )
    case 'refused':
      return (
        <div className={css['middle']}>
          <h1 className={css['unseen']}>{t(`workbench.heading.${kind}`)}</h1>
          {state.work ? (
            <Unshowable projectId={projectId} work={state.work} problem={state.problem} onNext={next} />
          ) : (
            <ProblemNote problem={state.problem} onRetry={next} />
          )}
        </div>
      )
    case 'ready': {
      const { post } = state
      const { lease } = post.ready.work
      return <Bench key={`${lease.id} ${lease.seq}`} {...{ kind, post, desk, now, thread, onThread }} />
    }
  }
}

interface NothingProps extends Pick<Props, 'projectId' | 'kind'> {
  readonly reason: NoWork['reason']
  readonly taking: boolean
  readonly desk: Desk
  readonly onAgain: () => void
}

function NothingToDo({ projectId, kind, reason, taking, desk, onAgain }: NothingProps) {
  const t = useT()
  const [said, setSaid] = useState('')
  const recall = async () => setSaid((await desk.recall())?.detail ?? '')
  useKeys([
    {
      keys: keyOf('recall'),
      label: t('workbench.key.recall'),
      group: t('workbench.keys.work'),
      run: () => void recall(),
    },
  ])
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
            {kind === 'label' ? (
              <Button keys={keyOf('recall')} disabled={taking} onClick={() => void recall()}>
                {t('workbench.recall')}
              </Button>
            ) : null}
            <Link to="/projects/$p" params={{ p: projectId }}>
              {t('workbench.overview')}
            </Link>
          </div>
        }
      >
        {text} {said}
      </Empty>
    </div>
  )
}
