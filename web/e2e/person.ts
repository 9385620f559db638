/** One person at a browser of their own, watched: what the console says, where requests go, what axe finds. */
import { mkdir } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContext, chromium, type Locator, type Page } from 'playwright-core'
import { expect } from 'vitest'

const shots = process.env['LABELKEEP_SHOTS']
const sizes = [
  { width: 1280, height: 720 },
  { width: 1920, height: 1080 },
] as const

/** Debian's Chromium, without the calls to its maker's hosts. */
export function openBrowser(...more: string[]): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      ...more,
    ],
  })
}

export class Person {
  /** What should not have happened, in words. */
  readonly faults: string[] = []
  private expected: RegExp[] = []

  private constructor(
    readonly name: string,
    readonly origin: string,
    readonly context: BrowserContext,
    public page: Page,
  ) {}

  /** Opens a browser context for somebody, watched from its first request. */
  static async arrive(browser: Browser, name: string, origin: string): Promise<Person> {
    const context = await browser.newContext({
      viewport: sizes[0],
      colorScheme: 'light',
      locale: 'en-GB',
      ignoreHTTPSErrors: true,
      acceptDownloads: true,
    })
    context.setDefaultTimeout(15_000)
    const page = await context.newPage()
    const person = new Person(name, origin, context, page)
    context.on('request', (request) => person.heard(request.url()))
    person.watch(page)
    return person
  }

  /** A second tab of the same person. */
  async newTab(): Promise<Page> {
    const page = await this.context.newPage()
    this.watch(page)
    return page
  }

  /** Messages that the browser itself writes when the server refuses or is away, as this step wants it to. */
  expecting(...what: RegExp[]): void {
    this.expected.push(...what)
  }

  async signIn(link: string): Promise<void> {
    await this.page.goto(link)
    await this.heading('Your projects').waitFor()
  }

  async go(path: string): Promise<void> {
    await this.page.goto(this.origin + path)
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { name, level: 1 })
  }

  button(name: string | RegExp): Locator {
    return this.page.getByRole('button', { name })
  }

  /** Axe finds nothing on the page as it is now, and a picture of it is kept when somebody wants to look. */
  async look(what: string): Promise<void> {
    const { violations } = await new AxeBuilder({ page: this.page }).setLegacyMode(true).analyze()
    expect(
      violations.map(({ id, nodes }) => `${what}: ${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
    ).toEqual([])
    if (shots) await this.portray(what, shots)
  }

  /** What a person saw when a step failed. */
  async lastSight(): Promise<void> {
    if (this.page.isClosed()) return
    const folder = shots ?? join(tmpdir(), 'lk-e2e-failed')
    await mkdir(folder, { recursive: true })
    await this.page.screenshot({ path: join(folder, `${this.name}.png`) })
    if (this.faults.length) console.error(this.faults.join('\n'))
  }

  private async portray(what: string, folder: string): Promise<void> {
    await mkdir(folder, { recursive: true })
    for (const theme of ['light', 'dark', 'reading'] as const) {
      await this.page.emulateMedia({ colorScheme: theme === 'light' ? 'light' : 'dark' })
      await this.page.evaluate((name) => {
        document.documentElement.dataset['theme'] = name
      }, theme)
      for (const size of sizes) {
        await this.page.setViewportSize(size)
        await this.page.waitForTimeout(300)
        await this.page.screenshot({ path: join(folder, `${what} ${theme} ${size.width}.png`) })
      }
    }
    await this.page.emulateMedia({ colorScheme: 'light' })
    await this.page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'light'
    })
    await this.page.setViewportSize(sizes[0])
  }

  private watch(page: Page): void {
    page.on('pageerror', (error) => this.faults.push(`${this.name}: ${error.stack ?? error.message}`))
    page.on('console', (message) => {
      if (message.type() !== 'error') return
      const text = `${message.text()} ${message.location().url}`
      if (!this.expected.some((one) => one.test(text))) this.faults.push(`${this.name}: ${text}`)
    })
  }

  private heard(url: string): void {
    const { protocol, origin } = new URL(url)
    if (protocol !== 'data:' && protocol !== 'blob:' && origin !== this.origin)
      this.faults.push(`${this.name}: asked ${url}`)
  }
}
