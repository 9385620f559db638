/** Remembers where the last changes were, so that only that part of the picture is drawn anew. */
import type { ChangeSet, ObjectChange } from './changes'
import { boundsOf } from './geometry'
import { columnsOf } from './kinds/mask'
import { onPage, type PageRef } from './label'
import { changedBetween } from './mask/columns'
import type { Bounds } from './points'

/** More objects than this in one change, or more changes than this between two drawings, are drawn as a whole. */
const most = 64

interface Entry {
  readonly revision: number
  /** Null: anything may have changed. */
  readonly areas: readonly Bounds<'image'>[] | null
}

/** Where an object was and is; of a mask that was painted on only what the stroke changed. */
function areasOf({ before, after }: ObjectChange, page: PageRef): Bounds<'image'>[] {
  const there = [before, after].filter((one) => one !== null && onPage(one, page))
  if (before?.geometry.kind === 'mask' && after?.geometry.kind === 'mask' && there.length === 2) {
    const changed = changedBetween(columnsOf(before.geometry), columnsOf(after.geometry))
    return changed ? [changed] : [boundsOf(after.geometry)]
  }
  return there.flatMap((one) => (one ? [boundsOf(one.geometry)] : []))
}

export class Journal {
  private entries: Entry[] = []

  /** Notes the change that led to a revision. */
  note(revision: number, changes: ChangeSet, page: PageRef): void {
    const objects = changes.flatMap((change) => (change.kind === 'object' ? [change] : []))
    const areas = objects.length > most ? null : objects.flatMap((change) => areasOf(change, page))
    this.entries = [...this.entries.slice(1 - most), { revision, areas }]
  }

  /** Where objects changed after a revision; null when that is not known or is everywhere. */
  since(revision: number, now: number): readonly Bounds<'image'>[] | null {
    const after = this.entries.filter((entry) => entry.revision > revision)
    if (after.length !== now - revision) return null
    const areas: Bounds<'image'>[] = []
    for (const entry of after) {
      if (!entry.areas) return null
      areas.push(...entry.areas)
    }
    return areas.length <= most ? areas : null
  }
}
