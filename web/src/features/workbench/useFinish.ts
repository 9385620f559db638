import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import type { Problem, Result } from '../../api/client'
import { difference } from '../../canvas/changes'
import type { Label } from '../../canvas/label'
import type { SurfaceHandle } from '../../surfaces/raster'
import { type Translate, useT } from '../../ui/messages'
import { selectedOne } from './acts'
import type { SaveState } from './autosave'
import type { Begun, Desk } from './desk'
import { asEngineLabel, decide, type Kind, submit as submitLabel, type Verdict } from './routes'
import type { Session } from './session'
import type { Remarks } from './useRemarks'
import type { Verdicts } from './useVerdicts'
import type { Ready } from './useWork'
import { type Obstacle, obstacles } from './vocabulary'

/** A sentence for the person; grave when something was not done. */
export interface Said {
  readonly grave: boolean
  readonly text: string
  /** What can be done about it at once. */
  readonly offer?: 'simplify'
}

/** The ways a task ends, and what the ways out need to know. */
export type Finish = ReturnType<typeof useFinish>

interface Around {
  readonly session: Session
  readonly kind: Kind
  readonly ready: Ready
  readonly remarks: Remarks
  readonly verdicts: Verdicts
  readonly surface: RefObject<SurfaceHandle | null>
  readonly desk: Desk
  /** Why an earlier submit of this task did not count. */
  readonly failure: Problem | null
  readonly onSay: (said: Said | null) => void
  /** Something that has to be answered is not. */
  readonly onMissing: () => void
}

function obstacleWords(all: readonly Obstacle[], t: Translate): string {
  const [first] = all
  if (!first) return ''
  const { where, fault } = first
  const more = t('workbench.obstacle.more', { n: all.length - 1 })
  return `${t(`workbench.obstacle.${fault.fault}`, { where, attr: fault.attr.label })} ${more}`.trim()
}

/** The object that the server names in a fault such as `/objects/3/geometry`. */
function objectNamed(problem: Problem, objects: readonly { id: string }[]): string | null {
  for (const { at } of problem.errors ?? []) {
    const found = /objects\/(\d+)/.exec(at)
    if (found) return objects[Number(found[1])]?.id ?? null
  }
  return null
}

/** Problems after which the task is not this person's any more. */
const lostTo = new Set(['lease.taken', 'lease.spent'])

/** Why a submit did not count, and that nothing is lost. */
export function failureWords(problem: Problem, t: Translate): string {
  const detail = problem.errors?.[0]?.message ?? problem.detail
  return t(problem.status === 0 ? 'workbench.failed.unreachable' : 'workbench.failed', { detail })
}

type Send = (activeMs: number, next: string | null) => Promise<Result<{ next?: Begun | null }>>

function differs(engine: Session['engine'], ready: Ready): boolean {
  const now = engine.toLabel()
  const { added, removed, changed } = difference(asEngineLabel(ready.work.label), now)
  const sameAnswers = JSON.stringify(now.classifications) === JSON.stringify(ready.work.label.classifications)
  return added.length + removed.length + changed.length > 0 || !sameAnswers
}

/** How a task ends: submitted, accepted, sent back, or left. */
export function useFinish({
  session,
  kind,
  ready,
  remarks,
  verdicts,
  surface,
  desk,
  failure,
  onSay,
  onMissing,
}: Around) {
  const t = useT()
  const navigate = useNavigate()
  const { engine, autosave, time, holding } = session
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState<string | null>(
    failure && lostTo.has(failure.code) ? failure.detail : null,
  )
  const running = useRef(false)

  const go = (id: string) => {
    engine.select([id])
    surface.current?.reveal(id)
  }
  const compared = useRef({ revision: -1, changed: false })
  const changed = () => {
    const { revision } = engine.getSnapshot()
    if (kind === 'label' || (revision === 0 && !ready.work.draft)) return false
    if (compared.current.revision !== revision)
      compared.current = { revision, changed: differs(engine, ready) }
    return compared.current.changed
  }
  const failed = (problem: Problem) => {
    autosave.start()
    if (lostTo.has(problem.code)) return setTaken(problem.detail)
    onSay({ grave: true, text: failureWords(problem, t) })
    const object = objectNamed(problem, engine.toLabel().objects)
    if (object) go(object)
  }
  const end = async (send: Send, label: Label | null) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    onSay(null)
    autosave.stop()
    const spent = time.pending
    const problem = await desk.finish((next) => send(spent, next), label)
    running.current = false
    setBusy(false)
    if (problem) failed(problem)
  }
  const clear = (): boolean => {
    const all = obstacles(engine.toLabel(), ready.vocabulary)
    if (all.length === 0) return true
    onMissing()
    onSay({ grave: true, text: obstacleWords(all, t) })
    if (all[0]?.object) go(all[0].object)
    else engine.select([])
    return false
  }
  const verdict = (one: Omit<Verdict, 'objects'>) => {
    const { objects } = one.label ?? ready.work.label
    const said = verdicts.said(one.verdict === 'return', new Set(objects.map(({ id }) => id)))
    void end((spent, next) => decide(holding, { ...one, objects: said }, spent, next), null)
  }
  const written = () => remarks.comments.map((one) => ({ ...one, text: one.text.trim() }))

  return {
    busy,
    /** The server's sentence when somebody else has the task now. */
    taken,
    changed,
    selectedId: () => selectedOne(engine)?.id ?? null,
    selectedName() {
      const object = selectedOne(engine)
      return object ? (ready.vocabulary.find(object.task, object.class)?.class.label ?? object.class) : null
    },
    submit() {
      if (engine.getSnapshot().readOnly || !clear()) return
      const label = engine.toLabel()
      if (kind === 'label') return void end((spent, next) => submitLabel(holding, label, spent, next), label)
      const comments = written()
      if (comments.some(({ text }) => text === '')) return
      verdict(changed() ? { verdict: 'fix', label, comments } : { verdict: 'accept', label: null, comments })
    },
    sendBack() {
      const comments = written()
      if (comments.length === 0 || comments.some(({ text }) => text === '')) return
      verdict({ verdict: 'return', label: null, comments })
    },
    /** Ends the conflict of two drafts with the label that was chosen. */
    settle(state: Extract<SaveState, { name: 'conflict' }>, label: Label, keep: 'theirs' | 'merged') {
      engine.replace(label)
      autosave.settle(state.theirs.version, keep === 'theirs' ? 'theirs' : 'mine')
    },
    leave: () => {
      autosave.finished()
      void navigate({ to: '/' })
    },
  }
}
