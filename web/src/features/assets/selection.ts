/** What is chosen of a list: rows by id, or everything that the filters match, loaded or not. */
export interface Selection {
  readonly ids: ReadonlySet<string>
  readonly all: boolean
  /** Where a range begins. */
  readonly anchor: number
}

type Rows = readonly { readonly id: string }[]

export const NOTHING: Selection = { ids: new Set(), all: false, anchor: 0 }

export function isChosen(selection: Selection, id: string): boolean {
  return selection.all || selection.ids.has(id)
}

export function isEmpty(selection: Selection): boolean {
  return !selection.all && selection.ids.size === 0
}

/** One row more or less. Taking one out of everything leaves the other rows that are loaded. */
export function toggled(selection: Selection, rows: Rows, at: number): Selection {
  const row = rows[at]
  if (!row) return selection
  const ids = new Set(selection.all ? rows.map(({ id }) => id) : selection.ids)
  if (ids.has(row.id)) ids.delete(row.id)
  else ids.add(row.id)
  return { ids, all: false, anchor: at }
}

/** Everything from the anchor to a row, added to what is chosen already. */
export function ranged(selection: Selection, rows: Rows, to: number): Selection {
  const [first, last] = [Math.min(selection.anchor, to), Math.max(selection.anchor, to)]
  const ids = new Set(selection.ids)
  for (const { id } of rows.slice(first, last + 1)) ids.add(id)
  return { ...selection, ids }
}

export function loaded(rows: Rows): Selection {
  return { ids: new Set(rows.map(({ id }) => id)), all: false, anchor: 0 }
}

/** Everything that the filters match. */
export const EVERYTHING: Selection = { ids: new Set(), all: true, anchor: 0 }
