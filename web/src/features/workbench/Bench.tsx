import { useEffect, useMemo, useRef, useState } from 'react'
import type { Issue, View } from '../../api/shapes'
import { linksOf, RasterSurface, type SurfaceHandle, stylesOf } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { pickClass } from './acts'
import { SaveBanner, Say } from './Banners'
import { BenchDialogs, type Open } from './BenchDialogs'
import { Issues } from './Issues'
import { LookStore } from './look'
import { Objects } from './Objects'
import { type Kind, viewSeen } from './routes'
import { Selected, WholePicture } from './Selected'
import { SendBack } from './SendBack'
import { Status } from './Status'
import { beginSession, type Habit, liveSession, type Session } from './session'
import { Tools } from './Tools'
import { TopBar } from './TopBar'
import { useBenchKeys } from './useBenchKeys'
import { useEngine } from './useEngine'
import { type Finish, type Said, useFinish } from './useFinish'
import { usePages } from './usePages'
import { anchorOf, usePins } from './usePins'
import { useRemarks } from './useRemarks'
import { shapeActs, useShaping } from './useShaping'
import type { Ready } from './useWork'
import css from './workbench.module.css'

interface Props {
  readonly kind: Kind
  readonly ready: Ready
  readonly done: number
  /** The next task is on its way. */
  readonly taking: boolean
  readonly habit: Habit
  /** The task is out of this person's hands; `counts` when it was finished rather than given away. */
  readonly onFinished: (counts: boolean) => void
}

/** One task on the bench. */
export function Bench(props: Props) {
  const t = useT()
  const [session] = useState(() => beginSession(props.ready, props.kind, props.habit))
  if (!session) return <p role="alert">{t('workbench.view.nothing')}</p>
  return <Running {...props} session={session} />
}

/** Keeps the session alive while it is on the screen, and the hand's habits for the next one. */
function useLife(session: Session, view: View, habit: Habit, endsFirst: string) {
  const [endsAt, setEndsAt] = useState(endsFirst)
  const [locked, setLocked] = useState(false)
  useEffect(
    () => liveSession(session, view.id, { onLease: setEndsAt, onLocked: () => setLocked(true) }),
    [session, view.id],
  )
  useEffect(
    () => () => {
      const { tool, brush } = session.engine.getSnapshot()
      Object.assign(habit, { tool: tool === 'place' || tool === 'split' ? 'select' : tool, brush })
    },
    [session, habit],
  )
  return { endsAt, locked }
}

interface BannerProps {
  readonly session: Session
  readonly finish: Finish
  readonly said: Said | null
  readonly onClose: () => void
  readonly onNext: () => void
}

function Banners({ session, finish, said, onClose, onNext }: BannerProps) {
  const t = useT()
  const next = <Button onClick={onNext}>{t('workbench.taken.next')}</Button>
  return (
    <div className={css['banners']}>
      <SaveBanner
        engine={session.engine}
        autosave={session.autosave}
        onTakeOver={onNext}
        onTheirs={finish.takeTheirs}
      />
      {finish.taken ? (
        <Say grave text={t('workbench.taken', { detail: finish.taken })} onClose={onNext} action={next} />
      ) : null}
      {said ? <Say grave={said.grave} text={said.text} onClose={onClose} /> : null}
    </div>
  )
}

