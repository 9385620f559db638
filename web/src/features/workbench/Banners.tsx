import { CircleAlert } from 'lucide-react'
import { type ReactNode, useEffect, useState, useSyncExternalStore } from 'react'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { clock } from '../../ui/time'
import { keepLate } from './routes'
import { askLease, type Session } from './session'
import { useSaving } from './useEngine'
import css from './workbench.module.css'

function Banner({ grave, children }: { readonly grave?: boolean; readonly children: ReactNode }) {
  return (
    <div className={css['banner']} data-grave={grave === true} role="alert">
      <CircleAlert size={16} strokeWidth={1.5} aria-hidden />
      {children}
    </div>
  )
}

interface Props {
  readonly session: Session
  readonly onTakeOver: () => void
  readonly onNext: () => void
  /** Shows the two versions of the draft side by side. */
  readonly onCompare: () => void
}

/** What stands in the way of saving, in words, with what to do. */
export function SaveBanner({ session, onTakeOver, onNext, onCompare }: Props) {
  const t = useT()
  const state = useSaving(session.autosave)
  switch (state.name) {
    case 'retrying': {
      const since = clock(state.since)
      return (
        <Banner>
          {state.savedAt
            ? t('workbench.retrying.saved', { since, time: clock(state.savedAt) })
            : t('workbench.retrying', { since })}
        </Banner>
      )
    }
    case 'refused':
      return <Banner grave>{t('workbench.refused', { detail: state.problem.detail })}</Banner>
    case 'ended':
      return <Ended session={session} onNext={onNext} />
    case 'adopted':
      return (
        <Banner>
          <span className={css['grow']}>
            {t(state.over ? 'workbench.adopted.over' : 'workbench.adopted')}
          </span>
          <Button onClick={onTakeOver}>
            {t(state.over ? 'workbench.taken.next' : 'workbench.adopted.take')}
          </Button>
        </Banner>
      )
    case 'conflict':
      return (
        <Banner grave>
          <span className={css['grow']}>{t('workbench.conflict.text')}</span>
          <Button onClick={onCompare}>{t('workbench.conflict.compare')}</Button>
        </Banner>
      )
    default:
      return <LeaseSoon session={session} />
  }
}

/** The task is lost: what is drawn stays on the screen, and can be kept for a manager. */
function Ended({ session, onNext }: { readonly session: Session; readonly onNext: () => void }) {
  const t = useT()
  const [kept, setKept] = useState<string | null>(null)
  const keep = async () => {
    const answer = await keepLate(session.holding, session.engine.toLabel())
    setKept(answer.ok ? t('workbench.ended.kept') : answer.problem.detail)
  }
  return (
    <Banner grave>
      <span className={css['grow']}>{kept ?? t('workbench.ended')}</span>
      {kept === null ? <Button onClick={() => void keep()}>{t('workbench.ended.keep')}</Button> : null}
      <Button onClick={onNext}>{t('workbench.taken.next')}</Button>
    </Banner>
  )
}

const soonMs = 2 * 60_000

/** The time of the task is about to end. */
function LeaseSoon({ session }: { readonly session: Session }) {
  const t = useT()
  const endsAt = useSyncExternalStore(session.lease.subscribe, session.lease.getSnapshot)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const left = new Date(endsAt).getTime() - now
  if (!session.begun || left > soonMs || left <= 0) return null
  const keep = () => {
    session.time.act(performance.now())
    void askLease(session, 1)
  }
  return (
    <Banner>
      <span className={css['grow']}>{t('workbench.lease.soon', { time: clock(endsAt) })}</span>
      <Button onClick={keep}>{t('workbench.lease.keep')}</Button>
    </Banner>
  )
}

/** One sentence that may be closed. */
export function Say({
  grave,
  text,
  onClose,
  action,
}: {
  readonly grave: boolean
  readonly text: string
  readonly onClose: () => void
  readonly action?: ReactNode
}) {
  const t = useT()
  return (
    <Banner grave={grave}>
      <span className={css['grow']}>{text}</span>
      {action}
      <Button kind="quiet" onClick={onClose}>
        {t('workbench.close')}
      </Button>
    </Banner>
  )
}
