import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { Issue, View } from '../../api/shapes'
import { boundsOf } from '../../canvas/geometry'
import type { LabelObject, PageRef } from '../../canvas/label'
import { at } from '../../canvas/points'
import type { Pin } from '../../canvas/render/hand'
import { type Look, RasterSurface, type SurfaceHandle, stylesOf, tilePage } from '../../surfaces/raster'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { pickClass } from './acts'
import { SaveBanner, Say } from './Banners'
import { ClassSearch } from './ClassSearch'
import { GuidelineDialog, QuestionDialog, SkipDialog } from './Dialogs'
import { Issues } from './Issues'
import { Objects } from './Objects'
import { ask, giveBack, type Kind, skip, viewDisplay, viewSeen } from './routes'
import { Selected, WholePicture } from './Selected'
import { SendBack } from './SendBack'
import { Status } from './Status'
import { beginSession, type Habit, liveSession, type Session } from './session'
import { Tools } from './Tools'
import { TopBar } from './TopBar'
import { useBenchKeys } from './useBenchKeys'
import { useEngine } from './useEngine'
import { useFinish } from './useFinish'
import { useRemarks } from './useRemarks'
import type { Ready } from './useWork'
import css from './workbench.module.css'

interface Props {
  readonly kind: Kind
  readonly projectId: string
  readonly ready: Ready
  readonly done: number
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

type Dialog = 'skip' | 'question' | 'guideline' | 'class' | null
const noLook: Look = { place: null, scale: 1 }

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
      Object.assign(habit, { tool: tool === 'place' ? 'select' : tool, brush })
    },
    [session, habit],
  )
  return { endsAt, locked }
}

