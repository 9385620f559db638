import type { Problem, Result } from '../../api/client'
import type { UploadFile } from '../../api/shapes'

/** What the uploader asks of the server; tests hand in their own. */
export interface UploadDoor {
  readonly open: (name: string, size: number) => Promise<Result<UploadFile>>
  readonly status: (fileId: string) => Promise<Result<{ received: number; size: number }>>
  readonly put: (fileId: string, offset: number, chunk: Blob) => Promise<Result<{ received: number }>>
}

/** Which file of the server belongs to which file of this computer, over a reload of the page. */
export interface Memory {
  readonly recall: (mark: string) => { fileId: string; chunkSize: number } | null
  readonly remember: (mark: string, fileId: string, chunkSize: number) => void
}

export interface Source {
  /** The path inside the chosen folder, or the file's name. */
  readonly name: string
  readonly file: Blob
}

export interface Progress {
  readonly files: number
  readonly sent: number
  readonly bytes: number
  readonly bytesSent: number
  readonly refused: readonly { name: string; problem: Problem }[]
}

const AT_ONCE = 3
const TRIES = 5
const MIB = 1024 * 1024

/** The next piece to send: from what the server has to the end of the chunk; null when it has all. */
export function nextChunk(
  size: number,
  received: number,
  chunkSize: number,
): { from: number; to: number } | null {
  if (received >= size) return null
  return { from: received, to: Math.min(size, received + Math.max(1, chunkSize)) }
}

/** A file's mark: the same name and size is the same file. A hash, so that no file name is kept in the browser. */
export async function markOf(importId: string, name: string, size: number): Promise<string> {
  const bytes = new TextEncoder().encode(`${importId}\n${name}\n${size}`)
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return [...new Uint8Array(digest).slice(0, 12)].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Worth another try: no answer, too busy, or the server's own trouble. */
function passing(problem: Problem): boolean {
  return problem.status === 0 || problem.status === 429 || problem.status >= 500
}

async function patiently<Value>(
  ask: () => Promise<Result<Value>>,
  wait: (ms: number) => Promise<void>,
): Promise<Result<Value>> {
  for (let tried = 1; ; tried++) {
    const answer = await ask()
    if (answer.ok || tried >= TRIES || !passing(answer.problem)) return answer
    await wait(2 ** tried * 500)
  }
}

interface Run {
  readonly importId: string
  readonly door: UploadDoor
  readonly memory: Memory
  readonly wait: (ms: number) => Promise<void>
  readonly moved: (bytes: number) => void
}

async function begin(
  run: Run,
  source: Source,
): Promise<Result<{ fileId: string; received: number; chunkSize: number }>> {
  const mark = await markOf(run.importId, source.name, source.file.size)
  const known = run.memory.recall(mark)
  if (known) {
    const status = await patiently(() => run.door.status(known.fileId), run.wait)
    if (status.ok) return { ok: true, value: { ...known, received: status.value.received } }
    if (status.problem.status !== 404) return status
  }
  const opened = await patiently(() => run.door.open(source.name, source.file.size), run.wait)
  if (!opened.ok) return opened
  const { file_id: fileId, received, chunk_size: chunkSize } = opened.value
  run.memory.remember(mark, fileId, chunkSize)
  return { ok: true, value: { fileId, received, chunkSize: chunkSize || 4 * MIB } }
}

/** Sends one file, or what the server lacks of it; null when it is whole there, else the problem. */
async function sendFile(run: Run, source: Source): Promise<Problem | null> {
  const begun = await begin(run, source)
  if (!begun.ok) return begun.problem
  const { fileId, chunkSize } = begun.value
  let { received } = begun.value
  run.moved(received)
  for (
    let piece = nextChunk(source.file.size, received, chunkSize);
    piece;
    piece = nextChunk(source.file.size, received, chunkSize)
  ) {
    const { from, to } = piece
    const sent = await patiently(() => run.door.put(fileId, from, source.file.slice(from, to)), run.wait)
    // A wrong offset means that an earlier piece arrived although its answer was lost: ask where to go on.
    const now: Result<{ received: number }> =
      sent.ok || sent.problem.status !== 409 ? sent : await run.door.status(fileId)
    if (!now.ok) return now.problem
    if (!sent.ok && now.value.received === received) return sent.problem
    run.moved(now.value.received - received)
    received = now.value.received
  }
  return null
}

export interface UploadAsk {
  readonly importId: string
  readonly sources: readonly Source[]
  readonly door: UploadDoor
  readonly memory: Memory
  readonly onProgress: (progress: Progress) => void
  readonly stopped?: () => boolean
  readonly wait?: (ms: number) => Promise<void>
}

/**
 * Sends all files, three at a time, in chunks. Files that the server already has are not sent again. A file that is
 * refused does not stop the others. Hands back how it ended.
 */
export async function upload(ask: UploadAsk): Promise<Progress> {
  const { sources, onProgress, stopped = () => false } = ask
  const progress = {
    files: sources.length,
    sent: 0,
    bytes: sources.reduce((sum, source) => sum + source.file.size, 0),
    bytesSent: 0,
    refused: [] as { name: string; problem: Problem }[],
  }
  const tell = () => onProgress({ ...progress, refused: [...progress.refused] })
  const run: Run = {
    importId: ask.importId,
    door: ask.door,
    memory: ask.memory,
    wait: ask.wait ?? pause,
    moved: (n) => {
      progress.bytesSent += n
      tell()
    },
  }
  const left = [...sources]
  const lane = async () => {
    for (let source = left.shift(); source && !stopped(); source = left.shift()) {
      const problem = await sendFile(run, source)
      if (problem) progress.refused.push({ name: source.name, problem })
      else progress.sent++
      tell()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  return progress
}
