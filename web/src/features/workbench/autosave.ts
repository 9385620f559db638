/** Keeps the draft on the server: one save at a time, within a second of a change, and never a silent loss. */
import type { Problem, Result } from '../../api/client'
import type { Label } from '../../canvas/label'
import type { Saved } from './routes'

export type SaveState =
  | { readonly name: 'unchanged' }
  | { readonly name: 'waiting' }
  | { readonly name: 'saving' }
  | { readonly name: 'saved'; readonly at: string }
  /** `since`: when the first of the failures was; `savedAt`: up to when the server has everything. */
  | {
      readonly name: 'retrying'
      readonly problem: Problem
      readonly since: number
      readonly savedAt: string | null
    }
  /** Another version was saved from elsewhere; the person chooses. */
  | { readonly name: 'conflict'; readonly theirs: { readonly version: string; readonly label: Label } }
  /** Another tab has the task; `over` when it is done there. */
  | { readonly name: 'adopted'; readonly over: boolean }
  | { readonly name: 'ended'; readonly problem: Problem }
  | { readonly name: 'refused'; readonly problem: Problem }

export interface AutosavePorts {
  /** Saves the label over the version that it is based on. */
  put(version: string, label: Label, keepalive: boolean): Promise<Result<Saved>>
  label(): Label
  /** Calls `run` after some milliseconds; the returned function calls it off. */
  later(run: () => void, milliseconds: number): () => void
}

/** From a change to its save, in milliseconds. */
export const saveAfter = 600
const retryAfter = [1000, 2000, 4000, 8000, 15_000]

type Wire = { version?: unknown; label?: unknown }

function theirsOf(problem: Problem): { version: string; label: Label } | null {
  const theirs = problem.facts['theirs'] as Wire | undefined
  if (typeof theirs?.version !== 'string' || typeof theirs.label !== 'object' || !theirs.label) return null
  return { version: theirs.version, label: theirs.label as Label }
}

/** Problems that saving again cannot heal. */
function lasting(problem: Problem): SaveState | null {
  if (problem.code === 'lease.adopted') return { name: 'adopted', over: false }
  if (problem.code === 'lease.ended' || problem.code === 'lease.taken' || problem.status === 410)
    return { name: 'ended', problem }
  const theirs = problem.code === 'draft.conflict' ? theirsOf(problem) : null
  if (theirs) return { name: 'conflict', theirs }
  return problem.status >= 400 && problem.status < 500 && problem.status !== 429
    ? { name: 'refused', problem }
    : null
}

/** The saving of one task's draft. */
export class Autosave {
  private state: SaveState = { name: 'unchanged' }
  private readonly listeners = new Set<() => void>()
  private dirty = false
  private flying: Promise<void> | null = null
  private callOff: (() => void) | null = null
  private tries = 0
  private failingSince: number | null = null
  private savedAt: string | null = null
  private stopped = false
  private isDone = false

  constructor(
    private version: string,
    private readonly ports: AutosavePorts,
  ) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): SaveState => this.state

  /** Whether something drawn is not on the server yet. */
  get unsaved(): boolean {
    return this.dirty || this.flying !== null
  }

  /** Whether the task was finished here. */
  get done(): boolean {
    return this.isDone
  }

  /** The label changed. */
  changed(): void {
    this.dirty = true
    if (this.halted()) return
    if (this.state.name !== 'retrying') this.become({ name: 'waiting' })
    if (!this.callOff && !this.flying) this.schedule(saveAfter)
  }

  /** Saves what is unsaved now; resolves when the server has answered. */
  async flush(): Promise<void> {
    this.cancelTimer()
    if (this.flying) await this.flying
    if (this.dirty && !this.halted()) await this.save()
  }

  /** The page may be about to go: sends what is unsaved without waiting for anything. */
  leave(): void {
    if (!this.dirty || this.halted()) return
    this.cancelTimer()
    void this.save(true)
  }

  /** Ends the conflict: `theirs` continues from the other version, `mine` saves over it. */
  settle(version: string, keep: 'mine' | 'theirs'): void {
    this.version = version
    this.dirty = keep === 'mine'
    this.become({ name: 'waiting' })
    if (this.dirty) this.schedule(0)
    else this.become({ name: 'unchanged' })
  }

  /** Saves again after `stop`, first of all what was left unsaved. */
  start(): void {
    this.stopped = false
    if (this.dirty && !this.halted()) this.schedule(saveAfter)
  }

  /** Another call found out what became of the lease. */
  heard(problem: Problem): void {
    const end = lasting(problem)
    if (this.halted() || (end?.name !== 'adopted' && end?.name !== 'ended')) return
    this.cancelTimer()
    this.become(end)
  }

  /** Another tab says that it has the task, or that it is done with it. */
  adopted(over: boolean): void {
    this.cancelTimer()
    this.become({ name: 'adopted', over })
  }

  /** The server answers again: what waits need not wait longer. */
  reached(): void {
    if (this.state.name === 'retrying' && !this.flying && !this.stopped) void this.flush()
  }

  /** What is here stands against a version that was saved elsewhere; nothing is saved until the person chooses. */
  contested(theirs: { readonly version: string; readonly label: Label }): void {
    this.cancelTimer()
    this.dirty = true
    this.become({ name: 'conflict', theirs })
  }

  /** The task is out of our hands: what was unsaved went with it. */
  finished(): void {
    this.stop()
    this.isDone = true
    this.dirty = false
  }

  /** Saves no more; what is in flight still arrives. */
  stop(): void {
    this.stopped = true
    this.cancelTimer()
  }

  private halted(): boolean {
    return this.stopped || ['conflict', 'adopted', 'ended'].includes(this.state.name)
  }

  private schedule(after: number): void {
    this.cancelTimer()
    this.callOff = this.ports.later(() => {
      this.callOff = null
      if (!this.flying) void this.save()
    }, after)
  }

  private cancelTimer(): void {
    this.callOff?.()
    this.callOff = null
  }

  private save(keepalive = false): Promise<void> {
    this.dirty = false
    this.become({ name: 'saving' })
    this.flying = this.ports.put(this.version, this.ports.label(), keepalive).then((answer) => {
      this.flying = null
      if (answer.ok) this.arrived(answer.value)
      else this.failed(answer.problem)
    })
    return this.flying
  }

  private arrived(saved: Saved): void {
    this.version = saved.version
    this.tries = 0
    this.failingSince = null
    this.savedAt = saved.saved_at
    this.become(this.dirty ? { name: 'waiting' } : { name: 'saved', at: saved.saved_at })
    if (this.dirty && !this.stopped) this.schedule(saveAfter)
  }

  private failed(problem: Problem): void {
    this.dirty = true
    const end = lasting(problem)
    this.failingSince ??= Date.now()
    this.become(end ?? { name: 'retrying', problem, since: this.failingSince, savedAt: this.savedAt })
    if (end || this.stopped) return
    this.schedule(retryAfter[Math.min(this.tries++, retryAfter.length - 1)] ?? saveAfter)
  }

  private become(state: SaveState): void {
    this.state = state
    for (const listener of this.listeners) listener()
  }
}
