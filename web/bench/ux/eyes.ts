/**
 * What a watcher inside the page sees, the same for every workbench: from the hand's event to the task after the frame
 * that shows what came of it. Written as text into the page before its first script, which a content policy allows.
 */
import type { Page } from 'playwright-core'

/** How a workbench is looked at. Each is a function of the page, without imports. */
export interface Sight {
  /** A mark of the picture on the screen, all of it drawn; empty while there is none. */
  readonly picture: () => string
  /** How many objects the workbench says there are. */
  readonly count: () => number
  /** Which object is selected; empty when none is. */
  readonly selected: () => string
  /** Whether this place of the screen shows the picture. */
  readonly shows: (x: number, y: number) => boolean
}

interface Kept {
  readonly first: number[]
  readonly drawn: number[]
  readonly next: number[]
  readonly select: number[]
  readonly frames: number[]
  rolling: boolean
}

export interface Eyes extends Sight {
  readonly kept: Kept
  /** What the next release of the button is for. */
  wanted: 'drawn' | 'select' | null
  roll(): void
}

/** Left and top, right and bottom of the part of the screen that shows the picture, and its share of the screen. */
export interface Shown {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly share: number
}

function watch(sight: Sight): void {
  const giveUp = 60_000
  const kept: Kept = { first: [], drawn: [], next: [], select: [], frames: [], rolling: false }
  const painted = (then: () => void) => {
    // A task that is asked for in the frame runs when the frame's own work, paint included, is done.
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = then
    port2.postMessage(0)
  }
  const until = (began: number, done: () => boolean, into: number[]) => {
    const look = () => {
      if (done()) painted(() => into.push(performance.now() - began))
      else if (performance.now() - began < giveUp) requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  }
  const eyes: Eyes = {
    ...sight,
    kept,
    wanted: null,
    roll() {
      kept.frames.length = 0
      kept.rolling = true
      let last = performance.now()
      const tick = (now: number) => {
        kept.frames.push(now - last)
        last = now
        if (kept.rolling) requestAnimationFrame(tick)
      }
      requestAnimationFrame((now) => {
        last = now
        requestAnimationFrame(tick)
      })
    },
  }
  Object.assign(window, { eyes })
  until(0, () => sight.picture() !== '', kept.first)
  window.addEventListener(
    'pointerup',
    (event) => {
      const before = { count: sight.count(), selected: sight.selected() }
      if (eyes.wanted === 'drawn') until(event.timeStamp, () => sight.count() > before.count, kept.drawn)
      if (eyes.wanted === 'select')
        until(
          event.timeStamp,
          () => sight.selected() !== '' && sight.selected() !== before.selected,
          kept.select,
        )
    },
    { capture: true },
  )
  window.addEventListener(
    'keydown',
    (event) => {
      if (event.key !== 'Enter' || !event.ctrlKey || event.shiftKey) return
      const before = sight.picture()
      until(
        event.timeStamp,
        () => {
          const now = sight.picture()
          return now !== '' && now !== before
        },
        kept.next,
      )
    },
    { capture: true },
  )
}

/** The text to put into each page. */
export function eyesFor({ picture, count, selected, shows }: Sight): string {
  return `(${watch})({ picture: ${picture}, count: ${count}, selected: ${selected}, shows: ${shows} })`
}

declare global {
  interface Window {
    eyes: Eyes
  }
}

/** Looks at a grid of points `step` pixels apart: a fine one where the share counts, a coarse one to know where to draw. */
export const shown = (page: Page, step = 12): Promise<Shown> =>
  page.evaluate((step) => {
    let [left, top, right, bottom, seen, all] = [Infinity, Infinity, 0, 0, 0, 0]
    for (let y = step / 2; y < innerHeight; y += step)
      for (let x = step / 2; x < innerWidth; x += step) {
        all++
        if (!window.eyes.shows(x, y)) continue
        seen++
        left = Math.min(left, x)
        top = Math.min(top, y)
        right = Math.max(right, x)
        bottom = Math.max(bottom, y)
      }
    return { left, top, right, bottom, share: seen / all }
  }, step)

export const objects = (page: Page): Promise<number> => page.evaluate(() => window.eyes.count())

/** Waits for the picture; hands back the milliseconds from the navigation on. */
export async function pictureIsThere(page: Page, timeout = 60_000): Promise<number> {
  await page.waitForFunction(() => window.eyes?.kept.first.length > 0, null, { timeout })
  return page.evaluate(() => window.eyes.kept.first[0] ?? 0)
}