function Running({
  session,
  kind,
  ready,
  done,
  taking,
  habit,
  onFinished,
}: Props & { readonly session: Session }) {
  const t = useT()
  const { engine, autosave } = session
  const { work, ontology, vocabulary, guideline } = ready
  const surface = useRef<SurfaceHandle>(null)
  const [look] = useState(() => new LookStore())
  const [open, setOpen] = useState<Open>(null)
  const [issues, setIssues] = useState<readonly Issue[]>(work.issues)
  const [said, setSaid] = useState<Said | null>(null)
  const { endsAt, locked } = useLife(session, ready.view, habit, work.lease.ends_at)
  const styles = useMemo(() => stylesOf(ontology.body), [ontology])
  const links = useMemo(() => linksOf(ontology.body), [ontology])
  const { readOnly, notice } = useEngine(engine)
  const pages = usePages(session, ready.view, surface, (detail) => setSaid({ grave: true, text: detail }))
  const remarks = useRemarks(engine, vocabulary)
  const finish = useFinish({ session, kind, ready, remarks, surface, onFinished, onSay: setSaid })
  const pins = usePins(engine, issues, remarks.comments)
  const submit = () => {
    if (readOnly) return
    if (remarks.on) finish.sendBack()
    else finish.submit()
  }

  const shape = useShaping(engine, vocabulary, setSaid)

  useBenchKeys({
    engine,
    vocabulary,
    kind,
    surface,
    acts: {
      ...shapeActs(shape),
      submit,
      accept: () => (remarks.on || readOnly ? undefined : finish.submit()),
      sendBack: remarks.begin,
      skip: () => setOpen('skip'),
      question: () => setOpen('question'),
      classSearch: () => setOpen('class'),
      relate: () => setOpen(readOnly ? null : 'relation'),
      pageBefore: () => pages.turn(-1),
      pageAfter: () => pages.turn(1),
    },
  })
  useEffect(() => {
    if (notice) setSaid({ grave: false, text: t(`workbench.notice.${notice.what}`) })
  }, [notice, t])

  const goTo = (issue: Issue) => {
    const object = issue.object ? engine.getSnapshot().scene.get(issue.object) : undefined
    const place = anchorOf(engine, issue)
    if (object) pages.reveal(object)
    else if (place) surface.current?.showPlace(place)
  }
  if (locked) return <div className={css['locked']} />
  return (
    <div className={css['bench']} aria-busy={taking}>
      <TopBar
        projectId={ready.projectId}
        kind={kind}
        work={work}
        done={done}
        guideline={guideline}
        endsAt={endsAt}
        autosave={autosave}
        busy={finish.busy || taking}
        changed={finish.changed()}
        readOnly={readOnly}
        remarking={remarks.on}
        onOpen={setOpen}
        onSendBack={remarks.begin}
        onSubmit={finish.submit}
      />
      <Tools engine={engine} vocabulary={vocabulary} />
      <div className={css['stage']}>
        <Banners
          session={session}
          finish={finish}
          said={said}
          onClose={() => setSaid(null)}
          onNext={() => onFinished(false)}
        />
        {pages.tiles ? (
          <RasterSurface
            ref={surface}
            engine={engine}
            tiles={pages.tiles}
            styles={styles}
            links={links}
            pins={pins}
            label={t('workbench.surface', { name: work.asset.name })}
            onLook={look.set}
            onPainted={() => void viewSeen(ready.projectId, ready.view.id)}
          />
        ) : null}
        {taking ? (
          <div className={css['taking']} role="status">
            {t('workbench.next')}
          </div>
        ) : null}
      </div>
      <aside className={css['side']} aria-label={t('workbench.objects')}>
        {remarks.on ? <SendBack remarks={remarks} busy={finish.busy} onSend={finish.sendBack} /> : null}
        <Issues
          projectId={ready.projectId}
          issues={issues}
          onGo={goTo}
          onChange={(changed) => setIssues(issues.map((one) => (one.id === changed.id ? changed : one)))}
        />
        <Objects
          engine={engine}
          vocabulary={vocabulary}
          styles={styles}
          issues={issues}
          onReveal={pages.reveal}
          onSearch={() => setOpen('class')}
        />
        {remarks.on ? null : (
          <>
            <Selected
              engine={engine}
              vocabulary={vocabulary}
              onShape={shape}
              onReveal={pages.reveal}
              onRelate={() => setOpen('relation')}
            />
            <WholePicture engine={engine} vocabulary={vocabulary} />
          </>
        )}
      </aside>
      <Status
        session={session}
        vocabulary={vocabulary}
        view={pages.view}
        look={look}
        waiting={work.waiting}
        onPage={pages.go}
        onDisplay={(how) => void pages.display(how)}
      />
      <BenchDialogs
        open={open}
        session={session}
        vocabulary={vocabulary}
        guideline={guideline}
        finish={finish}
        onClass={(entry) => {
          pickClass(engine, entry)
          setOpen(null)
        }}
        onAsked={(issue) => {
          if (issue) setIssues([...issues, issue])
          setSaid({ grave: false, text: t('workbench.question.sent') })
        }}
        onSkipped={() => {
          autosave.finished()
          onFinished(false)
        }}
        onClose={() => setOpen(null)}
      />
    </div>
  )
}
