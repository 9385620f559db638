import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Problem, Result } from '../../api/client'
import { type Memory, markOf, nextChunk, type UploadDoor, upload } from './upload'

const problem = (status: number): Problem => ({ status, code: 'x', detail: 'x', facts: {} })
const noWait = () => Promise.resolve()

/** A server in memory that keeps what it got; `fails` says how often the next puts go wrong, and how. */
function server(chunkSize = 4) {
  const files = new Map<string, { name: string; size: number; body: string }>()
  const faults: ('lost' | 'gone')[] = []
  let puts = 0
  const door: UploadDoor = {
    open: async (name, size) => {
      const id = `f${files.size}`
      files.set(id, { name, size, body: '' })
      return { ok: true, value: { file_id: id, received: 0, chunk_size: chunkSize } }
    },
    status: async (id) => {
      const file = files.get(id)
      return file
        ? { ok: true, value: { received: file.body.length, size: file.size } }
        : { ok: false, problem: problem(404) }
    },
    put: async (id, offset, chunk): Promise<Result<{ received: number }>> => {
      puts++
      const file = files.get(id)
      if (!file) return { ok: false, problem: problem(404) }
      const fault = faults.shift()
      if (fault === 'gone') return { ok: false, problem: problem(0) }
      if (offset !== file.body.length) return { ok: false, problem: problem(409) }
      file.body += await chunk.text()
      return fault === 'lost'
        ? { ok: false, problem: problem(0) }
        : { ok: true, value: { received: file.body.length } }
    },
  }
  return { door, files, faults, puts: () => puts }
}

function memory(): Memory {
  const kept = new Map<string, { fileId: string; chunkSize: number }>()
  return {
    recall: (mark) => kept.get(mark) ?? null,
    remember: (mark, fileId, chunkSize) => kept.set(mark, { fileId, chunkSize }),
  }
}

const source = (name: string, text: string) => ({ name, file: new Blob([text]) })
const quiet = () => undefined

describe('nextChunk', () => {
  test('the pieces cover a file without gap or overlap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 1, max: 700 }), (size, chunk) => {
        let at = 0
        for (let piece = nextChunk(size, at, chunk); piece; piece = nextChunk(size, at, chunk)) {
          expect(piece.from).toBe(at)
          expect(piece.to - piece.from).toBeLessThanOrEqual(chunk)
          at = piece.to
        }
        expect(at).toBe(size)
      }),
    )
  })

  test('a file that the server has whole needs no piece', () => {
    expect(nextChunk(10, 10, 4)).toBeNull()
  })
})

describe('upload', () => {
  test('sends every file whole, in chunks', async () => {
    const there = server()

    const end = await upload({
      importId: 'i',
      sources: [source('a.png', 'hello world'), source('b/c.png', '12345678'), source('empty', '')],
      door: there.door,
      memory: memory(),
      onProgress: quiet,
    })

    expect([...there.files.values()].map((file) => [file.name, file.body])).toEqual(
      expect.arrayContaining([
        ['a.png', 'hello world'],
        ['b/c.png', '12345678'],
        ['empty', ''],
      ]),
    )
    expect(end).toEqual({ files: 3, sent: 3, bytes: 19, bytesSent: 19, refused: [] })
  })

  test('after a reload only the missing part of the same file is sent', async () => {
    const there = server()
    const kept = memory()
    await there.door.open('a.png', 11)
    kept.remember(await markOf('i', 'a.png', 11), 'f0', 4)
    await there.door.put('f0', 0, new Blob(['hello wo']))
    const before = there.puts()

    const end = await upload({
      importId: 'i',
      sources: [source('a.png', 'hello world')],
      door: there.door,
      memory: kept,
      onProgress: quiet,
    })

    expect(there.files.get('f0')?.body).toBe('hello world')
    expect(there.puts() - before).toBe(1)
    expect(end.bytesSent).toBe(11)
  })

  test('a piece whose answer was lost is not sent twice', async () => {
    const there = server()
    there.faults.push('lost')

    const end = await upload({
      importId: 'i',
      sources: [source('a', 'hello world')],
      door: there.door,
      memory: memory(),
      onProgress: quiet,
      wait: noWait,
    })

    expect(there.files.get('f0')?.body).toBe('hello world')
    expect(end.sent).toBe(1)
  })

  test('a server that stays away refuses that file and lets the others go on', async () => {
    const there = server()
    there.faults.push('gone', 'gone', 'gone', 'gone', 'gone')

    const end = await upload({
      importId: 'i',
      sources: [source('a', 'one')],
      door: there.door,
      memory: memory(),
      onProgress: quiet,
      wait: noWait,
    })

    expect(end.refused.map((one) => one.name)).toEqual(['a'])
    expect(end.sent).toBe(0)
  })

  test('a mark holds no file name and differs by size', async () => {
    const mark = await markOf('i', 'patient-smith.dcm', 10)

    expect(mark).toMatch(/^[0-9a-f]{24}$/)
    expect(mark).not.toBe(await markOf('i', 'patient-smith.dcm', 11))
  })
})
