// Second factors, as the server's routes speak of them.
import { queryOptions } from '@tanstack/react-query'
import { call, expect, type Problem, type Result } from './client'
import type { Id, Instant } from './shapes'

export type FactorKind = 'app' | 'key'
export type ProofKind = FactorKind | 'code'

export interface Factor {
  id: Id
  kind: FactorKind
  name: string
  added_at: Instant
  used_at: Instant | null
}

export interface Factors {
  items: Factor[]
  codes_left: number
  strong_until: Instant | null
  next: string | null
}

export interface NewApp {
  id: Id
  secret: string
  uri: string
  /** Rows of modules of a QR picture, 1 is dark. */
  qr: string[]
}

export interface SignInStep {
  kinds: ProofKind[]
  ends_at: Instant
}

/** Where a factor is shown: in the second step of a sign-in, or once more in an open session. */
export type ProofPlace = '/sign-in/factor' | '/me/factors/show'
const CHALLENGES: Readonly<Record<ProofPlace, string>> = {
  '/sign-in/factor': '/sign-in/factor/challenge',
  '/me/factors/show': '/me/factors/challenge',
}

export const factors = queryOptions({
  queryKey: ['factors'],
  queryFn: ({ signal }) => expect<Factors>('/me/factors', { signal }),
})

interface Options {
  options: Record<string, unknown>
}

function failed(code: 'key.unusable' | 'key.given_up', error?: unknown): { ok: false; problem: Problem } {
  return { ok: false, problem: { status: 0, code, detail: String(error ?? code), facts: {} } }
}

/** Whether this browser speaks to keys at this address: it takes TLS or localhost, and no bare IP address. */
export function speaksToKeys(): boolean {
  return (
    typeof PublicKeyCredential === 'function' &&
    typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function' &&
    !/^[\d.]+$|:/.test(window.location.hostname)
  )
}

async function answerOf(ask: () => Promise<Credential | null>): Promise<Result<unknown>> {
  try {
    const made = await ask()
    return made instanceof PublicKeyCredential ? { ok: true, value: made.toJSON() } : failed('key.unusable')
  } catch (error) {
    // NotAllowedError: the person closed the browser's window, or it took too long.
    const gaveUp = error instanceof DOMException && error.name === 'NotAllowedError'
    return failed(gaveUp ? 'key.given_up' : 'key.unusable', error)
  }
}

/** Makes a key known: the server asks, the key answers, the server checks. */
export async function addKey(name: string): Promise<Result<Factor>> {
  if (!speaksToKeys()) return failed('key.unusable')
  const asked = await call<Options>('/me/factors/keys/challenge', { method: 'POST' })
  if (!asked.ok) return asked
  const json = asked.value.options as unknown as PublicKeyCredentialCreationOptionsJSON
  const key = await answerOf(() =>
    navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) }),
  )
  return key.ok ? call<Factor>('/me/factors/keys', { method: 'POST', body: { name, key: key.value } }) : key
}

/** Shows a key that is known. */
export async function showKey(place: ProofPlace): Promise<Result<null>> {
  if (!speaksToKeys()) return failed('key.unusable')
  const asked = await call<Options>(CHALLENGES[place], { method: 'POST' })
  if (!asked.ok) return asked
  const json = asked.value.options as unknown as PublicKeyCredentialRequestOptionsJSON
  const key = await answerOf(() =>
    navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) }),
  )
  return key.ok ? call<null>(place, { method: 'POST', body: { key: key.value } }) : key
}

/** Shows the code of an app, or a recovery code. */
export function showCode(place: ProofPlace, code: string): Promise<Result<null>> {
  return call<null>(place, { method: 'POST', body: { code } })
}
