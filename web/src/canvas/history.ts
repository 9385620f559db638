/** Undo and redo by change sets, without limit inside a task. Pure: every step returns a new history. */
import { type ChangeSet, inverse, merged } from './changes'

/**
 * How a change enters the history.
 * `step`: an entry of its own. `join`: joins the entry before it when that has the same name (twenty arrow presses are
 * one undo). `silent`: not undoable, for what the person did not do (a draft adopted from elsewhere).
 */
export type Capture =
  | { readonly mode: 'step' }
  | { readonly mode: 'join'; readonly name: string }
  | { readonly mode: 'silent' }

interface Entry {
  readonly name: string | null
  readonly changes: ChangeSet
}

export interface History {
  readonly past: readonly Entry[]
  readonly future: readonly Entry[]
}

export const noHistory: History = { past: [], future: [] }

/** The history after a change. A change that was recorded ends the future that undo had opened. */
export function recorded(history: History, changes: ChangeSet, capture: Capture): History {
  if (capture.mode === 'silent' || changes.length === 0) return history
  const last = history.past.at(-1)
  if (capture.mode === 'join' && last?.name === capture.name && history.future.length === 0) {
    return {
      past: history.past.with(-1, { name: last.name, changes: merged(last.changes, changes) }),
      future: [],
    }
  }
  return {
    past: [...history.past, { name: capture.mode === 'join' ? capture.name : null, changes }],
    future: [],
  }
}

/** The change set that undoes the last entry, and the history after it; null when there is nothing to undo. */
export function undone(history: History): [ChangeSet, History] | null {
  const last = history.past.at(-1)
  if (!last) return null
  return [inverse(last.changes), { past: history.past.slice(0, -1), future: [...history.future, last] }]
}

/** The change set that does the last undone entry again, and the history after it. */
export function redone(history: History): [ChangeSet, History] | null {
  const next = history.future.at(-1)
  if (!next) return null
  // The name goes, so that a later nudge does not join an entry that was undone and redone.
  return [
    next.changes,
    { past: [...history.past, { ...next, name: null }], future: history.future.slice(0, -1) },
  ]
}
