/**
 * What lies on the desk: the task in hand, the next one that is reserved and fetched beforehand, and the one whose submit
 * is on its way. A submit puts the next picture on the screen at once and goes to the server behind it; one that fails
 * brings its task back as it was.
 */
import type { Problem, Result } from '../../api/client'
import type { NoWork, Work } from '../../api/shapes'
import type { Label } from '../../canvas/label'
import type { Session } from './session'
import { contest, strandedOf } from './stranded'
import type { Ready } from './useWork'

/** A task with its session; `failure` says why its submit did not count. */
export interface Post {
  readonly ready: Ready
  readonly session: Session
  readonly failure: Problem | null
  /** It was submitted before and came back. */
  readonly recalled: boolean
}

export type DeskState =
  | { readonly name: 'asking' }
  | { readonly name: 'empty'; readonly reason: NoWork['reason']; readonly detail: string }
  | { readonly name: 'refused'; readonly problem: Problem; readonly work: Work | null }
  | { readonly name: 'ready'; readonly post: Post }

/** A task that begins now. */
export interface Begun {
  readonly id: string
  readonly seq: number
  readonly ends_at: string
}

/** What came of asking for a task. */
export type Taken = Exclude<DeskState, { name: 'asking' | 'ready' }> | { name: 'ready'; ready: Ready }

export interface DeskPorts {
  take(): Promise<Taken>
  /** Reserves the next task and fetches what its screen needs; `held` when it is that lease which is only renewed. */
  reserve(held: string | null): Promise<Taken | { name: 'held' }>
  recall(): Promise<Taken>
  begin(ready: Ready): Promise<Result<Begun>>
  giveBack(post: Post, leaving: boolean): void
  open(ready: Ready, reserved: boolean): Session
  /** The picture may not be seen any more. */
  close(ready: Ready, leaving: boolean): void
  /** The picture goes from memory; the server ends its view with the reservation. */
  forget(ready: Ready): void
  /** Fetches the first tiles. */
  fetch(ready: Ready): void
  now(): number
}

export interface DeskSnapshot {
  readonly state: DeskState
  /** The next task is being asked for. */
  readonly taking: boolean
  /** The next picture is here. */
  readonly nextReady: boolean
  /** A submit is on its way behind the picture on the screen. */
  readonly sending: boolean
  readonly done: number
}

/** A reservation lasts five minutes on the server; it is renewed and trusted for less. */
export const renewAfter = 150_000
export const trustFor = 270_000

interface Ahead {
  readonly post: Post
  readonly at: number
}

export class Desk {
  private now: DeskSnapshot = {
    state: { name: 'asking' },
    taking: true,
    nextReady: false,
    sending: false,
    done: 0,
  }
  private readonly listeners = new Set<() => void>()
  private ahead: Ahead | null = null
  private reserving = false
  private flying: Promise<unknown> | null = null
  private generation = 0
  /** What was submitted last on this desk: the start of the next picture where the project allows that. */
  last: Label | null = null

  constructor(private readonly ports: DeskPorts) {}

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly getSnapshot = (): DeskSnapshot => this.now

  private get post(): Post | null {
    return this.now.state.name === 'ready' ? this.now.state.post : null
  }

  /** Asks for the next task. What is on the screen stays until the answer is there. */
  async next(): Promise<void> {
    const mine = ++this.generation
    const { post } = this
    const stranded = post ? strandedOf(post.session, post.ready.work.task.id) : null
    this.become({ taking: true })
    const taken = await this.ports.take()
    if (mine === this.generation) {
      this.show(taken)
      if (stranded && taken.name === 'ready' && taken.ready.work.task.id === stranded.task && this.post)
        contest(this.post.session, taken.ready, stranded)
    } else if (taken.name === 'ready') this.ports.close(taken.ready, false)
  }

  /** The picture is on the screen: time to fetch the one after it. */
  painted(): void {
    void this.reserve()
  }

  /** Called now and then: keeps the reservation while somebody works, gives it back in a pause. */
  tick(activeAt: number | null): void {
    const now = this.ports.now()
    const busy = activeAt !== null && now - activeAt < trustFor
    if (!this.ahead) {
      if (busy && this.now.state.name === 'ready') void this.reserve()
    } else if (!busy) this.dropAhead(false)
    else if (now - this.ahead.at > renewAfter) void this.reserve()
  }

  /**
   * Ends the task in hand with `send`, which gets the reservation that begins with it. Hands back the problem when
   * nothing else is on the screen yet; otherwise a problem brings the task back.
   */
  async finish(
    send: (next: string | null) => Promise<Result<{ next?: Begun | null }>>,
    label: Label | null,
  ): Promise<Problem | null> {
    if (this.flying) await this.flying
    const { post } = this
    if (!post) return null
    const ahead = this.takeAhead()
    const sent = this.send(post, ahead, send, label)
    this.flying = sent
    const problem = await sent
    this.flying = null
    return problem
  }

  /** The task in hand went away by itself (skipped, given back): the next one comes. */
  async leave(): Promise<void> {
    const { post } = this
    const ahead = this.takeAhead()
    if (post) this.ports.close(post.ready, false)
    if (!ahead) return this.next()
    this.put(ahead)
    const begun = await this.ports.begin(ahead.ready)
    if (begun.ok) ahead.session.begin(begun.value)
    else await this.rebegin(ahead)
    void this.reserve()
  }

