/** Counts the time in which somebody was really at work. */

/** A longer pause than this between two acts is not work (milliseconds). */
export const longestGap = 60_000

/** Sums gaps between acts; one longer than a minute and time in a hidden tab count nothing. */
export class ActiveTime {
  private lastAct: number | null = null
  private unreported = 0
  private acted = false

  /** Somebody moved, clicked or pressed a key at `now` (milliseconds of any steady clock). */
  act(now: number): void {
    const gap = this.lastAct === null ? 0 : now - this.lastAct
    if (gap > 0 && gap <= longestGap) this.unreported += gap
    this.lastAct = now
    this.acted = true
  }

  /** When somebody acted last, on the same clock; null when nobody did or the tab was hidden since. */
  get actedAt(): number | null {
    return this.lastAct
  }

  /** The tab went out of sight: the next act begins anew. */
  hide(): void {
    this.lastAct = null
  }

  /** Whole milliseconds not yet reported. */
  get pending(): number {
    return Math.floor(this.unreported)
  }

  /** The server took these milliseconds. */
  reported(milliseconds: number): void {
    this.unreported = Math.max(0, this.unreported - milliseconds)
  }

  /** Whether somebody acted since this was asked last; a lease is kept alive only then. */
  takeActed(): boolean {
    const acted = this.acted
    this.acted = false
    return acted
  }
}
