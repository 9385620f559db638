/**
 * A small verifier of signed notes (C2SP signed-note): the text, a blank line, then lines
 * `— <key name> <base64 of 4 bytes key id and 64 bytes Ed25519 signature>`. The signature covers the text with its
 * last newline. A verifier key reads `<name>+<key id as 8 hex digits>+<base64 of 0x01 and 32 bytes public key>`, and its
 * key id is the first four bytes of SHA-256(name, newline, 0x01, public key).
 */
const ED25519 = 1
const DASH = '— '

export type Verdict =
  | { readonly ok: true; readonly text: string; readonly key: string }
  | { readonly ok: false; readonly why: 'note' | 'key' | 'unsigned' | 'signature' | 'size' | 'unsupported' }

interface Key {
  readonly name: string
  readonly id: Uint8Array<ArrayBuffer>
  readonly raw: Uint8Array<ArrayBuffer>
}

/** Bytes of strict base64; null for anything else. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  // Strict: one spelling for each byte string, as the specification wants it.
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return null
  const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0))
  return btoa(String.fromCharCode(...bytes)) === text ? bytes : null
}

export const same = (a: Uint8Array, b: Uint8Array) =>
  a.length === b.length && a.every((byte, i) => byte === b[i])
const utf8 = (text: string): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(text) as Uint8Array<ArrayBuffer>

async function readKey(vkey: string): Promise<Key | null> {
  // The base64 part may hold plus signs itself, so only the first two separate.
  const parts = /^([^+\s]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey.trim())
  const body = fromBase64(parts?.[3] ?? '-')
  if (!parts || body === null || body.length !== 33 || body[0] !== ED25519) return null
  const [, name = '', hex = ''] = parts
  const digest = new Uint8Array(
    await crypto.subtle.digest('SHA-256', new Uint8Array([...utf8(`${name}\n`), ...body])),
  )
  const id = digest.slice(0, 4)
  const told = Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
  return same(id, told) ? { name, id, raw: body.slice(1) } : null
}

/** The text and the signatures of a note; null when it is none. */
function split(note: string): { text: string; lines: string[] } | null {
  const at = note.lastIndexOf('\n\n')
  if (at < 0 || !note.endsWith('\n')) return null
  const lines = note
    .slice(at + 2)
    .split('\n')
    .slice(0, -1)
  if (lines.length === 0 || lines.some((line) => !line.startsWith(DASH))) return null
  return { text: note.slice(0, at + 1), lines }
}

function signatureOf(lines: readonly string[], key: Key): Uint8Array<ArrayBuffer> | null {
  for (const line of lines) {
    const [name, encoded, ...rest] = line.slice(DASH.length).split(' ')
    const bytes = fromBase64(encoded ?? '-')
    if (name === key.name && rest.length === 0 && bytes?.length === 68 && same(bytes.slice(0, 4), key.id))
      return bytes.slice(4)
  }
  return null
}

/** Whether `note` was signed by the owner of `vkey`. Never throws. */
export async function verifyNote(note: string, vkey: string): Promise<Verdict> {
  const parts = split(note)
  if (!parts) return { ok: false, why: 'note' }
  const key = await readKey(vkey)
  if (!key) return { ok: false, why: 'key' }
  const signature = signatureOf(parts.lines, key)
  if (!signature) return { ok: false, why: 'unsigned' }
  try {
    const imported = await crypto.subtle.importKey('raw', key.raw, { name: 'Ed25519' }, false, ['verify'])
    const good = await crypto.subtle.verify({ name: 'Ed25519' }, imported, signature, utf8(parts.text))
    return good ? { ok: true, text: parts.text, key: key.name } : { ok: false, why: 'signature' }
  } catch {
    return { ok: false, why: 'unsupported' }
  }
}

export interface CheckpointText {
  readonly origin: string
  readonly size: number
  readonly root: string
}

/** Origin, tree size and root of a checkpoint's text (C2SP tlog-checkpoint); null when it is none. */
export function readCheckpoint(text: string): CheckpointText | null {
  const [origin, size, root, ...rest] = text.split('\n')
  if (!origin || !size || !/^(0|[1-9]\d*)$/.test(size) || !root || rest.length === 0) return null
  return fromBase64(root)?.length === 32 ? { origin, size: Number(size), root } : null
}

/** A checkpoint whose signature holds and whose signed size is the one that the server states. */
export async function verifyCheckpoint(it: { note: string; vkey: string; size: number }): Promise<Verdict> {
  const verdict = await verifyNote(it.note, it.vkey)
  if (!verdict.ok) return verdict
  const read = readCheckpoint(verdict.text)
  if (!read) return { ok: false, why: 'note' }
  return read.size === it.size ? verdict : { ok: false, why: 'size' }
}
