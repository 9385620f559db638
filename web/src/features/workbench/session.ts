/** One task at work: its engine, its saving and its time, alive from the first paint to the submit. */
import { whenReach, whenSignedOut } from '../../api/client'
import { noteSaved } from '../../api/reach'
import { Engine } from '../../canvas/engine'
import type { Label, PageRef } from '../../canvas/label'
import type { Brush, ToolId } from '../../canvas/snapshot'
import { pagesOf, rulesOf, tilePage } from '../../surfaces/raster'
import { ActiveTime } from './activity'
import { Autosave } from './autosave'
import type { Begun } from './desk'
import { asEngineLabel, type Holding, heartbeat, type Kind, keepaliveBytes, putDraft } from './routes'
import { changedLabel, changesBetween, openLine } from './tabs'
import { firstTool as toolOf } from './toolbox'
import type { Ready } from './useWork'
import type { Vocabulary } from './vocabulary'

const heartbeatMs = 60_000
/** From a change to the other tabs that show this task, in milliseconds. */
const tellAfter = 200
/** What the next task begins with: the hand keeps its tool and class. */
export interface Habit {
  tool: ToolId | null
  brush: Brush | null
}

export interface Session {
  readonly engine: Engine
  readonly autosave: Autosave
  readonly time: ActiveTime
  /** The lease as it is now. */
  readonly holding: Holding
  readonly pages: readonly PageRef[]
  readonly lease: LeaseStore
  /** Whether the task is in hand; before that nothing is saved, because it is only reserved. */
  readonly begun: boolean
  begin(lease: Begun): void
  /** The task is put aside, or waits again: what is drawn stays here. */
  pause(): void
  /** Takes the tool and the class from the task before. */
  inherit(before: Session): void
}

/** Until when the task is this person's. */
export class LeaseStore {
  private readonly listeners = new Set<() => void>()
  constructor(private endsAt: string) {}
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
  readonly getSnapshot = (): string => this.endsAt
  set(endsAt: string): void {
    this.endsAt = endsAt
    for (const listener of this.listeners) listener()
  }
}

function firstBrush(vocabulary: Vocabulary, habit: Habit): Brush | null {
  const before = habit.brush && vocabulary.find(habit.brush.task, habit.brush.class)
  const kept = before?.class.retired ? undefined : before
  const entry = kept ?? vocabulary.entries.find((one) => one.class.key !== null) ?? vocabulary.entries[0]
  return entry ? { task: entry.task.id, class: entry.class.id } : null
}

function firstTool(kind: Kind, vocabulary: Vocabulary, brush: Brush | null, habit: Habit): ToolId {
  if (kind === 'review' || !brush) return 'select'
  const entry = vocabulary.find(brush.task, brush.class)
  if (habit.tool) return habit.tool
  return entry ? toolOf(entry) : 'select'
}

/** What the hand holds now, for the task that follows. */
export function habitOf({ engine }: Session): Habit {
  const { tool, brush } = engine.getSnapshot()
  return { tool: tool === 'place' || tool === 'split' ? 'select' : tool, brush }
}

/** Opens a task's session. A reserved one draws, but saves nothing until it begins. */
export function openSession(ready: Ready, kind: Kind, habit: Habit, reserved: boolean): Session {
  const { projectId, work, view, vocabulary } = ready
  const pages = pagesOf(view)
  const page = pages[0]
  const tiles = page && tilePage(projectId, view, page)
  if (!page || !tiles) throw new Error('A view without pages is never ready.')
  const label = asEngineLabel(work.draft?.label ?? work.label)
  const rules = rulesOf(ready.ontology.body)
  const engine = new Engine({ label, page, size: tiles.size, rules, newId: () => crypto.randomUUID() })
  const brush = firstBrush(vocabulary, habit)
  engine.setBrush(brush)
  engine.setTool(firstTool(kind, vocabulary, brush, habit))
  const time = new ActiveTime()
  const holding = { project: projectId, id: work.lease.id, seq: work.lease.seq }
  const lease = new LeaseStore(work.lease.ends_at)
  let begun = !reserved
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
  if (reserved) autosave.stop()
  return {
    engine,
    autosave,
    time,
    holding,
    pages,
    lease,
    get begun() {
      return begun
    },
    begin(given) {
      Object.assign(holding, { id: given.id, seq: given.seq })
      begun = true
      lease.set(given.ends_at)
      autosave.start()
    },
    pause() {
      begun = false
      autosave.stop()
    },
    inherit(before) {
      if (kind === 'review') return
      const kept = habitOf(before)
      engine.setBrush(firstBrush(vocabulary, kept))
      if (kept.tool) engine.setTool(kept.tool)
    },
  }
}

