import type { Source } from './upload'

// Files cannot be put into an address; they wait here between the form and the page of the new import.
const waiting = new Map<string, readonly Source[]>()

export function keepChosen(importId: string, sources: readonly Source[]): void {
  waiting.set(importId, sources)
}

/** Hands the chosen files over, once. */
export function takeChosen(importId: string): readonly Source[] {
  const sources = waiting.get(importId) ?? []
  waiting.delete(importId)
  return sources
}
