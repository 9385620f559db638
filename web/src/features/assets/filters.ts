import type { AssetFilters } from '../../api/queries'

export type Look = 'grid' | 'table'
/** What stands in the address: the filters as people think of them (days, not instants), and how the list looks. */
export interface AssetSearch extends Omit<AssetFilters, 'since' | 'before' | 'issues'> {
  /** First day of the change, `2026-11-01`. */
  since?: string
  /** Last day of the change. */
  until?: string
  issues?: 'waiting'
  look?: Look
}

export const STATES = ['active', 'completed', 'broken', 'excluded'] as const
export const STEPS = ['label', 'review'] as const
export const STATUSES = ['todo', 'doing', 'redo', 'blocked', 'skipped', 'done'] as const
export const SPLITS = ['train', 'val', 'test'] as const
const LOOKS = ['grid', 'table'] as const
const LONGEST = 200

function among<Word extends string>(words: readonly Word[], value: unknown): Word | undefined {
  return words.find((word) => word === value)
}

function text(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const trimmed = String(value).trim().slice(0, LONGEST)
  return trimmed || undefined
}

/** A day as an address says it; anything else, such as a 31st of February, is none. */
function day(value: unknown): string | undefined {
  const said = text(value)
  if (!said || !/^\d{4}-\d\d-\d\d$/.test(said)) return undefined
  const [year, month, date] = said.split('-').map(Number) as [number, number, number]
  return new Date(year, month - 1, date).getDate() === date ? said : undefined
}

/** Where a day begins for the person who looks, some days later. */
function begins(said: string, later: number): string {
  const [year, month, date] = said.split('-').map(Number) as [number, number, number]
  return new Date(year, month - 1, date + later).toISOString()
}

/** The filters that an address asks for; what it asks wrongly is left out, so any address shows a list. */
export function readSearch(search: Record<string, unknown>): AssetSearch {
  const found = {
    state: among(STATES, search['state']),
    step: among(STEPS, search['step']),
    status: among(STATUSES, search['status']),
    split: among(SPLITS, search['split']),
    class: text(search['class']),
    name: text(search['name']),
    person: text(search['person']),
    since: day(search['since']),
    until: day(search['until']),
    issues: among(['waiting'] as const, search['issues']),
    look: among(LOOKS, search['look']),
  }
  return Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined))
}

/** The search with one filter set, or taken out by an empty value. */
export function withFilter(search: AssetSearch, name: keyof AssetSearch, value: string): AssetSearch {
  return readSearch({ ...search, [name]: value })
}

/** The filters alone: what the server is asked. */
export function filtersOf(search: AssetSearch): AssetFilters {
  const { look: _, since, until, issues, ...filters } = search
  return {
    ...filters,
    ...(since ? { since: begins(since, 0) } : {}),
    ...(until ? { before: begins(until, 1) } : {}),
    ...(issues ? { issues: 'true' } : {}),
  }
}

/** Whether one of the filters of the second line is set. */
export function isFine(search: AssetSearch): boolean {
  return Boolean(search.person ?? search.since ?? search.until ?? search.issues)
}

export function isFiltered(search: AssetSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0
}
