import { beforeAll, describe, expect, test } from 'vitest'
import { sha256OfBase64, sha256OfText, verifyReceipt } from './receipt'

const bytes = (text: string) => new TextEncoder().encode(text)
const base64 = (data: Uint8Array) => btoa(String.fromCharCode(...data))
const join = (...parts: Uint8Array[]) => new Uint8Array(parts.flatMap((part) => [...part]))
const hash = async (...parts: Uint8Array[]) =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', join(...parts)))
const leafOf = (entry: string) => hash(Uint8Array.of(0), bytes(entry))
const nodeOf = (left: Uint8Array, right: Uint8Array) => hash(Uint8Array.of(1), left, right)

let pair: CryptoKeyPair
let vkey: string
let id: Uint8Array

beforeAll(async () => {
  pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  id = (await hash(bytes('log/test\n'), Uint8Array.of(1), raw)).slice(0, 4)
  const hex = [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  vkey = `log/test+${hex}+${base64(join(Uint8Array.of(1), raw))}`
})

async function note(size: number, root: Uint8Array): Promise<string> {
  const body = `log/test\n${size}\n${base64(root)}\n`
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, bytes(body)))
  return `${body}\n— log/test ${base64(join(id, signature))}\n`
}

/** Root and audit paths straight from the recursive definition in RFC 6962, 2.1. */
async function tree(hashes: Uint8Array[]): Promise<{ root: Uint8Array; paths: Uint8Array[][] }> {
  const [only] = hashes
  if (hashes.length === 1 && only) return { root: only, paths: [[]] }
  let split = 1
  while (split * 2 < hashes.length) split *= 2
  const [left, right] = [await tree(hashes.slice(0, split)), await tree(hashes.slice(split))]
  return {
    root: await nodeOf(left.root, right.root),
    paths: [
      ...left.paths.map((path) => [...path, right.root]),
      ...right.paths.map((path) => [...path, left.root]),
    ],
  }
}

async function receipts(size: number): Promise<string[]> {
  const entries = Array.from({ length: size }, (_, i) => `entry ${i}`)
  const { root, paths } = await tree(await Promise.all(entries.map(leafOf)))
  const signed = await note(size, root)
  return entries.map((entry, i) => {
    const path = (paths[i] ?? []).map((step) => `${base64(step)}\n`).join('')
    return `c2sp.org/tlog-proof@v1\nextra ${base64(bytes(entry))}\nindex ${i}\n${path}\n${signed}`
  })
}

describe('a receipt', () => {
  test('of every entry of logs of 1 to 17 entries holds, and for no other place', async () => {
    for (let size = 1; size <= 17; size++) {
      for (const [i, text] of (await receipts(size)).entries()) {
        expect(await verifyReceipt(text, vkey)).toEqual({ ok: true, index: i, size, entry: `entry ${i}` })
        const moved = text.replace(`index ${i}\n`, `index ${i + 1}\n`)
        expect((await verifyReceipt(moved, vkey)).ok).toBe(false)
      }
    }
  })

  test('of another entry, without a step or with one more does not hold', async () => {
    const text = (await receipts(6))[3] ?? ''
    const lines = text.split('\n')
    const other = text.replace(/extra .*/, `extra ${base64(bytes('entry 4'))}`)
    const short = [...lines.slice(0, 3), ...lines.slice(4)].join('\n')
    const long = [...lines.slice(0, 4), lines[3], ...lines.slice(4)].join('\n')

    for (const changed of [other, short, long])
      expect(await verifyReceipt(changed, vkey)).toEqual({ ok: false, why: 'path' })
  })

  test('under a checkpoint that another key signed does not hold', async () => {
    const text = (await receipts(2))[0] ?? ''
    const changed = text.replace('log/test\n2\n', 'log/test\n3\n')

    expect(await verifyReceipt(changed, vkey)).toEqual({ ok: false, why: 'seal' })
  })

  test('that is none is called so', async () => {
    for (const text of ['', 'c2sp.org/tlog-proof@v1\n\n', 'c2sp.org/tlog-proof@v1\nextra x\nindex 0\n\nlog'])
      expect(await verifyReceipt(text, vkey)).toEqual({ ok: false, why: 'form' })
  })
})

test('digests are those of SHA-256', async () => {
  const empty = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
  expect(await sha256OfText('')).toBe(empty)
  expect(await sha256OfBase64('')).toBe(empty)
  expect(await sha256OfBase64('no base64')).toBeNull()
})
