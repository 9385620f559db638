import { useCallback, useEffect, useRef, useState } from 'react'
import type { Problem, Result } from '../../api/client'
import type { Guideline, NoWork, OntologyVersion, View, Work } from '../../api/shapes'
import { guidelineOf, type Kind, nextWork, ontologyOf, openView } from './routes'
import { type Vocabulary, vocabularyOf } from './vocabulary'

/** A task that is ready to be worked on. */
export interface Ready {
  readonly projectId: string
  readonly work: Work
  readonly view: View
  readonly ontology: OntologyVersion
  readonly vocabulary: Vocabulary
  readonly guideline: Guideline | null
}

export type WorkState =
  | { readonly name: 'asking' }
  | { readonly name: 'empty'; readonly reason: NoWork['reason']; readonly detail: string }
  | { readonly name: 'refused'; readonly problem: Problem }
  | { readonly name: 'ready'; readonly ready: Ready }

// Words of the project, not of an asset: kept for the life of the page so that the next picture waits for nothing else.
const ontologies = new Map<string, Promise<Result<OntologyVersion>>>()
const guidelines = new Map<string, Promise<Result<Guideline>>>()

function once<Value>(
  cache: Map<string, Promise<Result<Value>>>,
  key: string,
  ask: () => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const known = cache.get(key)
  if (known) return known
  const asked = ask().then((answer) => {
    if (!answer.ok) cache.delete(key)
    return answer
  })
  cache.set(key, asked)
  return asked
}

async function prepare(projectId: string, work: Work): Promise<WorkState> {
  const guidelineId = work.guideline_version
  const [view, ontology, guideline] = await Promise.all([
    openView({ project: projectId, ...work.lease }),
    once(ontologies, work.ontology_version, () => ontologyOf(projectId, work.ontology_version)),
    guidelineId ? once(guidelines, guidelineId, () => guidelineOf(projectId, guidelineId)) : null,
  ])
  if (!view.ok) return { name: 'refused', problem: view.problem }
  if (!ontology.ok) return { name: 'refused', problem: ontology.problem }
  const vocabulary = vocabularyOf(ontology.value.body)
  return {
    name: 'ready',
    ready: {
      projectId,
      work,
      view: view.value,
      ontology: ontology.value,
      vocabulary,
      guideline: guideline?.ok ? guideline.value : null,
    },
  }
}

async function take(projectId: string, kind: Kind): Promise<WorkState> {
  const answer = await nextWork(projectId, kind)
  if (!answer.ok) return { name: 'refused', problem: answer.problem }
  if (answer.value.empty) return { name: 'empty', reason: answer.value.reason, detail: answer.value.detail }
  return prepare(projectId, answer.value)
}

/**
 * Takes the next task of a kind, at once and again by `next`. The task before stays until the next one is ready, so
 * that nothing jumps; `taking` says so. The server hands out one's own unfinished task first.
 */
export function useWork(
  projectId: string,
  kind: Kind,
): { state: WorkState; taking: boolean; next: () => void } {
  const [state, setState] = useState<WorkState>({ name: 'asking' })
  const [taking, setTaking] = useState(true)
  const latest = useRef(0)
  const next = useCallback(() => {
    const mine = ++latest.current
    setTaking(true)
    void take(projectId, kind).then((taken) => {
      if (mine !== latest.current) return
      setState(taken)
      setTaking(false)
    })
  }, [projectId, kind])
  useEffect(() => {
    setState({ name: 'asking' })
    // After the first effect pass of a strict-mode mount, so that one mount takes one task.
    const timer = setTimeout(next)
    return () => {
      clearTimeout(timer)
      latest.current++
    }
  }, [next])
  return { state, taking, next }
}
