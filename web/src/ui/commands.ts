import { useEffect, useRef } from 'react'

/** Something to choose from the palette that has no key of its own. */
export interface Command {
  readonly label: string
  readonly group: string
  readonly run: () => void
}

let entries: readonly { current: readonly Command[] }[] = []

/** Offers these in the palette while the component is on screen. */
export function useCommands(commands: readonly Command[]): void {
  const entry = useRef(commands)
  entry.current = commands
  useEffect(() => {
    entries = [...entries, entry]
    return () => {
      entries = entries.filter((one) => one !== entry)
    }
  }, [])
}

/** What is offered now. */
export const offeredCommands = (): Command[] => entries.flatMap((one) => one.current)
