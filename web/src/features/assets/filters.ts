import type { AssetFilters } from '../../api/queries'

export type Look = 'grid' | 'table'
export interface AssetSearch extends AssetFilters {
  look?: Look
}

export const STATES = ['active', 'completed', 'broken', 'excluded'] as const
export const STEPS = ['label', 'review'] as const
export const STATUSES = ['todo', 'doing', 'redo', 'done'] as const
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

/** The filters that an address asks for; what it asks wrongly is left out, so any address shows a list. */
export function readSearch(search: Record<string, unknown>): AssetSearch {
  const found = {
    state: among(STATES, search['state']),
    step: among(STEPS, search['step']),
    status: among(STATUSES, search['status']),
    split: among(SPLITS, search['split']),
    class: text(search['class']),
    name: text(search['name']),
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
  const { look: _, ...filters } = search
  return filters
}

export function isFiltered(search: AssetSearch): boolean {
  return Object.keys(filtersOf(search)).length > 0
}
