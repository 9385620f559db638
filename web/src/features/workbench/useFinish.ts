import { useNavigate } from '@tanstack/react-router'
import { type RefObject, useRef, useState } from 'react'
import type { Problem, Result } from '../../api/client'
import { difference } from '../../canvas/changes'
import type { SurfaceHandle } from '../../surfaces/raster'
import { type Translate, useT } from '../../ui/messages'
import { selectedOne } from './acts'
import type { SaveState } from './autosave'
import { asEngineLabel, decide, type Kind, submit as submitLabel, type Verdict } from './routes'
import type { Session } from './session'
import type { Remarks } from './useRemarks'
import type { Ready } from './useWork'
import { type Obstacle, obstacles } from './vocabulary'

/** A sentence for the person; grave when something was not done. */
export interface Said {
  readonly grave: boolean
  readonly text: string
}

/** The ways a task ends, and what the ways out need to know. */
export type Finish = ReturnType<typeof useFinish>

interface Around {
  readonly session: Session
  readonly kind: Kind
  readonly ready: Ready
  readonly remarks: Remarks
  readonly surface: RefObject<SurfaceHandle | null>
  readonly onFinished: (counts: boolean) => void
  readonly onSay: (said: Said | null) => void
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

function differs(engine: Session['engine'], ready: Ready): boolean {
  const now = engine.toLabel()
  const { added, removed, changed } = difference(asEngineLabel(ready.work.label), now)
  const sameAnswers = JSON.stringify(now.classifications) === JSON.stringify(ready.work.label.classifications)
  return added.length + removed.length + changed.length > 0 || !sameAnswers
}

/** How a task ends: submitted, accepted, sent back, or left. */
export function useFinish({ session, kind, ready, remarks, surface, onFinished, onSay }: Around) {
  const t = useT()
  const navigate = useNavigate()
  const { engine, autosave, time, holding } = session
  const [busy, setBusy] = useState(false)
  const [taken, setTaken] = useState<string | null>(null)
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
    if (problem.code === 'lease.taken') return setTaken(problem.detail)
    const detail = problem.errors?.[0] ? `${problem.errors[0].message}` : problem.detail
    onSay({ grave: true, text: t('workbench.failed', { detail }) })
    const object = objectNamed(problem, engine.toLabel().objects)
    if (object) go(object)
  }
  const end = async (send: (activeMs: number) => Promise<Result<unknown>>) => {
    if (running.current) return
    running.current = true
    setBusy(true)
    onSay(null)
    autosave.stop()
    const spent = time.pending
    const answer = await send(spent)
    running.current = false
    setBusy(false)
    if (!answer.ok) return failed(answer.problem)
    time.reported(spent)
    autosave.finished()
    onFinished(true)
  }
  const clear = (): boolean => {
    const all = obstacles(engine.toLabel(), ready.vocabulary)
    if (all.length === 0) return true
    onSay({ grave: true, text: obstacleWords(all, t) })
    if (all[0]?.object) go(all[0].object)
    else engine.select([])
    return false
  }
  const verdict = (one: Verdict) => void end((activeMs) => decide(holding, one, activeMs))

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
      if (kind === 'label') return void end((activeMs) => submitLabel(holding, label, activeMs))
      verdict(
        changed()
          ? { verdict: 'fix', label, comments: [] }
          : { verdict: 'accept', label: null, comments: [] },
      )
    },
    sendBack() {
      const comments = remarks.comments.map((one) => ({ ...one, text: one.text.trim() }))
      if (comments.length === 0 || comments.some(({ text }) => text === '')) return
      verdict({ verdict: 'return', label: null, comments })
    },
    takeTheirs(state: Extract<SaveState, { name: 'conflict' }>) {
      autosave.settle(state.theirs.version, 'theirs')
      engine.replace(state.theirs.label)
    },
    leave: () => {
      autosave.finished()
      void navigate({ to: '/' })
    },
  }
}
