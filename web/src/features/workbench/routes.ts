/** What the workbench asks of the server, one function a verb. */
import { call, type Result } from '../../api/client'
import type {
  Label as ApiLabel,
  Guideline,
  GuidelineReading,
  Id,
  Issue,
  NoWork,
  OntologyVersion,
  PastVersion,
  View,
  Work,
} from '../../api/shapes'
import { completed, type Label } from '../../canvas/label'
import type { Served } from '../../surfaces/raster'
import type { Begun } from './desk'

/** Bodies above this are not carried by `keepalive` when the page goes (the browser's limit is 64 KiB). */
export const keepaliveBytes = 60_000

export type Kind = 'label' | 'review'

/** A lease with its fencing number: writes of an older number are refused. */
export interface Holding {
  readonly project: Id
  readonly id: Id
  readonly seq: number
}

export interface Saved {
  readonly version: string
  readonly saved_at: string
}

export interface Comment {
  readonly object: Id | null
  readonly part: Id | null
  readonly page: number | null
  readonly at: readonly [number, number] | null
  readonly text: string
  readonly category: string
}

export interface Verdict {
  readonly verdict: 'accept' | 'fix' | 'return'
  readonly label: Label | null
  readonly comments: readonly Comment[]
  readonly objects: readonly { readonly object: Id; readonly verdict: 'accept' | 'reject' }[]
}

/** The engine's label and the server's are the same JSON; the engine only promises not to change it. */
export const asEngineLabel = (label: ApiLabel): Label => completed(label)

const at = (lease: Holding, verb: string) => `/projects/${lease.project}/leases/${lease.id}/${verb}`
const post = <Value>(path: string, body?: unknown) =>
  call<Value>(path, { method: 'POST', ...(body === undefined ? {} : { body }) })

export const nextWork = (projectId: Id, kind: Kind): Promise<Result<Work | NoWork>> =>
  post(`/projects/${projectId}/work/${kind}/next`)

export const ontologyOf = (projectId: Id, version: Id): Promise<Result<OntologyVersion>> =>
  call(`/projects/${projectId}/ontology/${version}`)

export const guidelineOf = (projectId: Id, version: Id): Promise<Result<Guideline>> =>
  call(`/projects/${projectId}/guideline/${version}`)

export const guidelineOpened = (projectId: Id, version: Id): Promise<Result<void>> =>
  post(`/projects/${projectId}/guideline/${version}/opened`)
export const acknowledge = (projectId: Id, version: Id): Promise<Result<GuidelineReading>> =>
  post(`/projects/${projectId}/guideline/${version}/acknowledge`)

export const openView = (lease: Holding): Promise<Result<View>> => post(at(lease, 'views'))
export const viewSeen = (project: Id, view: Id): Promise<Result<void>> =>
  post(`/projects/${project}/views/${view}/seen`)
export const viewDisplay = (
  project: Id,
  view: Id,
  { window, gamma, invert }: Served,
): Promise<Result<View>> =>
  call(`/projects/${project}/views/${view}/display`, { method: 'PUT', body: { window, gamma, invert } })

/** Holds the next task, so that it can be fetched while one is still at this one. */
export const reserveWork = (projectId: Id, kind: Kind): Promise<Result<Work | NoWork>> =>
  post(`/projects/${projectId}/work/${kind}/reserve`)

/** Takes back what was submitted last. */
export const recallWork = (projectId: Id): Promise<Result<Work>> =>
  post(`/projects/${projectId}/work/label/recall`)

/** Begins the task that is reserved. */
export const beginTask = (project: Id, lease: Id): Promise<Result<Begun>> =>
  post(`/projects/${project}/leases/${lease}/begin`)

/** `keepalive`: the page may be gone before the answer; the body is then limited by the browser to 64 KiB. */
export const closeView = (project: Id, view: Id, keepalive = false): Promise<Result<void>> =>
  call(`/projects/${project}/views/${view}/close`, { method: 'POST', keepalive })

export const heartbeat = (lease: Holding, activeMs: number): Promise<Result<{ ends_at: string }>> =>
  post(at(lease, 'heartbeat'), { seq: lease.seq, active_ms: activeMs })

export const putDraft = (
  lease: Holding,
  version: string,
  label: Label,
  activeMs: number,
  keepalive: boolean,
): Promise<Result<Saved>> =>
  call(at(lease, 'draft'), {
    method: 'PUT',
    ifMatch: version,
    keepalive,
    body: { seq: lease.seq, label, active_ms: activeMs },
  })

export interface Sent {
  readonly version: { readonly id: Id; readonly n: number } | null
  readonly already: boolean
  /** The reserved task that began with it; null when there was none, or its time was over. */
  readonly next: Begun | null
}

/** Small bodies reach the server even when the page goes meanwhile. */
function outlive<Value>(path: string, body: unknown): Promise<Result<Value>> {
  const keepalive = JSON.stringify(body).length < keepaliveBytes
  return call(path, { method: 'POST', body, keepalive })
}

export const submit = (
  lease: Holding,
  label: Label,
  activeMs: number,
  next: Id | null,
): Promise<Result<Sent>> => outlive(at(lease, 'submit'), { seq: lease.seq, label, active_ms: activeMs, next })

export const decide = (
  lease: Holding,
  verdict: Verdict,
  activeMs: number,
  next: Id | null,
): Promise<Result<Sent>> =>
  outlive(at(lease, 'verdict'), { seq: lease.seq, ...verdict, active_ms: activeMs, next })

/** The versions of the label that one works on, the oldest first. */
export const versionsOf = (lease: Holding): Promise<Result<{ items: PastVersion[] }>> =>
  call(at(lease, 'versions'))
export const versionLabel = (lease: Holding, version: Id): Promise<Result<ApiLabel>> =>
  call(at(lease, `versions/${version}`))

export const skip = (lease: Holding, reason: string, comment: string): Promise<Result<void>> =>
  post(at(lease, 'skip'), { seq: lease.seq, reason, comment })

export const giveBack = (lease: Holding, keepalive = false): Promise<Result<void>> =>
  call(at(lease, 'return'), { method: 'POST', body: { seq: lease.seq }, keepalive })

export const ask = (
  lease: Holding,
  question: {
    object: Id | null
    part: Id | null
    page: number | null
    at: readonly [number, number] | null
    text: string
    blocking: boolean
  },
): Promise<Result<Issue>> => post(at(lease, 'questions'), question)

/** Keeps what was drawn on a task that is lost, for a manager to adopt. */
export const keepLate = (lease: Holding, label: Label): Promise<Result<void>> =>
  post(at(lease, 'keep'), { seq: lease.seq, label, active_ms: 0 })

export const replyTo = (project: Id, issue: Id, text: string): Promise<Result<Issue>> =>
  post(`/projects/${project}/issues/${issue}/comments`, { text })
export const resolve = (project: Id, issue: Id): Promise<Result<Issue>> =>
  post(`/projects/${project}/issues/${issue}/resolve`)
