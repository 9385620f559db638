/** The hand that draws and counts its actions, and how what was seen is summed up. */
import { readFileSync } from 'node:fs'
import type { Browser, CDPSession, Page } from 'playwright-core'
import type { Shown } from './eyes'

export const percentile = (all: readonly number[], part: number): number | null => {
  const sorted = all.toSorted((a, b) => a - b)
  const found = sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)]
  return found === undefined ? null : Math.round(found * 10) / 10
}

/** Counts what the hand does: a key pressed, a click, a drag are one each. */
export class Hand {
  actions = 0

  constructor(readonly page: Page) {}

  async key(key: string): Promise<void> {
    this.actions++
    await this.page.keyboard.press(key)
  }

  async drag(x: number, y: number, toX: number, toY: number): Promise<void> {
    this.actions++
    const { mouse } = this.page
    await mouse.move(x, y)
    await mouse.down()
    await mouse.move((x + toX) / 2, (y + toY) / 2, { steps: 2 })
    await mouse.move(toX, toY, { steps: 2 })
    await mouse.up()
  }

  async click(x: number, y: number): Promise<void> {
    this.actions++
    await this.page.mouse.click(x, y)
  }
}

/** The n-th of twelve places of the shown picture, with room around. */
export function place(at: Shown, n: number): readonly [number, number, number, number] {
  const [w, h] = [(at.right - at.left) / 4, (at.bottom - at.top) / 3]
  const [x, y] = [at.left + (n % 4) * w + w * 0.2, at.top + Math.floor(n / 4) * h + h * 0.2]
  return [x, y, x + w * 0.55, y + h * 0.55]
}

/** The proportional set size of the largest page process, from /proc. */
export async function rendererPss(browser: Browser): Promise<number> {
  const wire = await browser.newBrowserCDPSession()
  const { processInfo } = await wire.send('SystemInfo.getProcessInfo')
  await wire.detach()
  const sizes = processInfo
    .filter(({ type }) => type === 'renderer')
    .map(
      ({ id }) =>
        Number(/\nPss:\s+(\d+)/.exec(readFileSync(`/proc/${id}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024,
    )
  return Math.round(Math.max(...sizes, 0))
}

/** What the browser's own tools write down because the page is watched. */
const watching = /NetworkResourcesData|ConsoleMessage/

interface Snapshot {
  readonly snapshot: { readonly meta: { readonly node_fields: string[]; readonly node_types: [string[]] } }
  readonly nodes: number[]
  readonly strings: string[]
}

/**
 * Mebibytes that the page holds: its objects and the browser's own behind them. Compiled code is left out, which grows
 * while the engine learns what is run often and is no page's to keep, and so is what is kept because we look.
 */
export async function held(wire: CDPSession): Promise<number> {
  const chunks: string[] = []
  const take = ({ chunk }: { chunk: string }) => chunks.push(chunk)
  wire.on('HeapProfiler.addHeapSnapshotChunk', take)
  await wire.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false })
  wire.off('HeapProfiler.addHeapSnapshotChunk', take)
  const { snapshot, nodes, strings } = JSON.parse(chunks.join('')) as Snapshot
  const { node_fields: fields, node_types: types } = snapshot.meta
  const [type, name, size] = ['type', 'name', 'self_size'].map((one) => fields.indexOf(one)) as [
    number,
    number,
    number,
  ]
  const code = types[0].indexOf('code')
  let sum = 0
  for (let n = 0; n < nodes.length; n += fields.length)
    if (nodes[n + type] !== code && !watching.test(strings[nodes[n + name] ?? 0] ?? ''))
      sum += nodes[n + size] ?? 0
  return Math.round(sum / 10485.76) / 100
}
