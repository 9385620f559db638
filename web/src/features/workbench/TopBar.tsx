import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ChevronRight, PanelRightClose, PanelRightOpen } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { project as projectQuery } from '../../api/queries'
import type { Guideline, Work } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import { clock } from '../../ui/time'
import type { Autosave, SaveState } from './autosave'
import type { Open } from './BenchDialogs'
import { keyOf } from './keymap'
import type { Kind } from './routes'
import type { LeaseStore, Session } from './session'
import { useSaving } from './useEngine'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly kind: Kind
  readonly work: Work
  readonly done: number
  readonly guideline: Guideline | null
  readonly session: Session
  /** The submit of the picture before is on its way. */
  readonly sending: boolean
  readonly busy: boolean
  /** In a review: whether the reviewer changed the label. */
  readonly changed: boolean
  readonly readOnly: boolean
  /** Remarks are being written: the next step is in their panel. */
  readonly remarking: boolean
  /** Objects and answers stand beside the picture. */
  readonly panel: boolean
  readonly onPanel: () => void
  readonly onOpen: (what: Open) => void
  readonly onGuideline: () => void
  readonly onCompare: () => void
  readonly onSendBack: () => void
  readonly onSubmit: () => void
}

/** The line above the surface: which task, whose words apply, how long, saved or not, and the one next step. */
export function TopBar(props: Props) {
  const t = useT()
  const { projectId, kind, work, done, guideline, busy, readOnly } = props
  const project = useQuery(projectQuery(projectId))
  const Sidebar = props.panel ? PanelRightClose : PanelRightOpen
  const primary =
    kind === 'label' ? 'workbench.submit' : props.changed ? 'workbench.accept.changed' : 'workbench.accept'
  return (
    <section className={css['top']} aria-label={t('workbench.bar')}>
      <div className={css['where']}>
        <Link
          className={css['project']}
          to="/projects/$p"
          params={{ p: projectId }}
          title={project.data?.name}
        >
          {project.data?.name ?? t('nav.project')}
        </Link>
        <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
        <h1 className={css['asset']} title={work.asset.name}>
          {work.asset.name}
        </h1>
      </div>
      <div className={css['facts']}>
        <span className={css['fact']}>
          {t(kind === 'label' ? 'workbench.task' : 'workbench.review', { n: done + 1 })}
        </span>
        {work.task.returned ? <span className={css['returned']}>{t('workbench.returned')}</span> : null}
        {guideline ? (
          <button
            type="button"
            className={css['link']}
            data-step-at="guideline"
            onClick={props.onGuideline}
            title={t('workbench.key.guideline')}
          >
            {t('workbench.guideline', { n: guideline.n })}
          </button>
        ) : null}
        <LeaseLeft lease={props.session.lease} />
        <span className={css['push']} />
        {props.sending ? <span className={css['fact']}>{t('workbench.sending')}</span> : null}
        <SavedWord autosave={props.session.autosave} />
      </div>
      <div className={css['steps']}>
        <Button kind="quiet" keys="s" onClick={() => props.onOpen('skip')} disabled={busy || readOnly}>
          {t('workbench.skip')}
        </Button>
        <Button kind="quiet" keys="q" onClick={() => props.onOpen('question')} disabled={busy}>
          {t('workbench.question')}
        </Button>
        {kind === 'review' || work.task.returned ? (
          <Button kind="quiet" keys={keyOf('compare')} onClick={props.onCompare}>
            {t('workbench.compare.title')}
          </Button>
        ) : null}
        {kind === 'review' && !props.remarking ? (
          <Button keys="x" onClick={props.onSendBack} disabled={busy || readOnly}>
            {t('workbench.sendBack')}
          </Button>
        ) : null}
        <Button
          kind="primary"
          data-step-at="submit"
          keys={kind === 'review' ? 'a' : 'Ctrl+Enter'}
          onClick={props.onSubmit}
          disabled={busy || readOnly || props.remarking}
        >
          {t(primary)}
        </Button>
      </div>
      <IconButton
        name={t(props.panel ? 'workbench.panel.hide' : 'workbench.panel.show')}
        keys={keyOf('panel')}
        icon={<Sidebar size={16} strokeWidth={1.5} />}
        onClick={props.onPanel}
      />
    </section>
  )
}

function LeaseLeft({ lease }: { readonly lease: LeaseStore }) {
  const t = useT()
  const endsAt = useSyncExternalStore(lease.subscribe, lease.getSnapshot)
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 10_000)
    return () => clearInterval(timer)
  }, [])
  const minutes = Math.ceil((new Date(endsAt).getTime() - now) / 60_000)
  return (
    <span
      className={css['fact']}
      data-soon={minutes <= 5}
      title={t('workbench.lease.title', { time: clock(endsAt) })}
    >
      {minutes > 0 ? t('workbench.lease', { n: minutes }) : t('workbench.lease.over')}
    </span>
  )
}

const bad = new Set<SaveState['name']>(['retrying', 'refused', 'conflict', 'ended'])

function SavedWord({ autosave }: { readonly autosave: Autosave }) {
  const t = useT()
  const state = useSaving(autosave)
  const time = state.name === 'saved' ? clock(state.at) : ''
  return (
    <span className={css['saved']} data-bad={bad.has(state.name)} role="status">
      {t(`workbench.save.${state.name}`, { time })}
    </span>
  )
}
