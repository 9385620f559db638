/** A scripted day at a workbench: the same hand, the same pictures, the same questions to each. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { openBrowser } from '../../e2e/person'
import { eyesFor, objects, pictureIsThere, shown } from './eyes'
import { Hand, held, percentile, place, rendererPss } from './hand'
import { labelkeep } from './labelkeep'
import { labelStudio } from './studio'
import type { Side, Workbench } from './workbench'

export interface Plan {
  readonly sides: readonly Side[]
  /** Tasks of ten boxes drawn here, and with 80 ms of latency. */
  readonly tasks: number
  readonly farTasks: number
  /** Tasks of one box after which memory is read first and last; none without a second number. */
  readonly long: readonly [number, number] | null
  /** Seconds after which a laden workbench is given up. */
  readonly patience: number
}

type State = Awaited<ReturnType<BrowserContext['storageState']>>

/** The browser itself asks for no name; what a page asks for is counted where it asks. */
const nameless = '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'

const far = { offline: false, latency: 80, downloadThroughput: 2.5e6, uploadThroughput: 1.25e6 }
const boxes = 10

class Day {
  private browser!: Browser
  /** Who has signed in: a link works once. */
  private readonly known = new Map<number, State>()
  readonly leaving: string[] = []

  constructor(
    private readonly side: Side,
    private readonly bench: Workbench,
    private readonly plan: Plan,
  ) {}

  async run(): Promise<Record<string, unknown>> {
    this.browser = await openBrowser(nameless)
    try {
      const found: Record<string, unknown> = {}
      for (const [name, part] of this.parts()) {
        const began = Date.now()
        try {
          found[name] = await part()
        } catch (error) {
          found[name] = { failed: String(error).split('\n')[0] }
        }
        if (process.env['UX_TALK'])
          console.error(this.side.name, name, Date.now() - began, JSON.stringify(found[name]))
      }
      found['requests_leaving_browser'] = this.leaving.length
      found['left_for'] = [...new Set(this.leaving)].slice(0, 5)
      return found
    } finally {
      await this.browser.close()
    }
  }

  private parts(): [string, () => Promise<unknown>][] {
    const laden = this.side.laden.map((count, n): [string, () => Promise<unknown>] => [
      `boxes_${count}`,
      () => this.laden(count, 4 + n),
    ])
    return [
      ['cold_open', () => this.coldOpen()],
      ['work', () => this.work()],
      ...(this.plan.farTasks > 0 ? [['far', () => this.far()] as [string, () => Promise<unknown>]] : []),
      ['kept', () => this.kept()],
      ['hand', () => this.hand()],
      ['axe', () => this.axe()],
      ...laden,
      ...(this.plan.long ? [['memory', () => this.memory()] as [string, () => Promise<unknown>]] : []),
    ]
  }

  private async someone(person: number, browser = this.browser): Promise<BrowserContext> {
    const known = this.known.get(person)
    const context = await browser.newContext({
      viewport: { width: 1280, height: 720 },
      locale: 'en-GB',
      colorScheme: 'light',
      ...(known ? { storageState: known } : {}),
    })
    context.setDefaultTimeout(30_000)
    context.on('request', (request) => {
      const { protocol, origin } = new URL(request.url())
      if (/^(http|ws)/.test(protocol) && origin !== this.side.origin) this.leaving.push(origin)
    })
    if (!known) {
      await this.bench.signIn(context, person)
      this.known.set(person, await context.storageState())
    }
    await context.addInitScript({ content: eyesFor(this.bench.sight) })
    return context
  }

  private async open(context: BrowserContext, address = this.side.origin + this.side.label): Promise<Page> {
    const page = await context.newPage()
    await page.goto(address, { waitUntil: 'commit' })
    await pictureIsThere(page)
    return page
  }

  /** Boxes of three classes, the choice; the last key is left to the caller. */
  private async fill(hand: Hand, count: number, armed: boolean): Promise<void> {
    const at = await shown(hand.page)
    const { bench } = this
    let [armedClass, before] = [armed ? -1 : -2, await objects(hand.page)]
    for (let n = 0; n < count; n++) {
      const wanted = Math.floor((n * 3) / count)
      if (bench.armsEachBox || wanted !== armedClass) await hand.key(bench.classKey(wanted))
      armedClass = wanted
      await hand.page.evaluate(() => {
        window.eyes.wanted = 'drawn'
      })
      await hand.drag(...place(at, n))
      before++
      await hand.page.waitForFunction((wanted) => window.eyes.count() >= wanted, before)
    }
    hand.actions++
    await bench.choose(hand.page)
  }

