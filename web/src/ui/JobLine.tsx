import { useEffect, useState } from 'react'
import type { Job } from '../api/shapes'
import { Button } from './Button'
import { Bar } from './Feedback'
import css from './feedback.module.css'
import { type MessageKey, useT } from './messages'
import { duration, secondsLeft } from './time'

const running = (job: Job) => job.state === 'queued' || job.state === 'running'

/** Long work in one line: what, how far, how long still, and a way to stop it. */
export function JobLine({
  job,
  onCancel,
}: {
  readonly job: Job
  readonly onCancel?: (() => void) | undefined
}) {
  const t = useT()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    if (!running(job)) return
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [job])
  const left = job.state === 'running' ? secondsLeft(job, now) : null
  const name = t(`job.${job.kind}` as MessageKey)
  const count =
    job.total === null
      ? t('job.soFar', { n: job.done })
      : t('job.count', { done: job.done, total: job.total })
  return (
    <div className={css['job']}>
      <div>
        <strong>{name}</strong> <span className={css['jobFacts']}>{job.error?.detail ?? job.message}</span>
        <div className={css['jobFacts']}>
          {t(`job.${job.state}` as MessageKey)} · {count}
          {left === null ? '' : ` · ${t('job.left', { time: duration(left) })}`}
        </div>
      </div>
      {running(job) && onCancel ? <Button onClick={onCancel}>{t('ui.cancel')}</Button> : <span />}
      {running(job) && job.total ? <Bar name={name} done={job.done} total={job.total} /> : null}
    </div>
  )
}
