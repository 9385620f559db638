import type { MessageKey } from '../../ui/messages'

/** A default key with one thing that it does. */
export interface KnownKey {
  readonly keys: string
  readonly label: MessageKey
  readonly group: MessageKey
}

/** One key with all that it does, as it stands in the list. */
export interface KeyRow {
  readonly keys: string
  readonly labels: readonly MessageKey[]
}

/** Rows by group, each key once, in the group where it comes first. */
export function rowsOf(known: readonly KnownKey[]): [MessageKey, KeyRow[]][] {
  const groups = new Map<MessageKey, KeyRow[]>()
  for (const keys of new Set(known.map((one) => one.keys))) {
    const all = known.filter((one) => one.keys === keys)
    const [first] = all
    if (!first) continue
    const rows = groups.get(first.group) ?? []
    groups.set(first.group, [...rows, { keys, labels: [...new Set(all.map((one) => one.label))] }])
  }
  return [...groups]
}
