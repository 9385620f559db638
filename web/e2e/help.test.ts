/** Help inside: the guide through a first task, documents, keys and palette; an idle page paints nothing and nothing jumps. */
import type { Browser, CDPSession, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { click, drag, hasObjects, pictureShown, rate, saved, submit, surface } from './bench'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, remove, Server } from './server'

const port = process.env['LABELKEEP_E2E_PORT']
let home = ''
let server: Server
let demo: Demo
let browser: Browser
let leo: Person

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', port ?? String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const found = demo.people.find((one) => one.role === 'labeler')
  if (!found) throw new Error('nobody labels')
  leo = await Person.arrive(browser, found.name, demo.origin)
  await watchShifts(leo.page)
  await leo.signIn(found.link)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await leo?.lastSight()
})

/** Keeps every layout shift that no input explains, with what moved. */
async function watchShifts(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const kept: string[] = []
    Object.assign(window, { shifts: kept })
    interface Shift extends PerformanceEntry {
      value: number
      hadRecentInput: boolean
      sources: { node?: Node }[]
    }
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as Shift[]) {
        const what = entry.sources.map(({ node }) =>
          node instanceof Element ? `${node.tagName}.${node.className}` : '?',
        )
        if (!entry.hadRecentInput) kept.push(`${location.pathname} ${entry.value} ${what.join(' ')}`)
      }
    }).observe({ type: 'layout-shift', buffered: true })
  })
}

const shifts = (page: Page) => page.evaluate(() => (window as unknown as { shifts: string[] }).shifts)
const guide = () => leo.page.getByRole('region', { name: 'First task' })
const stepIs = (n: number) => guide().getByText(`First task ${n}/6`).waitFor()

/** What the browser painted during five seconds, or one with an act in it, by the browser's own trace. */
async function paints(page: Page, act?: () => Promise<void>): Promise<string[]> {
  const line: CDPSession = await browser.newBrowserCDPSession()
  const found: string[] = []
  line.on('Tracing.dataCollected', ({ value }) => {
    for (const one of value as { name?: string; args?: unknown }[])
      if (one.name === 'Paint' || one.name === 'PaintImage') found.push(JSON.stringify(one.args))
  })
  const over = new Promise<void>((done) => line.once('Tracing.tracingComplete', () => done()))
  await line.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['devtools.timeline', 'disabled-by-default-devtools.timeline'] },
  })
  await act?.()
  await page.waitForTimeout(act ? 1000 : 5000)
  await line.send('Tracing.end')
  await over
  await line.detach()
  return found
}

test('the guide is offered, marks the real control, and follows what is really done', async () => {
  const { page } = leo
  const row = page.getByRole('link', { name: /^Label \d/ }).first()
  await expect
    .poll(
      async () => {
        if ((await row.count()) === 0) await page.reload()
        return row.count()
      },
      { timeout: 60_000, interval: 1500 },
    )
    .toBeGreaterThan(0)
  await leo.look('guide offered')
  await guide().getByRole('button', { name: 'Start the guide' }).click()
  await stepIs(1)
  await page.keyboard.press('F2')
  expect(
    await page.evaluate(() =>
      document.activeElement?.closest('[data-step-at]')?.getAttribute('data-step-at'),
    ),
  ).toBe('open')
  const marked = page.locator('[data-step-at="open"]').first()
  expect(await marked.evaluate((one) => getComputedStyle(one).outlineStyle)).toBe('dashed')
  await page.keyboard.press('Enter')
  await pictureShown(page)
  await stepIs(2)
  await page.keyboard.press('Shift+G')
  await stepIs(3)
  await leo.look('guide class')
  await page.keyboard.press('Shift+G')
  await page.keyboard.press('6')
  await stepIs(4)
}, 120_000)

test('a guide goes on after a reload, where it was', async () => {
  const { page } = leo
  await page.reload()
  await pictureShown(page)
  await stepIs(4)
  await page.goto(`${demo.origin}/projects/${demo.project}`)
  await guide().getByRole('link', { name: 'Back to the picture' }).click()
  await pictureShown(page)
})

test('the last step ends with the submit, and the guide is not offered again', async () => {
  const { page } = leo
  await page.keyboard.press('6')
  await page.keyboard.press('b')
  await drag(page, [0.4, 0.4], [0.55, 0.6])
  await hasObjects(page, 1)
  await stepIs(5)
  await page.keyboard.press('Escape')
  await rate(page, 'good')
  await stepIs(6)
  await saved(page)
  await submit(page)
  await guide().getByText('That was a whole task.').waitFor()
  await leo.look('guide over')
  await guide().getByRole('button', { name: 'Close' }).click()
  await leo.go('/')
  await leo.heading('Your projects').waitFor()
  expect(await guide().count()).toBe(0)
})