  /** Submits and waits for the next picture; hands back the milliseconds. */
  private async submit(hand: Hand): Promise<number> {
    const { page } = hand
    const before = await page.evaluate(() => window.eyes.kept.next.length)
    await hand.key('Control+Enter')
    await page.waitForFunction((n) => window.eyes.kept.next.length > n, before)
    return page.evaluate(() => window.eyes.kept.next.at(-1) ?? 0)
  }

  private async rest(page: Page): Promise<void> {
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(300)
  }

  private async coldOpen() {
    const context = await this.someone(0)
    // What the sign-in page fetched is not at hand for the next one.
    const page = await context.newPage()
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    await wire.send('Network.clearBrowserCache')
    let [requests, bytes] = [0, 0]
    wire.on('Network.requestWillBeSent', () => requests++)
    wire.on('Network.loadingFinished', ({ encodedDataLength }) => {
      bytes += encodedDataLength
    })
    await page.goto(this.side.origin + this.side.label, { waitUntil: 'commit' })
    const ms = await pictureIsThere(page)
    const upTo = { requests, megabytes: Math.round(bytes / 1e4) / 100 }
    await this.rest(page)
    const hand = new Hand(page)
    const { share } = await shown(page, 4)
    let filled = share
    if (this.bench.fillKey) {
      await hand.key(this.bench.fillKey)
      await page.waitForTimeout(500)
      filled = (await shown(page, 4)).share
    }
    const out = {
      ms: Math.round(ms),
      requests: upTo.requests,
      megabytes: upTo.megabytes,
      requests_at_rest: requests,
      megabytes_at_rest: Math.round(bytes / 1e4) / 100,
      // The first picture is a square photograph; a whole one cannot have more than 56 % of 1280 x 720.
      picture_share_whole: Math.round(share * 1000) / 1000,
      picture_share_filled: Math.round(filled * 1000) / 1000,
    }
    await context.close()
    return out
  }

  private async work() {
    const context = await this.someone(0)
    const page = await this.open(context)
    const hand = new Hand(page)
    if (this.bench.boxTool) await hand.key(this.bench.boxTool)
    const [next, actions]: [number[], number[]] = [[], []]
    for (let n = 0; n < this.plan.tasks; n++) {
      await this.rest(page)
      hand.actions = 0
      await this.fill(hand, boxes, n > 0)
      await this.rest(page)
      next.push(await this.submit(hand))
      actions.push(hand.actions)
    }
    await this.rest(page)
    // Ten boxes of one class: what a box costs where the class repeats.
    const at = await shown(page)
    hand.actions = 0
    for (let n = 0; n < boxes; n++) {
      if (n === 0 || this.bench.armsEachBox) await hand.key(this.bench.classKey(1))
      await hand.drag(...place(at, n))
      await page.waitForFunction((wanted) => window.eyes.count() >= wanted, n + 1)
    }
    const perBox = hand.actions / boxes
    const drawn = await page.evaluate(() => window.eyes.kept.drawn)
    await context.close()
    return {
      tasks: this.plan.tasks,
      actions_per_task: percentile(actions, 0.5),
      actions_per_box_one_class: perBox,
      mouse_up_to_drawn_ms: { p50: percentile(drawn, 0.5), p95: percentile(drawn, 0.95), n: drawn.length },
      submit_to_next_ms: { p50: percentile(next, 0.5), max: percentile(next, 1), n: next.length },
    }
  }

  private async far() {
    const context = await this.someone(1)
    const page = await this.open(context)
    const wire = await context.newCDPSession(page)
    await wire.send('Network.enable')
    await wire.send('Network.emulateNetworkConditions', far)
    const hand = new Hand(page)
    if (this.bench.boxTool) await hand.key(this.bench.boxTool)
    const next: number[] = []
    for (let n = 0; n < this.plan.farTasks; n++) {
      await this.rest(page)
      await this.fill(hand, 3, false)
      await this.rest(page)
      next.push(await this.submit(hand))
    }
    await context.close()
    return { submit_to_next_ms: { p50: percentile(next, 0.5), max: percentile(next, 1), n: next.length } }
  }

