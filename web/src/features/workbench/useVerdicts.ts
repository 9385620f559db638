import { useState } from 'react'
import type { ObjectVerdict } from '../../api/shapes'
import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { pageObjects, selectedOne } from './acts'
import type { Comment } from './routes'
import type { Remarks } from './useRemarks'

/** What a reviewer said of single objects so far. */
export interface Verdicts {
  /** Accepted ones, and those with a remark. */
  readonly marks: ReadonlyMap<string, ObjectVerdict>
  /** Accepts the selected object, or takes that back. */
  accept(): 'none' | 'remarked' | 'accepted' | 'undone'
  /** Begins a remark on the selected object. */
  reject(): boolean
  /** The next object of the page that nothing was said of yet. */
  open(): LabelObject | null
  /** What goes with a verdict; `known` are the ids that the label under review has. */
  said(back: boolean, known: ReadonlySet<string>): { object: string; verdict: 'accept' | 'reject' }[]
}

const aboutObject = ({ object }: Comment) => (object ? [object] : [])

/** Verdicts on single objects: accepted ones are kept here, rejected ones are those with a remark. */
export function useVerdicts(engine: Engine, remarks: Remarks): Verdicts {
  const [accepted, setAccepted] = useState<ReadonlySet<string>>(new Set())
  const rejected = new Set(remarks.comments.flatMap(aboutObject))
  const marks = new Map<string, ObjectVerdict>([
    ...[...accepted].map((id) => [id, 'accept'] as const),
    ...[...rejected].map((id) => [id, 'reject'] as const),
  ])
  return {
    marks,
    accept() {
      const object = selectedOne(engine)
      if (!object) return 'none'
      if (rejected.has(object.id)) return 'remarked'
      const next = new Set(accepted)
      const undone = next.delete(object.id)
      if (!undone) next.add(object.id)
      setAccepted(next)
      return undone ? 'undone' : 'accepted'
    },
    reject() {
      const object = selectedOne(engine)
      if (!object) return false
      setAccepted(new Set([...accepted].filter((id) => id !== object.id)))
      remarks.about(object)
      return true
    },
    open() {
      const objects = pageObjects(engine)
      const at = objects.findIndex(({ id }) => id === selectedOne(engine)?.id)
      const ahead = [...objects.slice(at + 1), ...objects.slice(0, Math.max(0, at))]
      return ahead.find(({ id }) => !marks.has(id)) ?? null
    },
    said(back, known) {
      const right = [...accepted].map((object) => ({ object, verdict: 'accept' as const }))
      const wrong = [...rejected].map((object) => ({ object, verdict: 'reject' as const }))
      return [...right, ...(back ? wrong : [])].filter(({ object }) => known.has(object))
    },
  }
}
