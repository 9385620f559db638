import type { LedgerFilters } from '../../api/queries'

/** What the address of the ledger page says: filters, the event in the side panel, and whose eyes it is seen with. */
export interface LedgerSearch extends LedgerFilters {
  readonly event?: string
  readonly sight?: 'stranger'
}

const WORDS = ['action', 'actor', 'asset', 'object', 'outcome'] as const
const TIMES = ['since', 'until'] as const

function text(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, 200) : ''
}

function instant(value: unknown): string {
  const at = Date.parse(text(value))
  return Number.isNaN(at) ? '' : new Date(at).toISOString()
}

/** What an address asks for; anything unknown or malformed in it is left out. */
export function readSearch(search: Record<string, unknown>): LedgerSearch {
  const words = [...WORDS, 'event' as const].map((name) => [name, text(search[name])] as const)
  const times = TIMES.map((name) => [name, instant(search[name])] as const)
  const sight = search['sight'] === 'stranger' ? [['sight', 'stranger'] as const] : []
  return Object.fromEntries([...words, ...times, ...sight].filter(([, value]) => value))
}

/** The filters alone, as the server takes them. */
export function filtersOf({ event: _event, sight: _sight, ...filters }: LedgerSearch): LedgerFilters {
  return filters
}

/** How many filters are set, for the button that takes them all away. */
export function countOf(search: LedgerSearch): number {
  return Object.keys(filtersOf(search)).length
}

/** An instant as a field for local date and time wants it: `2026-11-21T09:30`. */
export function toField(at: string | undefined): string {
  if (!at) return ''
  const local = new Date(at)
  local.setMinutes(local.getMinutes() - local.getTimezoneOffset())
  return local.toISOString().slice(0, 16)
}

/** `label.*` and the like: one for each room of which there is more than one action. */
export function roomsOf(actions: readonly string[]): string[] {
  const names = actions.map((action) => action.split('.')[0] ?? '')
  return [...new Set(names.filter((name, i) => names.indexOf(name) !== i))].map((name) => `${name}.*`)
}

export interface PublicEntry {
  readonly action: string
  readonly at: string
  readonly id: string
  readonly object: string
  readonly outcome: string
  readonly pc: string
  readonly project: string | null
}

/** A leaf of the log as everybody may read it. */
export function readEntry(entry: string): PublicEntry | null {
  try {
    const said: unknown = JSON.parse(entry)
    return said !== null && typeof said === 'object' && 'pc' in said ? (said as PublicEntry) : null
  } catch {
    return null
  }
}