interface Life {
  /** The session is over: nothing of the picture may stay on the screen. */
  onLocked(): void
}

/** Saves on change, on leaving and on closing; keeps the lease while somebody works. Ends with the returned function. */
export function liveSession(session: Session, life: Life): () => void {
  const { engine, autosave, time } = session
  const off = new AbortController()
  const { signal } = off
  let revision = engine.getSnapshot().revision
  if (session.begun) autosave.start()
  /** The number of the tab that has the task now, when it is another one. */
  let follows = 0
  /** What the tabs that follow this one know; nothing is told while none does. */
  let known: Label | null = null
  let informed = false
  const line = openLine(session.holding.id, (told) => {
    const { seq } = session.holding
    if (told.following) {
      if (told.seq !== seq || follows) return
      known = engine.toLabel()
      line.tell({ seq, label: known })
      return
    }
    if (told.seq < seq && told.unsaved && told.label && revision === 0) engine.replace(told.label)
    if (told.seq <= seq) return
    // What this tab drew last and could not save goes to the one that has the task now.
    if (!follows && autosave.unsaved) line.tell({ seq, label: engine.toLabel(), unsaved: true })
    autosave.adopted(told.over === true)
    if (told.seq > follows && !told.over) {
      informed = false
      line.tell({ seq: told.seq, following: true })
    }
    follows = Math.max(follows, told.seq)
    if (told.label) informed = true
    // Changes mean nothing before the whole is here.
    const changed = told.changes && informed ? changedLabel(engine.toLabel(), told.changes) : null
    const label = told.label ?? changed
    if (!label) return
    engine.setReadOnly(false)
    engine.replace(label)
    engine.setReadOnly(true)
  })
  line.tell({ seq: session.holding.seq })
  let telling: ReturnType<typeof setTimeout> | null = null
  const leave = engine.subscribe(() => {
    const now = engine.getSnapshot().revision
    if (now === revision) return
    revision = now
    if (follows) return
    autosave.changed()
    if (!known) return
    telling ??= setTimeout(() => {
      telling = null
      const label = engine.toLabel()
      line.tell({ seq: session.holding.seq, changes: changesBetween(known ?? label, label) })
      known = label
    }, tellAfter)
  })
  const heard = whenReach((reached) => reached && autosave.reached())
  // Nobody draws what can no longer be saved: another tab has the task now.
  const adopted = autosave.subscribe(() => {
    if (autosave.getSnapshot().name === 'adopted') engine.setReadOnly(true)
  })
  const act = () => time.act(performance.now())
  for (const kind of ['pointermove', 'pointerdown', 'keydown', 'wheel'] as const)
    window.addEventListener(kind, act, { signal, passive: true })
  const hidden = () => {
    if (!document.hidden) return void askLease(session)
    time.hide()
    autosave.leave()
  }
  document.addEventListener('visibilitychange', hidden, { signal })
  window.addEventListener('pagehide', () => autosave.leave(), { signal })
  window.addEventListener('beforeunload', (event) => warnIfTooLarge(event, session), { signal })
  const beat = setInterval(() => void keepLease(session), heartbeatMs)
  const unlock = whenSignedOut(life.onLocked)
  return () => {
    off.abort()
    clearInterval(beat)
    if (telling) clearTimeout(telling)
    if (!follows && autosave.done) line.tell({ seq: session.holding.seq + 1, over: true })
    line.close()
    heard()
    leave()
    adopted()
    unlock()
    autosave.leave()
    autosave.stop()
    noteSaved(null)
  }
}

/** A large draft that is not saved yet cannot be sent from a closing page, so the browser asks before it closes. */
function warnIfTooLarge(event: BeforeUnloadEvent, { autosave, engine }: Session): void {
  if (autosave.unsaved && JSON.stringify(engine.toLabel()).length >= keepaliveBytes) event.preventDefault()
}

async function keepLease(session: Session): Promise<void> {
  if (session.time.takeActed()) await askLease(session)
}

/** Tells of work, which moves the lease's end. */
export async function askLease(
  { time, holding, autosave, lease, begun }: Session,
  atLeast = 0,
): Promise<void> {
  if (!begun) return
  const spent = Math.max(atLeast, time.pending)
  const answer = await heartbeat(holding, spent)
  if (!answer.ok) return autosave.heard(answer.problem)
  time.reported(spent)
  lease.set(answer.value.ends_at)
}
