/** What the workbench asks of the server, one function a verb. */
import { call, type Result } from '../../api/client'
import type {
  Label as ApiLabel,
  Guideline,
  Id,
  Issue,
  NoWork,
  OntologyVersion,
  View,
  Work,
} from '../../api/shapes'
import { completed, type Label } from '../../canvas/label'

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
  readonly page: number | null
  readonly at: readonly [number, number] | null
  readonly text: string
  readonly category: string
}

export interface Verdict {
  readonly verdict: 'accept' | 'fix' | 'return'
  readonly label: Label | null
  readonly comments: readonly Comment[]
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

export const openView = (lease: Holding): Promise<Result<View>> => post(at(lease, 'views'))
export const viewSeen = (project: Id, view: Id): Promise<Result<void>> =>
  post(`/projects/${project}/views/${view}/seen`)
export const viewDisplay = (
  project: Id,
  view: Id,
  { window, gamma, invert }: View['display'],
): Promise<Result<View>> =>
  call(`/projects/${project}/views/${view}/display`, { method: 'PUT', body: { window, gamma, invert } })

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

export const submit = (
  lease: Holding,
  label: Label,
  activeMs: number,
): Promise<Result<{ version: { id: Id; n: number } | null; already: boolean }>> =>
  post(at(lease, 'submit'), { seq: lease.seq, label, active_ms: activeMs })

export const decide = (
  lease: Holding,
  verdict: Verdict,
  activeMs: number,
): Promise<Result<{ version: { id: Id; n: number } | null; already: boolean }>> =>
  post(at(lease, 'verdict'), { seq: lease.seq, ...verdict, active_ms: activeMs })

export const skip = (lease: Holding, reason: string, comment: string): Promise<Result<void>> =>
  post(at(lease, 'skip'), { seq: lease.seq, reason, comment })

export const giveBack = (lease: Holding): Promise<Result<void>> =>
  post(at(lease, 'return'), { seq: lease.seq })

export const ask = (
  lease: Holding,
  question: { object: Id | null; page: number | null; at: readonly [number, number] | null; text: string },
): Promise<Result<Issue>> => post(at(lease, 'questions'), question)

export const replyTo = (project: Id, issue: Id, text: string): Promise<Result<Issue>> =>
  post(`/projects/${project}/issues/${issue}/comments`, { text })
export const resolve = (project: Id, issue: Id): Promise<Result<Issue>> =>
  post(`/projects/${project}/issues/${issue}/resolve`)
