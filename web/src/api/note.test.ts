import { beforeAll, describe, expect, test } from 'vitest'
import { readCheckpoint, verifyCheckpoint, verifyNote } from './note'

// The public example of Go's sumdb/note documentation: a signed note and its verifier key.
const GO_KEY = 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW'
const GO_NOTE =
  "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
  '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n'

const base64 = (bytes: Uint8Array) => btoa(String.fromCharCode(...bytes))
const text = (string: string) => new TextEncoder().encode(string)
const ROOT = base64(new Uint8Array(32).fill(7))

let pair: CryptoKeyPair
let vkey: string
let id: Uint8Array

async function signed(body: string, name = 'labelkeep/test'): Promise<string> {
  const signature = new Uint8Array(await crypto.subtle.sign('Ed25519', pair.privateKey, text(body)))
  return `${body}\n— ${name} ${base64(new Uint8Array([...id, ...signature]))}\n`
}

beforeAll(async () => {
  pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair
  const raw = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey))
  const digest = await crypto.subtle.digest(
    'SHA-256',
    new Uint8Array([...text('labelkeep/test\n'), 1, ...raw]),
  )
  id = new Uint8Array(digest).slice(0, 4)
  const hex = [...id].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  vkey = `labelkeep/test+${hex}+${base64(new Uint8Array([1, ...raw]))}`
})

describe('a signed note', () => {
  test('of the reference implementation verifies', async () => {
    expect(await verifyNote(GO_NOTE, GO_KEY)).toMatchObject({ ok: true, key: 'PeterNeumann' })
  })

  test('with any one character of its text changed does not verify', async () => {
    const end = GO_NOTE.indexOf('\n\n')
    for (let i = 0; i < end; i++) {
      const changed = `${GO_NOTE.slice(0, i)}${GO_NOTE[i] === 'x' ? 'y' : 'x'}${GO_NOTE.slice(i + 1)}`
      expect((await verifyNote(changed, GO_KEY)).ok).toBe(false)
    }
  })

  test('signed by another key of the same name is not taken', async () => {
    const other = await signed('hello\n', 'PeterNeumann')

    expect(await verifyNote(other, GO_KEY)).toEqual({ ok: false, why: 'unsigned' })
  })

  test('may carry signatures of others beside ours', async () => {
    const note = await signed('hello\n')
    const foreign = GO_NOTE.slice(GO_NOTE.indexOf('—'))

    expect(await verifyNote(note + foreign, vkey)).toMatchObject({ ok: true })
  })

  test('without a blank line, or with something else below it, is none', async () => {
    expect(await verifyNote('hello\n', vkey)).toEqual({ ok: false, why: 'note' })
    expect(await verifyNote(`${await signed('hello\n')}more\n`, vkey)).toEqual({ ok: false, why: 'note' })
  })

  test('is not checked against a key whose id does not belong to it', async () => {
    expect(await verifyNote(GO_NOTE, GO_KEY.replace('c74f20a3', 'c74f20a4'))).toEqual({
      ok: false,
      why: 'key',
    })
    expect(await verifyNote(GO_NOTE, 'nonsense')).toEqual({ ok: false, why: 'key' })
  })
})

describe('a checkpoint', () => {
  test('with the stated size is sealed', async () => {
    const note = await signed(`labelkeep/test\n42\n${ROOT}\n`)

    expect(await verifyCheckpoint({ note, vkey, size: 42 })).toMatchObject({ ok: true })
  })

  test('whose signed size differs from the stated one is not', async () => {
    const note = await signed(`labelkeep/test\n41\n${ROOT}\n`)

    expect(await verifyCheckpoint({ note, vkey, size: 42 })).toEqual({ ok: false, why: 'size' })
  })

  test('is read strictly', () => {
    expect(readCheckpoint(`o\n7\n${ROOT}\n`)).toEqual({ origin: 'o', size: 7, root: ROOT })
    expect(readCheckpoint(`o\n07\n${ROOT}\n`)).toBeNull()
    expect(readCheckpoint('o\n7\nAAAA\n')).toBeNull()
  })
})
