/** An answer that is not what was asked for, as the server said it (RFC 9457). */
export interface Problem {
  readonly status: number
  /** A stable word for programs; `unreachable` when no answer came. */
  readonly code: string
  /** One sentence for people. */
  readonly detail: string
  readonly errors?: readonly { at: string; message: string }[]
  readonly facts: Readonly<Record<string, unknown>>
}

/** Errors are data: a caller switches on `ok` and never catches. */
export type Result<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly problem: Problem }

/** Thrown only inside the query cache, which tells failure by an exception. */
export class Refused extends Error {
  readonly problem: Problem
  constructor(problem: Problem) {
    super(problem.detail)
    this.name = 'Refused'
    this.problem = problem
  }
}

export interface Ask {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly body?: unknown
  readonly raw?: Blob
  readonly ifMatch?: string
  readonly idempotencyKey?: string
  readonly signal?: AbortSignal
  readonly keepalive?: boolean
}

const BASE = '/api/v1'
const onSignedOut = new Set<() => void>()
let prove: (() => Promise<boolean>) | null = null
const onReach = new Set<(reached: boolean) => void>()

/** Calls `listener` each time the server says that nobody is signed in. */
export function whenSignedOut(listener: () => void): () => void {
  onSignedOut.add(listener)
  return () => onSignedOut.delete(listener)
}

/** Sets what asks the person for their second factor when the server wants it anew; a refused call is then repeated. */
export function whenFactorAgain(ask: () => Promise<boolean>): () => void {
  prove = ask
  return () => {
    if (prove === ask) prove = null
  }
}

/** Tells `listener` after each call whether the server answered at all. */
export function whenReach(listener: (reached: boolean) => void): () => void {
  onReach.add(listener)
  return () => onReach.delete(listener)
}

function tellReach(reached: boolean): void {
  for (const listener of onReach) listener(reached)
}

/** The whole address of an API path, for pictures and downloads. */
export function address(path: string): string {
  return BASE + path
}

function headers(ask: Ask): Headers {
  const out = new Headers({ Accept: 'application/json' })
  if (ask.body !== undefined) out.set('Content-Type', 'application/json')
  if (ask.raw) out.set('Content-Type', 'application/octet-stream')
  if (ask.ifMatch !== undefined) out.set('If-Match', `"${ask.ifMatch}"`)
  if (ask.idempotencyKey !== undefined) out.set('Idempotency-Key', ask.idempotencyKey)
  return out
}

/** Reads a problem document; an answer that is none becomes one with the code `unexpected`. */
export async function readProblem(response: Response): Promise<Problem> {
  const said: unknown = await response.json().catch(() => null)
  const facts = said !== null && typeof said === 'object' ? (said as Record<string, unknown>) : {}
  const { code, detail, errors } = facts
  return {
    status: response.status,
    code: typeof code === 'string' ? code : 'unexpected',
    detail: typeof detail === 'string' ? detail : `${response.status} ${response.statusText}`.trim(),
    ...(Array.isArray(errors) ? { errors: errors as { at: string; message: string }[] } : {}),
    facts,
  }
}

const unreachable: Problem = {
  status: 0,
  code: 'unreachable',
  detail: 'The server does not answer.',
  facts: {},
}

/** Sends one call and hands back the bare response, or the problem; asks for the second factor where that is wanted. */
export async function send(path: string, ask: Ask = {}): Promise<Result<Response>> {
  const answer = await sendOnce(path, ask)
  if (answer.ok || answer.problem.code !== 'factor.again' || !prove) return answer
  return (await prove()) ? sendOnce(path, ask) : answer
}

async function sendOnce(path: string, ask: Ask): Promise<Result<Response>> {
  let response: Response
  try {
    response = await fetch(address(path), {
      method: ask.method ?? 'GET',
      headers: headers(ask),
      credentials: 'same-origin',
      cache: 'no-store',
      body: ask.raw ?? (ask.body === undefined ? null : JSON.stringify(ask.body)),
      ...(ask.signal ? { signal: ask.signal } : {}),
      ...(ask.keepalive ? { keepalive: true } : {}),
    })
  } catch (error) {
    if (ask.signal?.aborted)
      return { ok: false, problem: { ...unreachable, code: 'aborted', detail: String(error) } }
    tellReach(false)
    return { ok: false, problem: unreachable }
  }
  tellReach(response.status !== 502 && response.status !== 504)
  if (response.ok) return { ok: true, value: response }
  const problem = await readProblem(response)
  if (problem.status === 401 && problem.code === 'signed_out') for (const listener of onSignedOut) listener()
  return { ok: false, problem }
}

/** Sends one call and reads its JSON answer as `Value`; no content becomes `undefined`. */
export async function call<Value>(path: string, ask: Ask = {}): Promise<Result<Value>> {
  const answer = await send(path, ask)
  if (!answer.ok) return answer
  if (answer.value.status === 204) return { ok: true, value: undefined as Value }
  return { ok: true, value: (await answer.value.json()) as Value }
}

/** As `call`, but throws `Refused`: for the query cache. */
export async function expect<Value>(path: string, ask: Ask = {}): Promise<Value> {
  const answer = await call<Value>(path, ask)
  if (!answer.ok) throw new Refused(answer.problem)
  return answer.value
}

/** `?a=1&b=2` from the values that are set. */
export function query(values: Readonly<Record<string, string | number | null | undefined>>): string {
  const set = Object.entries(values).flatMap(([name, value]) =>
    value === null || value === undefined || value === '' ? [] : [[name, String(value)]],
  )
  return set.length ? `?${new URLSearchParams(set)}` : ''
}
