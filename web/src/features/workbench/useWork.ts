import { useEffect, useMemo, useState, useSyncExternalStore } from 'react'
import { type Problem, type Result, whenSignedOut } from '../../api/client'
import type { Guideline, NoWork, OntologyVersion, View, Work } from '../../api/shapes'
import { dropTiles, keepTiles, pagesOf, tilePage } from '../../surfaces/raster'
import { Desk, type DeskPorts, type DeskSnapshot, type Taken } from './desk'
import {
  beginTask,
  closeView,
  giveBack,
  guidelineOf,
  type Kind,
  nextWork,
  ontologyOf,
  openView,
  recallWork,
  reserveWork,
} from './routes'
import { type Habit, habitOf, openSession } from './session'
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

async function prepare(projectId: string, work: Work): Promise<Taken> {
  const guidelineId = work.guideline_version
  const [view, ontology, guideline] = await Promise.all([
    openView({ project: projectId, ...work.lease }),
    once(ontologies, work.ontology_version, () => ontologyOf(projectId, work.ontology_version)),
    guidelineId ? once(guidelines, guidelineId, () => guidelineOf(projectId, guidelineId)) : null,
  ])
  if (!view.ok) return { name: 'refused', problem: view.problem, work }
  if (!ontology.ok) return { name: 'refused', problem: ontology.problem, work }
  if (pagesOf(view.value).length === 0) return { name: 'refused', problem: noPages, work }
  return {
    name: 'ready',
    ready: {
      projectId,
      work,
      view: view.value,
      ontology: ontology.value,
      vocabulary: vocabularyOf(ontology.value.body),
      guideline: guideline?.ok ? guideline.value : null,
    },
  }
}

const noPages: Problem = { status: 422, code: 'view.nothing', detail: '', facts: {} }

function read(projectId: string, answer: Result<Work | NoWork>): Taken | Promise<Taken> {
  if (!answer.ok) return { name: 'refused', problem: answer.problem, work: null }
  const { value } = answer
  return value.empty
    ? { name: 'empty', reason: value.reason, detail: value.detail }
    : prepare(projectId, value)
}

/** How much of the window a picture has at most: what is fetched beforehand is enough for it. */
const stage = () => [window.innerWidth, window.innerHeight] as const

function portsOf(projectId: string, kind: Kind, habit: Habit): DeskPorts {
  return {
    take: async () => read(projectId, await nextWork(projectId, kind)),
    recall: async () => read(projectId, await recallWork(projectId)),
    async reserve(held) {
      const answer = await reserveWork(projectId, kind)
      if (answer.ok && !answer.value.empty && answer.value.lease.id === held) return { name: 'held' }
      return read(projectId, answer)
    },
    begin: (ready) => beginTask(projectId, ready.work.lease.id),
    giveBack: ({ session }, leaving) => void giveBack(session.holding, leaving),
    open: (ready, reserved) => openSession(ready, kind, habit, reserved),
    close(ready, leaving) {
      dropTiles(ready.view.id)
      void closeView(projectId, ready.view.id, leaving)
    },
    forget: ({ view }) => dropTiles(view.id),
    fetch({ view }) {
      const [page] = pagesOf(view)
      const tiles = page && tilePage(projectId, view, page)
      if (tiles) void keepTiles(tiles, ...stage())
    },
    now: () => performance.now(),
  }
}

const tickMs = 30_000

/** The desk of a project's label or review work, alive while its screen is. */
export function useDesk(projectId: string, kind: Kind): { desk: Desk; now: DeskSnapshot } {
  const [habit] = useState<Habit>(() => ({ tool: null, brush: null }))
  const desk = useMemo(() => new Desk(portsOf(projectId, kind, habit)), [projectId, kind, habit])
  const now = useSyncExternalStore(desk.subscribe, desk.getSnapshot)
  useEffect(() => {
    const off = new AbortController()
    // After the first effect pass of a strict-mode mount, so that one mount takes one task.
    const first = setTimeout(() => void desk.next())
    const tick = setInterval(() => {
      const { state } = desk.getSnapshot()
      if (state.name !== 'ready') return
      Object.assign(habit, habitOf(state.post.session))
      desk.tick(state.post.session.time.actedAt)
    }, tickMs)
    window.addEventListener('pagehide', () => desk.letGo(), off)
    window.addEventListener(
      'beforeunload',
      (event) => {
        if (desk.getSnapshot().sending) event.preventDefault()
      },
      off,
    )
    const unlock = whenSignedOut(() => dropTiles())
    return () => {
      off.abort()
      clearTimeout(first)
      clearInterval(tick)
      unlock()
      desk.clear(false)
    }
  }, [desk, habit])
  return { desk, now }
}
