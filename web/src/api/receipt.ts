/**
 * Receipts (C2SP tlog-proof): `extra` carries the entry, the lines after `index` the audit path, and a signed checkpoint
 * follows. What is checked here is what `labelkeep audit receipts` checks: the path leads from the entry to the signed root.
 */
import { fromBase64, readCheckpoint, same, verifyNote } from './note'

const HEADER = 'c2sp.org/tlog-proof@v1'

export type Proved =
  | { readonly ok: true; readonly index: number; readonly size: number; readonly entry: string }
  | { readonly ok: false; readonly why: 'form' | 'seal' | 'path' }

type Hash = Uint8Array<ArrayBuffer>

async function sha256(...parts: readonly Uint8Array[]): Promise<Hash> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return new Uint8Array(await crypto.subtle.digest('SHA-256', all))
}

const LEAF = Uint8Array.of(0)
const NODE = Uint8Array.of(1)
const half = (n: number) => Math.floor(n / 2)

/** The root that an audit path leads to (RFC 9162, 2.1.3.2); null when the path has not the length it must have. */
async function rootOf(leaf: Hash, index: number, size: number, path: readonly Hash[]): Promise<Hash | null> {
  let [at, last, root] = [index, size - 1, leaf]
  for (const step of path) {
    if (last === 0) return null
    if (at % 2 === 1 || at === last) {
      root = await sha256(NODE, step, root)
      while (at !== 0 && at % 2 === 0) [at, last] = [half(at), half(last)]
    } else {
      root = await sha256(NODE, root, step)
    }
    ;[at, last] = [half(at), half(last)]
  }
  return last === 0 ? root : null
}

function parse(text: string): { entry: Hash; index: number; path: Hash[]; note: string } | null {
  const gap = text.indexOf('\n\n')
  const [header, extra, index, ...steps] = text.slice(0, Math.max(gap, 0)).split('\n')
  if (header !== HEADER || !extra?.startsWith('extra ') || !/^index (0|[1-9]\d{0,14})$/.test(index ?? ''))
    return null
  const entry = fromBase64(extra.slice('extra '.length))
  const path = steps.map(fromBase64)
  if (!entry || path.some((step) => step?.length !== 32)) return null
  return {
    entry,
    index: Number(index?.slice('index '.length)),
    path: path as Hash[],
    note: text.slice(gap + 2),
  }
}

/** What a receipt proves under a verifier key. Never throws. */
export async function verifyReceipt(text: string, vkey: string): Promise<Proved> {
  const parts = parse(text)
  if (!parts) return { ok: false, why: 'form' }
  const verdict = await verifyNote(parts.note, vkey)
  const signed = verdict.ok ? readCheckpoint(verdict.text) : null
  const root = signed ? fromBase64(signed.root) : null
  if (!signed || !root || parts.index >= signed.size) return { ok: false, why: 'seal' }
  const found = await rootOf(await sha256(LEAF, parts.entry), parts.index, signed.size, parts.path)
  if (!found || !same(found, root)) return { ok: false, why: 'path' }
  return { ok: true, index: parts.index, size: signed.size, entry: new TextDecoder().decode(parts.entry) }
}

/** SHA-256 in hex of bytes that stand in base64; null for no base64. */
export async function sha256OfBase64(text: string): Promise<string | null> {
  const bytes = fromBase64(text)
  return bytes ? hex(await sha256(bytes)) : null
}

/** SHA-256 in hex of a text in UTF-8. */
export async function sha256OfText(text: string): Promise<string> {
  return hex(await sha256(new TextEncoder().encode(text)))
}

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
