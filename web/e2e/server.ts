/** A real server of this checkout with a home of its own, as `make run` would start it. */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const program = process.env['LABELKEEP_BIN'] ?? resolve(import.meta.dirname, '../../.venv/bin/labelkeep')
const readyMs = 90_000

export type Role = 'project_admin' | 'team_manager' | 'reviewer' | 'labeler'

/** What `labelkeep demo --json` prints. */
export interface Demo {
  readonly origin: string
  readonly project: string
  readonly people: readonly { readonly name: string; readonly role: Role; readonly link: string }[]
}

export interface Answer {
  readonly code: number
  readonly out: string
}

/** Runs a command to its end. */
export async function labelkeep(...words: string[]): Promise<Answer> {
  try {
    const { stdout } = await promisify(execFile)(program, words, { env: quietEnv() })
    return { code: 0, out: stdout }
  } catch (error) {
    const { code, stdout, stderr } = error as { code?: number; stdout?: string; stderr?: string }
    return { code: code ?? -1, out: `${stdout ?? ''}${stderr ?? ''}` }
  }
}

function quietEnv(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(LABELKEEP_|VITE|NODE_ENV|TEST)/.test(name))
  return Object.fromEntries(kept)
}

export async function freePort(host = '127.0.0.1'): Promise<number> {
  const server = createServer()
  await new Promise<void>((done) => server.listen(0, host, done))
  const address = server.address()
  await new Promise((done) => server.close(done))
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

export const newHome = () => mkdtemp(join(tmpdir(), 'lk-e2e-'))

export class Server {
  private child: ChildProcess | null = null
  private said = ''

  constructor(
    readonly home: string,
    private readonly words: readonly string[],
  ) {
    if (!existsSync(program)) throw new Error(`There is no ${program}: run make setup, or set LABELKEEP_BIN.`)
  }

  /** Starts it and gives what its last line of JSON says. */
  async start(): Promise<Demo> {
    this.said = ''
    const child = spawn(program, [...this.words, '--home', this.home, '--json'], {
      // A process group of its own, so that all of it can be killed at once.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: quietEnv(),
    })
    this.child = child
    return new Promise((ready, fail) => {
      const timer = setTimeout(() => fail(new Error(`not ready in time: ${this.said}`)), readyMs)
      const hear = (chunk: Buffer) => {
        this.said += chunk
        const line = this.said.split('\n').find((one) => one.startsWith('{"origin"') && one.endsWith('}'))
        if (!line) return
        clearTimeout(timer)
        ready(JSON.parse(line) as Demo)
      }
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      child.once('exit', (code) => fail(new Error(`ended with ${code}: ${this.said}`)))
    })
  }

  /** Kills the whole process group, as the machine's own out-of-memory killer would. */
  async kill(): Promise<void> {
    await this.end('SIGKILL')
  }

  /** Stops it as an operator does. */
  async stop(): Promise<void> {
    await this.end('SIGTERM')
  }

  private async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const { child } = this
    if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return
    const over = new Promise((done) => child.once('exit', done))
    process.kill(signal === 'SIGKILL' ? -child.pid : child.pid, signal)
    await over
  }
}

export const remove = (folder: string) => rm(folder, { recursive: true, force: true })
