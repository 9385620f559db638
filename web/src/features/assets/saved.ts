import { type AssetSearch, readSearch } from './filters'

/** Filters that a person keeps by name, a project each. */
export interface SavedFilter {
  readonly name: string
  readonly search: AssetSearch
}

type Lists = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** What a person has saved for a project; what cannot be read any more is left out. */
export function savedIn(lists: Lists | undefined, project: string): SavedFilter[] {
  const all = lists?.['assets']
  const mine = isObject(all) ? all[project] : undefined
  if (!Array.isArray(mine)) return []
  return mine.flatMap((one: unknown) =>
    isObject(one) && typeof one['name'] === 'string' && isObject(one['search'])
      ? [{ name: one['name'], search: readSearch(one['search']) }]
      : [],
  )
}

/** The person's lists with a project's saved filters put in place of what was there. */
export function withSaved(
  lists: Lists | undefined,
  project: string,
  saved: readonly SavedFilter[],
): Record<string, unknown> {
  const all = lists?.['assets']
  return { ...lists, assets: { ...(isObject(all) ? all : {}), [project]: saved } }
}

/** Saved filters with one added; one of the same name gives way. */
export function added(saved: readonly SavedFilter[], one: SavedFilter): SavedFilter[] {
  return [...saved.filter(({ name }) => name !== one.name), one].toSorted((a, b) =>
    a.name.localeCompare(b.name),
  )
}