test('F1 opens the help of the page without leaving the task, and its links lead on', async () => {
  const { page } = leo
  await leo.go(`/projects/${demo.project}/label`)
  await pictureShown(page)
  await page.keyboard.press('F1')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('heading', { name: 'Your first task' }).waitFor()
  await dialog.getByRole('searchbox', { name: 'Search the documents' }).fill('polygon hole')
  await dialog
    .getByRole('link', { name: /Tools|Keys|Masks/ })
    .first()
    .click()
  await dialog.getByRole('heading', { level: 2 }).first().waitFor()
  await leo.look('help dialog')
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await surface(page).count()).toBe(1)
})

test('the keys are searched, and the palette finds a class, an action and a document', async () => {
  const { page } = leo
  await page.keyboard.press('?')
  await page.getByRole('dialog').getByRole('searchbox', { name: 'Find a key' }).fill('undo')
  expect(await page.getByRole('dialog').locator('kbd').count()).toBe(1)
  await leo.look('keys found')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Control+k')
  const field = page.getByRole('combobox', { name: /A page, a project/ })
  await field.fill('animal')
  await leo.look('palette')
  await page.keyboard.press('Enter')
  await page
    .getByRole('region', { name: 'Status' })
    .getByText(/^Animal/)
    .waitFor()
  await page.keyboard.press('Control+k')
  await field.fill('polygon')
  await page.keyboard.press('Enter')
  await expect
    .poll(() => page.getByRole('button', { name: 'Polygon', exact: true }).getAttribute('aria-pressed'))
    .toBe('true')
  await page.keyboard.press('Control+k')
  await field.fill('what is kept, and when')
  await page.keyboard.press('Enter')
  await page
    .getByRole('dialog')
    .getByRole('heading', { name: /^Drafts/ })
    .waitFor()
  await page.keyboard.press('Escape')
})

test('an idle workbench paints nothing for five seconds', async () => {
  const { page } = leo
  await click(page, [0.9, 0.9])
  await page.keyboard.press('Escape')
  await page.getByText('next picture ready').waitFor()
  await page.waitForTimeout(1500)
  // The trace sees what is painted: another tool in hand marks its button.
  expect((await paints(page, () => page.keyboard.press('v'))).length).toBeGreaterThan(0)
  await page.waitForTimeout(500)
  const first = await paints(page)
  // A word of the time left may change once a minute; it cannot in two windows that follow each other.
  const painted = first.length === 0 ? first : await paints(page)
  console.log(`paints while idle: ${first.length}${first.length ? `, then ${painted.length}` : ''}`)
  expect(painted).toEqual([])
}, 60_000)

test('the documents are read and searched as pages too', async () => {
  const { page } = leo
  await leo.go('/help')
  await leo.heading("Labelkeep's documents").waitFor()
  await leo.look('help')
  await page.getByRole('searchbox', { name: 'Search the documents' }).fill('backup')
  await page.getByRole('main').getByRole('link', { name: /^Back/ }).first().click()
  await expect.poll(() => page.url()).toContain('/help/operate/backup')
  await leo.go('/help/nothing/such')
  await page.getByText('There is no document').waitFor()
})

test('the speed page measures screen and line, and says in words what they mean', async () => {
  const { page } = leo
  await leo.go('/help/speed')
  await leo.heading('How fast is it here?').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText(/^Measured just now/).waitFor({ timeout: 30_000 })
  const said = await page.getByText(/95 of 100 within/).allTextContents()
  console.log(said.join(' | '))
  expect(said.length).toBe(2)
  await leo.look('speed')
})

test('no screen moves by itself while it comes up', async () => {
  const { page } = leo
  const rooms = ['', '/account', '/help', '/help/speed', '/help/use/keys']
  rooms.push(...['/ontology', '/policy', '/label'].map((room) => `/projects/${demo.project}${room}`))
  const found: string[] = []
  for (const room of rooms) {
    await leo.go(room)
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(300)
    found.push(...(await shifts(page)))
  }
  expect(found).toEqual([])
}, 60_000)

test('nothing unexpected was said by the browser', () => {
  expect(leo.faults).toEqual([])
})
