import type { ThreadFilters } from '../../api/questions'

/** What stands in the address: which threads, and the one that is open beside them. */
export interface QuestionSearch {
  kind?: 'question' | 'issue'
  /** Who opened it. */
  person?: string
  mine?: 'yes'
  thread?: string
}

const ID = /^[0-9a-f-]{36}$/

/** The filters that an address asks for; what it asks wrongly is left out. */
export function readSearch(search: Record<string, unknown>): QuestionSearch {
  const { kind, person, mine, thread } = search
  return {
    ...(kind === 'question' || kind === 'issue' ? { kind } : {}),
    ...(typeof person === 'string' && ID.test(person) ? { person } : {}),
    ...(mine === 'yes' ? { mine } : {}),
    ...(typeof thread === 'string' && ID.test(thread) ? { thread } : {}),
  }
}

/** The thread that an address of a picture asks for. */
export function readThread({ thread }: Record<string, unknown>): { thread?: string } {
  return typeof thread === 'string' && ID.test(thread) ? { thread } : {}
}

/** What the server is asked. */
export function asked(search: QuestionSearch): Omit<ThreadFilters, 'status'> {
  const { kind, person, mine } = search
  return {
    ...(kind ? { kind } : {}),
    ...(person ? { person } : {}),
    ...(mine ? { mine: 'true' as const } : {}),
  }
}
