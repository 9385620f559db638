import type { LedgerFilters } from '../../api/queries'

const NAMES = ['action', 'actor', 'object'] as const satisfies readonly (keyof LedgerFilters)[]

/** The filters that an address asks for. */
export function readSearch(search: Record<string, unknown>): LedgerFilters {
  const found = NAMES.flatMap((name) => {
    const value = search[name]
    const text =
      typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) : ''
    return text ? [[name, text]] : []
  })
  return Object.fromEntries(found)
}