  /** Three boxes, and the page goes 0.3 s after the last. */
  private async kept() {
    const out: Record<string, number> = {}
    for (const way of ['closed', 'reloaded', 'back'] as const) {
      const context = await this.someone(2)
      let page = await context.newPage()
      await page.goto(this.side.origin)
      await page.goto(this.side.origin + this.side.label, { waitUntil: 'commit' })
      await pictureIsThere(page)
      await this.rest(page)
      const before = await objects(page)
      const hand = new Hand(page)
      if (this.bench.boxTool) await hand.key(this.bench.boxTool)
      const at = await shown(page)
      for (let n = 0; n < 3; n++) {
        await hand.key(this.bench.classKey(0))
        await hand.drag(...place(at, before + n))
        await page.waitForFunction((wanted) => window.eyes.count() >= wanted, before + n + 1)
      }
      await page.waitForTimeout(300)
      if (way === 'closed') {
        await page.close()
        page = await context.newPage()
      } else if (way === 'reloaded') await page.reload({ waitUntil: 'commit' })
      else await page.goBack({ waitUntil: 'commit' })
      if (way !== 'reloaded') {
        await page.waitForTimeout(500)
        await page.goto(this.side.origin + this.side.label, { waitUntil: 'commit' })
      }
      await page.waitForFunction(() => window.eyes !== undefined)
      await pictureIsThere(page)
      await page
        .waitForFunction((wanted) => window.eyes.count() >= wanted, before + 3, { timeout: 5000 })
        .catch(() => null)
      out[way] = (await objects(page)) - before
      await context.close()
    }
    return out
  }

  /** A drag inside a box, the picture's share, a box by keys. */
  private async hand() {
    const context = await this.someone(3)
    const page = await this.open(context)
    const hand = new Hand(page)
    await this.rest(page)
    const before = await objects(page)
    if (this.bench.boxTool) await hand.key(this.bench.boxTool)
    const at = await shown(page)
    const [w, h] = [at.right - at.left, at.bottom - at.top]
    await hand.key(this.bench.classKey(0))
    await hand.drag(at.left + w * 0.2, at.top + h * 0.2, at.left + w * 0.8, at.top + h * 0.8)
    await page.waitForFunction((wanted) => window.eyes.count() >= wanted, before + 1)
    await hand.key(this.bench.classKey(1))
    await hand.drag(at.left + w * 0.4, at.top + h * 0.4, at.left + w * 0.6, at.top + h * 0.6)
    await page.waitForTimeout(500)
    const inside = (await objects(page)) - before - 1
    await page.mouse.move(at.left + 2, at.top + 2)
    await this.bench.boxByKeys(page)
    await page.waitForTimeout(500)
    const byKeys = (await objects(page)) - before - 1 - inside
    await context.close()
    return {
      drag_inside_box: inside === 1 ? 'draws' : 'moves it',
      box_by_keys: byKeys === 1,
    }
  }

  private async axe() {
    const context = await this.someone(0)
    const out: Record<string, { rules: number; nodes: number; which: string[] }> = {}
    for (const [name, address] of this.side.screens) {
      const page = await context.newPage()
      await page.goto(this.side.origin + address)
      await this.rest(page)
      if (address === this.side.label) await pictureIsThere(page)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      out[name] = {
        rules: violations.length,
        nodes: violations.reduce((sum, { nodes }) => sum + nodes.length, 0),
        which: violations.map(({ id }) => id),
      }
      await page.close()
    }
    await context.close()
    return out
  }

