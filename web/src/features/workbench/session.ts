/** One task at work: its engine, its saving and its time, alive from the first paint to the submit. */
import { whenSignedOut } from '../../api/client'
import { noteSaved } from '../../api/reach'
import { Engine } from '../../canvas/engine'
import type { PageRef } from '../../canvas/label'
import type { Brush, ToolId } from '../../canvas/snapshot'
import { pagesOf, rulesOf, tilePage } from '../../surfaces/raster'
import { ActiveTime } from './activity'
import { Autosave } from './autosave'
import { asEngineLabel, closeView, type Holding, heartbeat, type Kind, putDraft } from './routes'
import { firstTool as toolOf } from './toolbox'
import type { Ready } from './useWork'
import type { Vocabulary } from './vocabulary'

const heartbeatMs = 60_000
/** Bodies above this are not carried by `keepalive` when the page goes (the browser's limit is 64 KiB). */
const keepaliveBytes = 60_000

/** What the next task begins with: the hand keeps its tool and class. */
export interface Habit {
  tool: ToolId | null
  brush: Brush | null
}

export interface Session {
  readonly engine: Engine
  readonly autosave: Autosave
  readonly time: ActiveTime
  readonly holding: Holding
  readonly pages: readonly PageRef[]
}

function firstBrush(vocabulary: Vocabulary, habit: Habit): Brush | null {
  const kept = habit.brush && vocabulary.find(habit.brush.task, habit.brush.class)
  const entry = kept ?? vocabulary.entries.find((one) => one.class.key !== null) ?? vocabulary.entries[0]
  return entry ? { task: entry.task.id, class: entry.class.id } : null
}

function firstTool(kind: Kind, vocabulary: Vocabulary, brush: Brush | null, habit: Habit): ToolId {
  if (kind === 'review' || !brush) return 'select'
  const entry = vocabulary.find(brush.task, brush.class)
  if (habit.tool) return habit.tool
  return entry ? toolOf(entry) : 'select'
}

/** Begins a session; null when the view shows no page. */
export function beginSession(ready: Ready, kind: Kind, habit: Habit): Session | null {
  const { projectId, work, view, vocabulary } = ready
  const pages = pagesOf(view)
  const page = pages[0]
  const tiles = page && tilePage(projectId, view, page)
  if (!page || !tiles) return null
  const label = asEngineLabel(work.draft?.label ?? work.label)
  const rules = rulesOf(ready.ontology.body)
  const engine = new Engine({ label, page, size: tiles.size, rules, newId: () => crypto.randomUUID() })
  const brush = firstBrush(vocabulary, habit)
  engine.setBrush(brush)
  engine.setTool(firstTool(kind, vocabulary, brush, habit))
  const time = new ActiveTime()
  const holding = { project: projectId, id: work.lease.id, seq: work.lease.seq }
  const autosave = new Autosave(work.draft?.version ?? '0', {
    put: async (version, drawn, leaving) => {
      const spent = time.pending
      const keepalive = leaving && JSON.stringify(drawn).length < keepaliveBytes
      const answer = await putDraft(holding, version, drawn, spent, keepalive)
      if (answer.ok) {
        time.reported(spent)
        noteSaved(Date.parse(answer.value.saved_at))
      }
      return answer
    },
    label: () => engine.toLabel(),
    later(run, milliseconds) {
      const timer = setTimeout(run, milliseconds)
      return () => clearTimeout(timer)
    },
  })
  return { engine, autosave, time, holding, pages }
}

interface Life {
  onLease(endsAt: string): void
  /** The session is over: nothing of the picture may stay on the screen. */
  onLocked(): void
}

/** Saves on change, on leaving and on closing; keeps the lease while somebody works. Ends with the returned function. */
export function liveSession(session: Session, viewId: string, life: Life): () => void {
  const { engine, autosave, time } = session
  const off = new AbortController()
  const { signal } = off
  let revision = engine.getSnapshot().revision
  hold(viewId)
  autosave.start()
  const leave = engine.subscribe(() => {
    const now = engine.getSnapshot().revision
    if (now !== revision) autosave.changed()
    revision = now
  })
  // Nobody draws what can no longer be saved: another tab has the task now.
  const adopted = autosave.subscribe(() => {
    if (autosave.getSnapshot().name === 'adopted') engine.setReadOnly(true)
  })
  const act = () => time.act(performance.now())
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const)
    window.addEventListener(kind, act, { signal, passive: true })
  const hidden = () => {
    if (!document.hidden) return void askLease(session, life)
    time.hide()
    autosave.leave()
  }
  document.addEventListener('visibilitychange', hidden, { signal })
  window.addEventListener('pagehide', () => autosave.leave(), { signal })
  window.addEventListener('beforeunload', (event) => warnIfTooLarge(event, session), { signal })
  const beat = setInterval(() => void keepLease(session, life), heartbeatMs)
  const unlock = whenSignedOut(life.onLocked)
  return () => {
    off.abort()
    clearInterval(beat)
    leave()
    adopted()
    unlock()
    autosave.leave()
    autosave.stop()
    noteSaved(null)
    letGo(session.holding.project, viewId)
  }
}

const inUse = new Map<string, number>()

function hold(viewId: string): void {
  inUse.set(viewId, (inUse.get(viewId) ?? 0) + 1)
}

/** Closes a view a moment later, unless something holds it again (a component that was only mounted anew). */
function letGo(project: string, viewId: string): void {
  inUse.set(viewId, (inUse.get(viewId) ?? 1) - 1)
  setTimeout(() => {
    if (inUse.get(viewId) !== 0) return
    inUse.delete(viewId)
    void closeView(project, viewId, true)
  })
}

/** A large draft that is not saved yet cannot be sent from a closing page, so the browser asks before it closes. */
function warnIfTooLarge(event: BeforeUnloadEvent, { autosave, engine }: Session): void {
  if (autosave.unsaved && JSON.stringify(engine.toLabel()).length >= keepaliveBytes) event.preventDefault()
}

async function keepLease(session: Session, life: Life): Promise<void> {
  if (session.time.takeActed()) await askLease(session, life)
}

async function askLease({ time, holding, autosave }: Session, life: Life): Promise<void> {
  const spent = time.pending
  const answer = await heartbeat(holding, spent)
  if (!answer.ok) return autosave.heard(answer.problem)
  time.reported(spent)
  life.onLease(answer.value.ends_at)
}