function pinsOf(issues: readonly Issue[], place: (issue: Issue) => { x: number; y: number } | null): Pin[] {
  return issues.flatMap((issue, i) => {
    const where = issue.status === 'open' || issue.status === 'answered' ? place(issue) : null
    return where ? [{ at: at(where.x, where.y), mark: String(i + 1), active: false }] : []
  })
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
  const { engine, autosave, holding, pages } = session
  const { work, ontology, vocabulary, guideline } = ready
  const surface = useRef<SurfaceHandle>(null)
  const [view, setView] = useState(ready.view)
  const [revision, setRevision] = useState(0)
  const [dialog, setDialog] = useState<Dialog>(null)
  const [look, setLook] = useState(noLook)
  const [issues, setIssues] = useState<readonly Issue[]>(work.issues)
  const [said, setSaid] = useState<{ grave: boolean; text: string } | null>(null)
  const { endsAt, locked } = useLife(session, ready.view, habit, work.lease.ends_at)
  const styles = useMemo(() => stylesOf(ontology.body), [ontology])
  const { page, readOnly, notice } = useEngine(engine)
  const tiles = useMemo(() => tilePage(view, page, revision), [view, page, revision])
  const remarks = useRemarks(engine, vocabulary)
  const finish = useFinish({ session, kind, ready, remarks, surface, onFinished, onSay: setSaid })

  const goPage = useCallback(
    (to: PageRef) => {
      const next = tilePage(view, to, revision)
      if (next) engine.show(to, next.size)
    },
    [engine, view, revision],
  )
  const reveal = (object: LabelObject) => {
    if (object.part !== page.part || object.page !== page.page)
      goPage({ part: object.part, page: object.page })
    engine.select([object.id])
    surface.current?.reveal(object.id)
  }
  const turn = (by: 1 | -1) => {
    const next = pages[pages.findIndex((one) => one.part === page.part && one.page === page.page) + by]
    if (next) goPage(next)
  }
  const placeOf = (issue: { object: string | null; at: readonly [number, number] | null }) => {
    const object = issue.object ? engine.getSnapshot().scene.get(issue.object) : undefined
    if (issue.at) return { x: issue.at[0], y: issue.at[1] }
    const edge = object && boundsOf(object.geometry)
    return edge ? { x: edge.right, y: edge.top } : null
  }
  const display = async (how: View['display']) => {
    const answer = await viewDisplay(view.id, how)
    if (!answer.ok) return setSaid({ grave: true, text: answer.problem.detail })
    setView(answer.value)
    setRevision((now) => now + 1)
  }

  useBenchKeys({
    engine,
    vocabulary,
    kind,
    surface,
    acts: {
      submit: remarks.on ? finish.sendBack : finish.submit,
      accept: finish.submit,
      sendBack: remarks.begin,
      skip: () => setDialog('skip'),
      question: () => setDialog('question'),
      classSearch: () => setDialog('class'),
      pageBefore: () => turn(-1),
      pageAfter: () => turn(1),
    },
  })
  useEffect(() => {
    if (notice) setSaid({ grave: false, text: t(`workbench.notice.${notice.what}`) })
  }, [notice, t])

  const pins = useMemo(() => {
    const drafts = remarks.comments.flatMap((comment, i): Pin[] => {
      const where = placeOf(comment)
      return where ? [{ at: at(where.x, where.y), mark: String(i + 1), active: true }] : []
    })
    return [...pinsOf(issues, placeOf), ...drafts]
    // biome-ignore lint/correctness/useExhaustiveDependencies: places are read from the engine when the lists change
  }, [issues, remarks.comments, placeOf])

  const picked = finish.selectedName()
  if (locked) return <div className={css['locked']} />
  return (
    <div className={css['bench']} aria-busy={taking}>
      <TopBar
        kind={kind}
        work={work}
        done={done}
        guideline={guideline}
        endsAt={endsAt}
        autosave={autosave}
        busy={finish.busy || taking}
        changed={finish.changed()}
        readOnly={readOnly}
        onGuideline={() => setDialog('guideline')}
        onSkip={() => setDialog('skip')}
        onQuestion={() => setDialog('question')}
        onSendBack={remarks.begin}
        onSubmit={finish.submit}
      />
      <Tools engine={engine} vocabulary={vocabulary} />
      <div className={css['stage']}>
        <div className={css['banners']}>
          <SaveBanner
            engine={engine}
            autosave={autosave}
            onTakeOver={() => onFinished(false)}
            onTheirs={finish.takeTheirs}
          />
          {finish.taken ? (
            <Say
              grave
              text={t('workbench.taken', { detail: finish.taken })}
              onClose={() => onFinished(false)}
              action={<Button onClick={() => onFinished(false)}>{t('workbench.taken.next')}</Button>}
            />
          ) : null}
          {said ? <Say grave={said.grave} text={said.text} onClose={() => setSaid(null)} /> : null}
        </div>
        {tiles ? (
          <RasterSurface
            ref={surface}
            engine={engine}
            tiles={tiles}
            styles={styles}
            pins={pins}
            label={t('workbench.surface', { name: work.asset.name })}
            onLook={setLook}
            onPainted={() => void viewSeen(view.id)}
          />
        ) : null}
        {taking ? (
          <div className={css['taking']} role="status">
            {t('workbench.next')}
          </div>
        ) : null}
      </div>
      <aside className={css['side']}>
        {remarks.on ? (
          <SendBack
            comments={remarks.comments}
            what={remarks.what}
            busy={finish.busy}
            onChange={remarks.set}
            onSend={finish.sendBack}
            onCancel={remarks.end}
          />
        ) : null}
        <Issues
          issues={issues}
          onGo={(issue) => goTo(issue)}
          onChange={(changed) => setIssues(issues.map((one) => (one.id === changed.id ? changed : one)))}
        />
        <Objects
          engine={engine}
          vocabulary={vocabulary}
          styles={styles}
          issues={issues}
          onReveal={reveal}
          onSearch={() => setDialog('class')}
        />
        <Selected engine={engine} vocabulary={vocabulary} />
        <WholePicture engine={engine} vocabulary={vocabulary} />
      </aside>
      <Status
        engine={engine}
        vocabulary={vocabulary}
        view={view}
        pages={pages}
        look={look}
        waiting={work.waiting}
        onPage={goPage}
        onDisplay={(how) => void display(how)}
      />
      {dialog === 'skip' ? (
        <SkipDialog
          onSkip={(reason, comment) => skip(holding, reason, comment)}
          onGiveBack={async () => {
            await autosave.flush()
            return giveBack(holding)
          }}
          onSkipped={() => onFinished(false)}
          onGivenBack={finish.leave}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'question' ? (
        <QuestionDialog
          about={picked ?? t('workbench.question.all')}
          onAsk={async (text) => {
            const answer = await ask(holding, {
              object: finish.selectedId(),
              page: page.page,
              at: null,
              text,
            })
            if (answer.ok && answer.value) setIssues([...issues, answer.value])
            return answer
          }}
          onAsked={() => {
            setDialog(null)
            setSaid({ grave: false, text: t('workbench.question.sent') })
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
      {dialog === 'guideline' && guideline ? (
        <GuidelineDialog guideline={guideline} onClose={() => setDialog(null)} />
      ) : null}
      {dialog === 'class' ? (
        <ClassSearch
          vocabulary={vocabulary}
          onPick={(entry) => {
            pickClass(engine, entry)
            setDialog(null)
            surface.current?.focus()
          }}
          onClose={() => setDialog(null)}
        />
      ) : null}
    </div>
  )

  function goTo(issue: Issue): void {
    const object = issue.object ? engine.getSnapshot().scene.get(issue.object) : undefined
    const where = placeOf(issue)
    if (object) reveal(object)
    else if (where) surface.current?.showPlace(at(where.x, where.y))
  }
}
