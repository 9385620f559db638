import type { Deed } from '../../ui/deeds'

/** The steps of a first task, in the order in which they are shown; each ends when its deed is done. */
export const steps = ['open', 'guideline', 'class', 'draw', 'answer', 'submit'] as const
export type Step = (typeof steps)[number]

const ENDS: Readonly<Record<Deed, Step>> = {
  opened: 'open',
  guideline: 'guideline',
  class: 'class',
  drawn: 'draw',
  answered: 'answer',
  submitted: 'submit',
}

/** How far a person is. `unseen`: never asked; `left`: put aside, to be taken up again; `over`: all done. */
export interface Guide {
  readonly state: 'unseen' | 'running' | 'left' | 'over'
  readonly done: readonly Step[]
}

export const unseen: Guide = { state: 'unseen', done: [] }

/** The step that is shown: the first that is not done. */
export function stepOf(guide: Guide): Step | null {
  return guide.state === 'running' ? (steps.find((one) => !guide.done.includes(one)) ?? null) : null
}

/** Goes past a step. Steps may be done in any order; the last of them ends the guide. */
export function passed(guide: Guide, step: Step): Guide {
  if (guide.state !== 'running' || guide.done.includes(step)) return guide
  const done = steps.filter((one) => one === step || guide.done.includes(one))
  return { state: done.length === steps.length ? 'over' : 'running', done }
}

/** What follows from something that was done; the same guide when nothing does. */
export function afterDeed(guide: Guide, deed: Deed): Guide {
  // A task can be submitted without its drawing being one's first; only one that was drawn is a first task.
  if (deed === 'submitted' && !guide.done.includes('draw')) return guide
  return passed(guide, ENDS[deed])
}

/** Begins, or goes on where it was put aside; one that is over begins anew. */
export function begun(guide: Guide): Guide {
  return { state: 'running', done: guide.state === 'left' ? guide.done : [] }
}

/** Reads what the server holds; whatever makes no sense is a guide that was never begun. */
export function readGuide(value: Readonly<Record<string, unknown>> | undefined): Guide {
  const { state, done } = value ?? {}
  if (state !== 'running' && state !== 'left' && state !== 'over') return unseen
  return { state, done: Array.isArray(done) ? steps.filter((one) => done.includes(one)) : [] }
}
