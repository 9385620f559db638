import { useMemo, useRef, useState } from 'react'
import type { Ontology } from '../../api/shapes'

const MOST_STEPS = 200
/** Changes that follow each other faster than this are one step: a word being typed, a joint being dragged. */
const ONE_STEP_MS = 500

export interface Draft {
  readonly value: Ontology
  readonly changed: boolean
  readonly set: (next: Ontology) => void
  readonly undo: (() => void) | null
  readonly redo: (() => void) | null
}

interface Steps {
  readonly past: readonly Ontology[]
  readonly now: Ontology
  readonly future: readonly Ontology[]
}

/** The ontology being written, with each step back and forth. */
export function useDraft(start: Ontology): Draft {
  const [steps, setSteps] = useState<Steps>({ past: [], now: start, future: [] })
  const last = useRef(0)
  return useMemo(() => {
    const { past, now, future } = steps
    const before = past.at(-1)
    const after = future[0]
    return {
      value: now,
      changed: JSON.stringify(now) !== JSON.stringify(start),
      set: (next) => {
        const time = performance.now()
        const goesOn = time - last.current < ONE_STEP_MS && past.length > 0
        last.current = time
        setSteps({ past: goesOn ? past : [...past, now].slice(-MOST_STEPS), now: next, future: [] })
      },
      undo: before
        ? () => setSteps({ past: past.slice(0, -1), now: before, future: [now, ...future] })
        : null,
      redo: after ? () => setSteps({ past: [...past, now], now: after, future: future.slice(1) }) : null,
    }
  }, [steps, start])
}
