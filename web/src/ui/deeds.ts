/** What a person just did at the workbench; the guided first task goes on by it. */
export type Deed = 'opened' | 'guideline' | 'class' | 'drawn' | 'answered' | 'submitted'

const listeners = new Set<(deed: Deed) => void>()

/** Says that something was really done. Nobody need be listening. */
export function tellDeed(deed: Deed): void {
  for (const listener of listeners) listener(deed)
}

export function whenDeed(listener: (deed: Deed) => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}
