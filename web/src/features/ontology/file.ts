import type { Problem } from '../../api/client'

export type FileRead = { ok: true; body: unknown } | { ok: false; why: string }

/** Reads an ontology file; the server judges what is in it. A file that wraps it in `body` is taken too. */
export function readOntologyFile(text: string): FileRead {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
  if (read === null || typeof read !== 'object' || Array.isArray(read))
    return { ok: false, why: 'not an object' }
  return { ok: true, body: 'body' in read && !('tasks' in read) ? read.body : read }
}

/** The changes that would break existing labels, as the server lists them in its problem. */
export function breaking(problem: Problem): string[] {
  return Object.values(problem.facts)
    .filter((fact): fact is unknown[] => Array.isArray(fact))
    .flat()
    .filter((line): line is string => typeof line === 'string')
}
