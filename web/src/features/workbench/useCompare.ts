import { useEffect, useMemo, useState } from 'react'
import type { ObjectVerdict, PastVersion } from '../../api/shapes'
import { differencesOf, otherDifferences } from '../../canvas/differences'
import type { Label } from '../../canvas/label'
import type { DifferenceLayer, DrawnDifference } from '../../canvas/render/differences'
import { type CompareMode, firstCompared, nextMode, stepped } from './comparing'
import { asEngineLabel, type Kind, versionLabel, versionsOf } from './routes'
import type { Session } from './session'
import { useEngine } from './useEngine'

/** What comparing with an earlier version shows and can be asked. */
export interface Compare {
  readonly mode: CompareMode
  readonly versions: readonly PastVersion[]
  /** The version that is compared with what is on the screen now. */
  readonly picked: number
  readonly before: Label | null
  readonly items: readonly DrawnDifference[]
  /** Answers about the whole picture and relations that differ. */
  readonly others: number
  readonly active: string | null
  readonly layer: DifferenceLayer | null
  /** Why the versions cannot be had. */
  readonly problem: string | null
  /** What the last review said of each object. */
  readonly judged: ReadonlyMap<string, ObjectVerdict>
  setMode(mode: CompareMode): void
  cycle(): void
  pick(at: number): void
  /** Goes to a difference; undefined when there is none. */
  step(by: 1 | -1): DrawnDifference | undefined
  look(id: string): void
}

const noItems: readonly DrawnDifference[] = []

/** Versions are asked for at once in a review and where work came back, otherwise when somebody compares. */
export function useCompare(session: Session, kind: Kind, returned: boolean): Compare {
  const { engine, holding } = session
  const { revision } = useEngine(engine)
  const [mode, setMode] = useState<CompareMode>('off')
  const [versions, setVersions] = useState<readonly PastVersion[] | null>(null)
  const [labels, setLabels] = useState<ReadonlyMap<string, Label>>(new Map())
  const [picked, setPicked] = useState(-1)
  const [active, setActive] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const wanted = kind === 'review' || returned || mode !== 'off'
  useEffect(() => {
    if (!wanted || versions) return
    let gone = false
    void versionsOf(holding).then((answer) => {
      if (gone) return
      if (!answer.ok) return setProblem(answer.problem.detail)
      setProblem(null)
      setVersions(answer.value.items)
      setPicked(firstCompared(answer.value.items, kind))
    })
    return () => {
      gone = true
    }
  }, [wanted, versions, holding, kind])
  const version = versions?.[picked]
  const before = (version && labels.get(version.id)) ?? null
  const missing = mode !== 'off' && version && !before ? version.id : null
  useEffect(() => {
    if (!missing) return
    let gone = false
    void versionLabel(holding, missing).then((answer) => {
      if (gone) return
      if (!answer.ok) return setProblem(answer.problem.detail)
      setProblem(null)
      setLabels((known) => new Map(known).set(missing, asEngineLabel(answer.value)))
    })
    return () => {
      gone = true
    }
  }, [missing, holding])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scene changes in place; its revision says when
  const found = useMemo(() => {
    if (mode === 'off' || !before) return null
    const now = engine.toLabel()
    return { items: differencesOf(before, now), others: otherDifferences(before, now) }
  }, [mode, before, engine, revision])
  const items = found?.items ?? noItems
  const layer = useMemo<DifferenceLayer | null>(
    () => (found ? { items: found.items, active, sides: mode === 'beside' ? 'after' : 'both' } : null),
    [found, active, mode],
  )
  const judged = useMemo(() => {
    const last = versions?.findLast(({ review }) => review !== null)?.review
    return new Map(Object.entries(last?.objects ?? {}))
  }, [versions])
  return {
    mode,
    versions: versions ?? [],
    picked,
    before,
    items,
    others: found?.others ?? 0,
    active,
    layer,
    problem,
    judged,
    setMode,
    cycle: () => setMode(nextMode(mode)),
    pick(at) {
      if (!versions?.[at]) return
      setPicked(at)
      setActive(null)
    },
    step(by) {
      const item = stepped(items, active, by)
      setActive(item?.id ?? null)
      return item
    },
    look: setActive,
  }
}
