import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { project as projectQuery } from '../../api/queries'
import type { Issue } from '../../api/shapes'
import { linksOf, type SurfaceHandle, stylesOf } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { type Translate, useT } from '../../ui/messages'
import { setPanelOpen, usePanelOpen } from '../../ui/preferences'
import { pickClass } from './acts'
import { SaveBanner, Say } from './Banners'
import { BenchDialogs, type Open } from './BenchDialogs'
import { Beside } from './Compare'
import { Conflict } from './Conflict'
import { Copying, copyForward } from './copying'
import type { Desk, DeskSnapshot, Post } from './desk'
import { Film } from './Film'
import { GuidePanel } from './GuidePanel'
import { keyOf } from './keymap'
import { LookStore } from './look'
import { usePlaying } from './PageStrip'
import { Panes } from './Panes'
import { type Kind, skip, viewSeen } from './routes'
import { Side } from './Side'
import { Status } from './Status'
import { liveSession, type Session } from './session'
import { Tools } from './Tools'
import { TopBar } from './TopBar'
import { useBenchKeys } from './useBenchKeys'
import { useCompare } from './useCompare'
import { useTaskDeeds } from './useDeeds'
import { useEngine, useSaving } from './useEngine'
import { type Finish, failureWords, type Said, useFinish } from './useFinish'
import { usePages } from './usePages'
import { useParts } from './useParts'
import { usePins } from './usePins'
import { useRemarks } from './useRemarks'
import { useReviewing } from './useReviewing'
import { shapeActs, useShaping } from './useShaping'
import { useSight, useSightOpen, useViewed } from './useSight'
import { useVerdicts } from './useVerdicts'
import css from './workbench.module.css'

interface Props {
  readonly kind: Kind
  readonly post: Post
  readonly desk: Desk
  readonly now: DeskSnapshot
  /** The thread that was asked for by its address. */
  readonly thread: string | undefined
  /** It is in sight, or cannot be. */
  readonly onThread: () => void
}

/** Keeps the session alive while it is on the screen. */
function useLife(session: Session) {
  const [locked, setLocked] = useState(false)
  useEffect(() => liveSession(session, { onLocked: () => setLocked(true) }), [session])
  return locked
}

/** Whether the guideline stands beside the picture: kept from task to task while the page lives. */
let guides = false
function useGuiding(): [boolean, (on: boolean) => void] {
  const [on, setOn] = useState(guides)
  return [
    on,
    (next) => {
      guides = next
      setOn(next)
    },
  ]
}

/** A second stroke this soon was meant for the picture before, not for one that nobody has looked at. */
const tooSoonMs = 350

/** What stands above the picture when it comes up. */
function greeting({ failure, recalled }: Post, t: Translate): Said | null {
  if (failure) return { grave: true, text: failureWords(failure, t) }
  return recalled ? { grave: false, text: t('workbench.recalled') } : null
}

const retiredWords = (t: Translate, classes: readonly string[]) =>
  t('workbench.copy.retired', { classes: classes.join(', ') })

interface BannerProps {
  readonly session: Session
  readonly finish: Finish
  readonly said: Said | null
  readonly onClose: () => void
  readonly onNext: () => void
  readonly onCompare: () => void
  readonly onSimplify: () => void
}

function Banners({ session, finish, said, onClose, onNext, onCompare, onSimplify }: BannerProps) {
  const t = useT()
  const next = <Button onClick={onNext}>{t('workbench.taken.next')}</Button>
  return (
    <div className={css['banners']}>
      <SaveBanner session={session} onTakeOver={onNext} onNext={onNext} onCompare={onCompare} />
      {finish.taken ? (
        <Say grave text={t('workbench.taken', { detail: finish.taken })} onClose={onNext} action={next} />
      ) : null}
      {said ? (
        <Say
          grave={said.grave}
          text={said.text}
          onClose={onClose}
          action={
            said.offer ? (
              <Button keys={keyOf(said.offer)} onClick={onSimplify}>
                {t('workbench.shape.lighter')}
              </Button>
            ) : null
          }
        />
      ) : null}
    </div>
  )
}

/** Runs once, however often a page is painted. */
function useOnce(run: () => void): () => void {
  const done = useRef(false)
  return () => {
    if (!done.current) run()
    done.current = true
  }
}

