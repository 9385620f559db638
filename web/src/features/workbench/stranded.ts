import { alike } from '../../canvas/changes'
import { completed, type Label } from '../../canvas/label'
import type { Session } from './session'
import type { Ready } from './useWork'

/** What was drawn on a task that another session took meanwhile, and could not be saved. */
export interface Stranded {
  readonly task: string
  readonly label: Label
}

/** What this session holds that no other has; null where all of it is saved, or the task is still its own. */
export function strandedOf({ engine, autosave }: Session, task: string): Stranded | null {
  const { name } = autosave.getSnapshot()
  return name === 'adopted' && autosave.unsaved ? { task, label: engine.toLabel() } : null
}

/** Puts what was stranded beside what was saved elsewhere, for the person to choose. */
export function contest({ engine, autosave }: Session, { work }: Ready, stranded: Stranded): void {
  const theirs = completed(work.draft?.label ?? work.label)
  if (alike(theirs, stranded.label)) return
  engine.replace(stranded.label)
  autosave.contested({ version: work.draft?.version ?? '0', label: theirs })
}
