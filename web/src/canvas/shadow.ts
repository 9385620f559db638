/** What another page of the same label looks like: an engine of its own for a surface that nobody draws on now. */
import type { Change, ChangeSet } from './changes'
import { Engine } from './engine'
import { emptyLabel, type LabelObject, onPage, type PageRef } from './label'
import type { Size } from './points'
import type { Snapshot } from './snapshot'

const noIds = () => {
  throw new Error('Nothing is drawn on a page beside the one in hand.')
}

export function shadowOf(page: PageRef, size: Size): Engine {
  return new Engine({ label: emptyLabel, page, size, newId: noIds, readOnly: true })
}

/** What makes the shadow show what the label has on its page; nothing where it does already. */
export function shadowChanges(shadow: Snapshot, from: Snapshot): ChangeSet {
  const changes: Change[] = []
  const wanted = new Map<string, LabelObject>()
  for (const object of from.scene.all()) if (onPage(object, shadow.page)) wanted.set(object.id, object)
  for (const before of shadow.scene.all())
    if (!wanted.has(before.id)) changes.push({ kind: 'object', before, after: null })
  for (const after of wanted.values()) {
    const before = shadow.scene.get(after.id) ?? null
    if (before !== after) changes.push({ kind: 'object', before, after })
  }
  return changes
}

/** Brings a shadow up to date: its objects, and how objects are shown. */
export function followed(shadow: Engine, from: Snapshot): void {
  const now = shadow.getSnapshot()
  const changes = shadowChanges(now, from)
  if (changes.length > 0) shadow.carry(changes, [], { mode: 'silent' })
  const { hidden, allHidden, dimmed } = from
  if (now.hidden !== hidden || now.allHidden !== allHidden || now.dimmed !== dimmed)
    shadow.showObjects({ hidden, allHidden, dimmed })
}