/** One task on the bench. */
export function Bench({ kind, post, desk, now, thread, onThread }: Props) {
  const t = useT()
  const { session, ready } = post
  const { taking } = now
  const { engine, autosave } = session
  const { work, ontology, vocabulary, guideline } = ready
  const surface = useRef<SurfaceHandle>(null)
  const [look] = useState(() => new LookStore())
  const [open, setOpen] = useState<Open>(null)
  const [issues, setIssues] = useState<readonly Issue[]>(work.issues)
  const [said, setSaid] = useState<Said | null>(() => greeting(post, t))
  const locked = useLife(session)
  const [since] = useState(() => performance.now())
  const styles = useMemo(() => stylesOf(ontology.body), [ontology])
  const links = useMemo(() => linksOf(ontology.body), [ontology])
  const { readOnly, notice } = useEngine(engine)
  const pages = usePages(session, ready.view, surface, (detail) => setSaid({ grave: true, text: detail }))
  const film = usePlaying(pages.round)
  const looking = useSight({
    project: ready.projectId,
    tiles: pages.tiles,
    surface,
    send: pages.display,
    onFault: (detail) => setSaid({ grave: true, text: detail }),
  })
  const view = useViewed(looking.sight)
  const parts = useParts({
    ...{ session, pages, surface },
    onSay: (text) => setSaid({ grave: false, text }),
  })
  const seen = useOnce(() => void viewSeen(ready.projectId, ready.view.id))
  const remarks = useRemarks(engine, vocabulary)
  const verdicts = useVerdicts(engine, remarks)
  const compare = useCompare(session, kind, work.task.returned)
  const finish = useFinish({
    session,
    kind,
    ready,
    remarks,
    verdicts,
    surface,
    desk,
    failure: post.failure,
    onSay: setSaid,
    onMissing: () => setPanelOpen(true),
  })
  const submit = () => {
    if (readOnly) return
    if (performance.now() - since < tooSoonMs) return setSaid({ grave: false, text: t('workbench.tooSoon') })
    if (remarks.on) finish.sendBack()
    else finish.submit()
  }

  const older = useRef<SurfaceHandle>(null)
  const replace = (changed: Issue) =>
    setIssues((all) => all.map((one) => (one.id === changed.id ? changed : one)))
  const reviewing = useReviewing({
    ...{ session, kind, issues, remarks, verdicts, compare, pages, surface },
    onSay: setSaid,
    onIssue: replace,
  })
  const pins = usePins(engine, issues, remarks.comments, reviewing.remark)
  /** Goes to the thread that was asked for, once there is a picture to show it on. */
  const led = useOnce(() => {
    if (thread === undefined) return
    onThread()
    const asked = issues.find(({ id }) => id === thread)
    if (!asked) return setSaid({ grave: false, text: t('workbench.thread.gone') })
    setPanelOpen(true)
    reviewing.goToIssue(asked)
  })
  const shape = useShaping(engine, vocabulary, setSaid)
  const copying = useMemo(
    () =>
      new Copying(engine, vocabulary, (classes) => setSaid({ grave: false, text: retiredWords(t, classes) })),
    [engine, vocabulary, t],
  )
  const saving = useSaving(autosave)
  const [comparing, setComparing] = useState(false)
  const [guiding, setGuiding] = useGuiding()
  useTaskDeeds(engine, guiding)
  const [unreadable, setUnreadable] = useState<string | null>(null)
  const project = useQuery(projectQuery(ready.projectId))
  const copy = () => {
    if (readOnly) return
    const say = (text: string) => setSaid({ grave: false, text })
    if (!project.data?.copy_forward) return say(t('workbench.copy.off'))
    if (!desk.last?.objects.length) return say(t('workbench.copy.nothing'))
    const { retired, ...counts } = copyForward(engine, vocabulary, desk.last)
    const stayed = retired.length > 0 ? ` ${retiredWords(t, retired)}` : ''
    say(t('workbench.copy.done', counts) + stayed)
  }
  const passBroken = async () => {
    const answer = await skip(session.holding, 'broken', unreadable ?? '')
    if (!answer.ok) return setSaid({ grave: true, text: answer.problem.detail })
    autosave.finished()
    await desk.leave()
  }
  const recall = async () => {
    const problem = await desk.recall()
    if (problem) setSaid({ grave: false, text: problem.detail })
  }

  const lookOpen = useSightOpen(looking.sight)
  // What is asked for there brings it back.
  const shown = usePanelOpen() || remarks.on || compare.mode !== 'off' || lookOpen
  const togglePanel = () => {
    if (shown && lookOpen) looking.acts.lookPanel()
    setPanelOpen(!shown)
  }

  useBenchKeys({
    engine,
    vocabulary,
    kind,
    surface,
    sightTakes: looking.takes,
    lensDown: looking.lensDown,
    copying,
    acts: {
      ...shapeActs(shape),
      ...looking.acts,
      submit,
      recall: () => void recall(),
      guideline: () => setGuiding(!guiding),
      panel: togglePanel,
      copyForward: copy,
      ...reviewing.acts,
      accept: () => (remarks.on ? setSaid({ grave: false, text: t('workbench.accept.remarks') }) : submit()),
      sendBack: remarks.begin,
      skip: () => setOpen('skip'),
      question: () => setOpen('question'),
      classSearch: () => setOpen('class'),
      relate: () => setOpen(readOnly ? null : 'relation'),
      ...parts.acts,
      pageBefore: () => pages.turn(-1),
      pageAfter: () => pages.turn(1),
      pageFirst: () => pages.end(false),
      pageLast: () => pages.end(true),
      play: () => film.setPlaying(!film.playing && session.pages.length > 1),
    },
  })
  useEffect(() => {
    if (notice)
      setSaid({
        grave: false,
        text: t(`workbench.notice.${notice.what}`),
        ...(notice.what === 'many_vertices' ? { offer: 'simplify' } : {}),
      })
  }, [notice, t])

  if (locked) return <div className={css['locked']} />
  return (
    <div className={css['bench']} data-panel={shown} aria-busy={taking}>
      <TopBar
        projectId={ready.projectId}
        kind={kind}
        work={work}
        done={now.done}
        guideline={guideline}
        session={session}
        sending={now.sending}
        busy={finish.busy || taking}
        changed={finish.changed()}
        readOnly={readOnly}
        remarking={remarks.on}
        onOpen={setOpen}
        panel={shown}
        onPanel={togglePanel}
        onGuideline={() => setGuiding(!guiding)}
        onCompare={compare.cycle}
        onSendBack={remarks.begin}
        onSubmit={finish.submit}
      />
      <Tools engine={engine} vocabulary={vocabulary} />
      {guiding && guideline ? (
        <GuidePanel projectId={ready.projectId} guideline={guideline} onClose={() => setGuiding(false)} />
      ) : null}
      <div
        className={css['stage']}
        data-step-at="draw"
        data-guide={guiding && guideline !== null}
        data-beside={compare.mode === 'beside' && compare.before !== null}
      >
        <Banners
          session={session}
          finish={finish}
          said={said}
          onClose={() => setSaid(null)}
          onNext={() => void desk.next()}
          onCompare={() => setComparing(true)}
          onSimplify={() => {
            shape('simplify')
            setSaid(null)
          }}
        />
        {unreadable === null ? null : (
          <div className={css['banners']}>
            <Say
              grave
              text={t('workbench.unreadable', { detail: unreadable })}
              onClose={() => setUnreadable(null)}
              action={<Button onClick={() => void passBroken()}>{t('workbench.unshowable.skip')}</Button>}
            />
          </div>
        )}
        {compare.mode === 'beside' && compare.before && compare.layer && pages.tiles ? (
          <Beside
            label={compare.before}
            name={t('workbench.compare.older', { n: compare.versions[compare.picked]?.n ?? 0 })}
            tiles={pages.tiles}
            styles={styles}
            layer={compare.layer}
            turn={view.turn}
            surface={older}
            beside={surface}
          />
        ) : null}
        {pages.tiles ? (
          <Panes
            parts={parts}
            surface={surface}
            turn={view.turn}
            map={view.map}
            engine={engine}
            tiles={pages.tiles}
            styles={styles}
            links={links}
            pins={pins}
            sight={looking.sight}
            differences={compare.layer}
            onCamera={(camera) => older.current?.follow(camera)}
            label={t('workbench.surface', { name: work.asset.name })}
            onLook={look.set}
            onUnreadable={({ detail }) => setUnreadable(detail)}
            onPainted={() => {
              film.painted()
              seen()
              led()
              desk.painted()
            }}
          />
        ) : null}
        {parts.all.length > 1 && parts.up === parts.all.length && session.pages.length === parts.up ? null : (
          <Film session={session} pages={pages} film={film} />
        )}
        {taking ? (
          <div className={css['taking']} role="status">
            {t('workbench.next')}
          </div>
        ) : null}
      </div>
      <Side
        {...{
          session,
          kind,
          ready,
          issues,
          shape,
          styles,
          remarks,
          compare,
          verdicts,
          reviewing,
          finish,
          pages,
        }}
        whereOf={parts.whereOf}
        sight={looking.sight}
        sightActs={looking.acts}
        shown={shown}
        surface={surface}
        onDuplicate={() => copying.duplicate()}
        onIssue={replace}
        onOpen={setOpen}
      />
      <Status
        session={session}
        vocabulary={vocabulary}
        look={look}
        waiting={work.waiting}
        sight={looking.sight}
        nextReady={now.nextReady}
        onPage={pages.go}
      />
      <BenchDialogs
        open={open}
        session={session}
        vocabulary={vocabulary}
        place={open === 'question' ? look.lastPlace : null}
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
          void desk.leave()
        }}
        onBlocked={() => {
          autosave.finished()
          void desk.leave()
        }}
        onClose={() => setOpen(null)}
      />
      {comparing && saving.name === 'conflict' && pages.tiles ? (
        <Conflict
          mine={engine.toLabel()}
          theirs={saving.theirs.label}
          tiles={pages.tiles}
          tilesOf={pages.tilesOf}
          whereOf={parts.whereOf}
          turn={view.turn}
          styles={styles}
          vocabulary={vocabulary}
          onChoose={(label, keep) => {
            finish.settle(saving, label, keep)
            setComparing(false)
          }}
          onClose={() => setComparing(false)}
        />
      ) : null}
    </div>
  )
}
