/**
 * Tabs of one person on the same task: the newer one tells, the older ones follow. What is told goes from page to page
 * through the browser's memory; nothing of it is stored.
 */
import type { Classification, Label, LabelObject, Relation } from '../../canvas/label'

interface Changed<Item> {
  /** New ones, and those that are not what they were. */
  readonly put: readonly Item[]
  readonly gone: readonly string[]
}

/** What became of a label since it was told last. */
export interface LabelChanges {
  readonly objects: Changed<LabelObject>
  readonly classifications: Changed<Classification>
  readonly relations: Changed<Relation>
}

type Named = { readonly id: string }

function between<Item extends Named>(before: readonly Item[], now: readonly Item[]): Changed<Item> {
  const old = new Map(before.map((item) => [item.id, item]))
  const ids = new Set(now.map(({ id }) => id))
  return {
    put: now.filter((item) => old.get(item.id) !== item),
    gone: [...old.keys()].filter((id) => !ids.has(id)),
  }
}

function applied<Item extends Named>(items: readonly Item[], { put, gone }: Changed<Item>): Item[] {
  const left = new Map(items.map((item) => [item.id, item]))
  for (const item of put) left.set(item.id, item)
  for (const id of gone) left.delete(id)
  return [...left.values()]
}

/** What differs between two states of one engine's label: what did not change is the very same object in both. */
export function changesBetween(before: Label, now: Label): LabelChanges {
  return {
    objects: between(before.objects, now.objects),
    classifications: between(before.classifications, now.classifications),
    relations: between(before.relations, now.relations),
  }
}

/** The label after those changes. */
export function changedLabel(label: Label, changes: LabelChanges): Label {
  return {
    ...label,
    objects: applied(label.objects, changes.objects),
    classifications: applied(label.classifications, changes.classifications),
    relations: applied(label.relations, changes.relations),
  }
}

export interface Told {
  readonly seq: number
  /** An older tab shows what the tab with this number has: from now on it wants to hear of changes. */
  readonly following?: boolean
  /** The whole label: once to those who follow, and what a tab could not save. */
  readonly label?: Label
  readonly changes?: LabelChanges
  /** The older tab's last changes, which it could no longer save. */
  readonly unsaved?: boolean
  /** The task is submitted or given away. */
  readonly over?: boolean
}

export interface TabLine {
  tell(told: Told): void
  close(): void
}

/** Opens the line of a lease. */
export function openLine(leaseId: string, hear: (told: Told) => void): TabLine {
  const channel = new BroadcastChannel(`labelkeep lease ${leaseId}`)
  channel.onmessage = (event: MessageEvent<Told>) => hear(event.data)
  return { tell: (told) => channel.postMessage(told), close: () => channel.close() }
}