  /** A task with very many boxes, in a browser of its own so that its memory is told apart. */
  private async laden(count: number, person: number) {
    const address = await this.bench.lade(person, count)
    const browser = await openBrowser(nameless)
    try {
      const context = await this.someone(person, browser)
      const page = await context.newPage()
      const began = Date.now()
      const patience = this.plan.patience * 1000
      await page.goto(address, { waitUntil: 'commit' })
      try {
        await page.waitForFunction(
          () => window.eyes?.kept.first.length > 0 && window.eyes.count() > 0,
          null,
          { timeout: patience },
        )
        // An answer of the page says that its work is done; while it draws it gives none.
        await Promise.race([
          page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))),
          new Promise((_, fail) => setTimeout(() => fail(new Error('too long')), patience)),
        ])
      } catch {
        return {
          stopped_after_s: Math.round((Date.now() - began) / 1000),
          renderer_pss_mib: await rendererPss(browser),
        }
      }
      const openMs = await page.evaluate(() => performance.now())
      await this.rest(page)
      const select = await this.selecting(page)
      const frames = { zoom: await this.zooming(page), pan: await this.panning(page) }
      return {
        open_ms: Math.round(openMs),
        select_ms: select,
        frame_p95_ms: frames,
        renderer_pss_mib: await rendererPss(browser),
      }
    } finally {
      await browser.close()
    }
  }

  private async selecting(page: Page): Promise<number[]> {
    const hand = new Hand(page)
    if (this.bench.selectTool) await hand.key(this.bench.selectTool)
    const at = await shown(page)
    for (const part of [0.31, 0.52, 0.73]) {
      const before = await page.evaluate(() => {
        window.eyes.wanted = 'select'
        return window.eyes.kept.select.length
      })
      // Boxes lie close: from there to the right until one is hit.
      for (let n = 0; n < 6; n++) {
        await hand.click(at.left + (at.right - at.left) * part + n * 3, at.top + (at.bottom - at.top) * part)
        const hit = await page
          .waitForFunction((n) => window.eyes.kept.select.length > n, before, { timeout: 3000 })
          .catch(() => null)
        if (hit) break
      }
    }
    return page.evaluate(() => window.eyes.kept.select.map((ms) => Math.round(ms)))
  }

  private async rolling(page: Page, move: () => Promise<void>): Promise<number | null> {
    await page.evaluate(() => window.eyes.roll())
    await move()
    const frames = await page.evaluate(() => {
      window.eyes.kept.rolling = false
      return window.eyes.kept.frames
    })
    return percentile(frames, 0.95)
  }

  private async zooming(page: Page): Promise<number | null> {
    const at = await shown(page)
    await page.mouse.move((at.left + at.right) / 2, (at.top + at.bottom) / 2)
    return this.rolling(page, async () => {
      for (let n = 0; n < 30; n++) {
        await page.mouse.wheel(0, n < 15 ? -100 : 100)
        await page.waitForTimeout(16)
      }
    })
  }

  private async panning(page: Page): Promise<number | null> {
    const { panKey } = this.bench
    const at = await shown(page)
    const [x, y] = [(at.left + at.right) / 2, (at.top + at.bottom) / 2]
    await page.mouse.move(x, y)
    for (let n = 0; n < 5; n++) await page.mouse.wheel(0, -100)
    await page.waitForTimeout(500)
    if (panKey?.held) await page.keyboard.down(panKey.key)
    else if (panKey) await page.keyboard.press(panKey.key)
    await page.mouse.down()
    const p95 = await this.rolling(page, async () => {
      for (let n = 0; n < 60; n++) {
        await page.mouse.move(x + Math.sin(n / 6) * 120, y + Math.cos(n / 6) * 90 - 90)
        await page.waitForTimeout(16)
      }
    })
    await page.mouse.up()
    if (panKey?.held) await page.keyboard.up(panKey.key)
    return p95
  }

  /** One box and a submit, very often: does the page grow? */
  private async memory() {
    const [first, last] = this.plan.long ?? [0, 0]
    const browser = await openBrowser(nameless)
    try {
      const context = await this.someone(4 + this.side.laden.length, browser)
      const page = await this.open(context)
      const wire = await context.newCDPSession(page)
      const read = async () => {
        await this.rest(page)
        for (let n = 0; n < 2; n++) await wire.send('HeapProfiler.collectGarbage')
        const { usedSize } = await wire.send('Runtime.getHeapUsage')
        const [heap, pss] = [Math.round(usedSize / 104857.6) / 10, await rendererPss(browser)]
        return { held_mib: await held(wire), heap_mib: heap, pss_mib: pss }
      }
      const hand = new Hand(page)
      if (this.bench.boxTool) await hand.key(this.bench.boxTool)
      const out: Record<string, unknown> = {}
      for (let n = 1; n <= last; n++) {
        await this.fill(hand, 1, false)
        // A workbench may take a submit for a slip of the hand when nobody can have looked at the picture yet.
        await page.waitForTimeout(400)
        await this.submit(hand)
        if (n === first || n === last) out[`after_${n}`] = await read()
      }
      return out
    } finally {
      await browser.close()
    }
  }
}

/** The day at each side, one after the other. */
export async function days(plan: Plan): Promise<Record<string, unknown>> {
  const out: Record<string, unknown> = {}
  for (const side of plan.sides) {
    const bench = side.name === 'labelkeep' ? labelkeep(side) : labelStudio(side)
    out[side.name] = await new Day(side, bench, plan).run()
  }
  return out
}