  /** Brings back what was submitted last. */
  async recall(): Promise<Problem | null> {
    if (this.flying) await this.flying
    const { post } = this
    await post?.session.autosave.flush()
    this.become({ taking: true })
    const taken = await this.ports.recall()
    this.become({ taking: false })
    if (taken.name !== 'ready') return taken.name === 'refused' ? taken.problem : null
    // The server has put the task in hand aside in place of what was reserved.
    this.dropAhead(false, false)
    if (post) {
      post.session.pause()
      this.setAhead({ post: { ...post, failure: null }, at: this.ports.now() })
    }
    this.show(taken, true)
    return null
  }

  /** The page may be about to go: what is reserved goes back. */
  letGo(): void {
    this.dropAhead(true)
  }

  /** The workbench is left: nothing stays reserved, nothing stays open. */
  clear(leaving: boolean): void {
    this.generation++
    this.dropAhead(leaving)
    if (this.post) this.ports.close(this.post.ready, leaving)
    this.become({ state: { name: 'asking' }, taking: true })
  }

  private async send(
    post: Post,
    ahead: Post | null,
    send: (next: string | null) => Promise<Result<{ next?: Begun | null }>>,
    label: Label | null,
  ): Promise<Problem | null> {
    const before = this.last
    if (ahead) {
      this.last = label
      this.become({ done: this.now.done + 1, sending: true })
      this.put(ahead)
    } else this.become({ taking: true })
    const answer = await send(ahead?.ready.work.lease.id ?? null)
    if (!answer.ok) {
      this.last = before
      if (!ahead) this.become({ taking: false })
      else this.bringBack(post, ahead, answer.problem)
      return ahead ? null : answer.problem
    }
    post.session.autosave.finished()
    this.last = label
    if (ahead) this.ports.close(post.ready, false)
    if (!ahead) {
      this.become({ done: this.now.done + 1 })
      await this.next()
      this.ports.close(post.ready, false)
      return null
    }
    this.become({ sending: false })
    if (answer.value.next) ahead.session.begin(answer.value.next)
    else await this.rebegin(ahead)
    // Its first paint came before it began.
    void this.reserve()
    return null
  }

  /** The reservation was over: the same task may still be free; else another one comes. */
  private async rebegin(post: Post): Promise<void> {
    const taken = await this.ports.take()
    if (taken.name === 'ready' && taken.ready.work.task.id === post.ready.work.task.id) {
      this.ports.close(taken.ready, false)
      post.session.begin(taken.ready.work.lease)
    } else if (this.post === post) {
      this.ports.close(post.ready, false)
      this.show(taken)
    }
  }

  private bringBack(post: Post, ahead: Post, failure: Problem): void {
    this.setAhead({ post: ahead, at: this.ports.now() })
    ahead.session.pause()
    this.become({
      done: this.now.done - 1,
      sending: false,
      state: { name: 'ready', post: { ...post, failure } },
    })
  }

  private async reserve(): Promise<void> {
    const { post } = this
    if (this.reserving || !post?.session.begun) return
    if (post.session.autosave.getSnapshot().name === 'adopted') return
    this.reserving = true
    const held = this.ahead?.post.ready.work.lease.id ?? null
    const taken = await this.ports.reserve(held)
    this.reserving = false
    if (taken.name === 'held') {
      if (this.ahead?.post.ready.work.lease.id === held)
        this.setAhead({ post: this.ahead.post, at: this.ports.now() })
      return
    }
    if (taken.name !== 'ready') {
      // Without an answer the reservation stands as long as it is trusted.
      if (taken.name === 'empty') this.dropAhead(false, false)
      return
    }
    const { ready } = taken
    const reserved = { ready, session: this.ports.open(ready, true), failure: null, recalled: false }
    if (this.post !== post && !this.stillWanted(ready)) {
      this.ports.giveBack(reserved, false)
      this.ports.forget(ready)
      return
    }
    this.dropAhead(false)
    this.setAhead({ post: reserved, at: this.ports.now() })
    this.ports.fetch(ready)
  }

  /** Whether a reservation that took long is still for the task that follows. */
  private stillWanted(ready: Ready): boolean {
    return this.post !== null && this.post.ready.work.task.id !== ready.work.task.id
  }

  private takeAhead(): Post | null {
    const { ahead } = this
    this.setAhead(null)
    if (!ahead) return null
    if (this.ports.now() - ahead.at < trustFor) return ahead.post
    this.ports.forget(ahead.post.ready)
    return null
  }

  private dropAhead(leaving: boolean, tell = true): void {
    const { ahead } = this
    if (!ahead) return
    this.setAhead(null)
    // A tab that only shows the task leaves the reservation to the one that has it.
    const shows = this.post?.session.autosave.getSnapshot().name === 'adopted'
    if (tell && !shows) this.ports.giveBack(ahead.post, leaving)
    this.ports.forget(ahead.post.ready)
  }

  private setAhead(ahead: Ahead | null): void {
    this.ahead = ahead
    this.become({ nextReady: ahead !== null })
  }

  private put(post: Post): void {
    this.generation++
    if (this.post) post.session.inherit(this.post.session)
    this.become({ state: { name: 'ready', post }, taking: false })
  }

  private show(taken: Taken, recalled = false): void {
    if (taken.name === 'ready') {
      // On their way before the screen is built, not after.
      this.ports.fetch(taken.ready)
      const session = this.ports.open(taken.ready, false)
      this.put({ ready: taken.ready, session, failure: null, recalled })
    } else this.become({ state: taken, taking: false })
  }

  private become(next: Partial<DeskSnapshot>): void {
    this.now = { ...this.now, ...next }
    for (const listener of this.listeners) listener()
  }
}
