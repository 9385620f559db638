/** The main job without a pointer: from the sign-in link to a release, by keys alone. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { hasObjects, pictureName, pictureShown, saved } from './bench'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, type Role, remove, Server } from './server'

const port = process.env['LABELKEEP_E2E_PORT']
let home = ''
let server: Server
let demo: Demo
let browser: Browser
const people = new Map<Role, Person>()

async function arrive(role: Role): Promise<Person> {
  const known = people.get(role)
  if (known) return known
  const found = demo.people.find((one) => one.role === role)
  if (!found) throw new Error(`nobody is ${role}`)
  const person = await Person.arrive(browser, found.name, demo.origin)
  await person.context.addInitScript(() => {
    window.addEventListener(
      'pointerdown',
      () => {
        throw new Error('a pointer was used')
      },
      { capture: true },
    )
  })
  await person.signIn(found.link)
  people.set(role, person)
  return person
}

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', port ?? String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (!process.env['LABELKEEP_KEEP']) await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') {
    for (const { faults } of people.values()) expect(faults).toEqual([])
    return
  }
  for (const person of people.values()) await person.lastSight()
})

/** Goes on by Tab until the control with that name has the focus. */
async function tabTo(page: Page, name: RegExp): Promise<void> {
  for (let n = 0; n < 150; n++) {
    await page.keyboard.press('Tab')
    const at = await page.evaluate(() => {
      const here = document.activeElement as HTMLElement | null
      const label = here instanceof HTMLInputElement ? here.labels?.[0]?.textContent : null
      return here?.getAttribute('aria-label') ?? label ?? here?.textContent ?? ''
    })
    if (name.test(at.trim())) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

async function press(page: Page, key: string, times = 1): Promise<void> {
  for (let n = 0; n < times; n++) await page.keyboard.press(key)
}

/** A box from the cursor on, which stands where the last one ended or in the middle. */
async function box(page: Page): Promise<void> {
  await press(page, 'b')
  await press(page, 'ArrowLeft')
  await press(page, 'Enter')
  await press(page, 'Shift+ArrowRight', 4)
  await press(page, 'Shift+ArrowDown', 3)
  await press(page, 'Enter')
}

async function another(page: Page, keys: string): Promise<void> {
  const before = await pictureName(page)
  await page.keyboard.press(keys)
  await expect.poll(() => pictureName(page), { timeout: 15_000 }).not.toBe(before)
}

/** Says of the whole picture that it is good. */
async function answer(page: Page): Promise<void> {
  await tabTo(page, /^good/)
  await page.keyboard.press('Space')
  await expect
    .poll(() =>
      page.getByRole('region', { name: 'Whole picture' }).getByRole('radio', { checked: true }).count(),
    )
    .toBe(1)
}

/** From home, the first link of that kind of work is what Enter opens; the other project may be ready sooner. */
async function begin(person: Person, work: RegExp): Promise<void> {
  const { page } = person
  await expect
    .poll(
      async () => {
        await person.go('/')
        await person.heading('Your projects').waitFor()
        const [first] = await page.getByRole('link', { name: work }).all()
        return (await first?.getAttribute('href')) ?? ''
      },
      { timeout: 45_000, interval: 1000 },
    )
    .toContain(demo.project)
}

/** Enter goes on with the first work on the home page. */
async function openWork({ page }: Person): Promise<Page> {
  await page.keyboard.press('Enter')
  await pictureShown(page)
  return page
}

test('a picture is labelled: a box, its class, an answer, the submit', async () => {
  const person = await arrive('labeler')
  await begin(person, /^Label \d/)
  const page = await openWork(person)
  for (const _ of [1, 2]) {
    await press(page, '6')
    await box(page)
    await hasObjects(page, 1)
    await press(page, 'Alt+ArrowRight')
    await answer(page)
    await saved(page)
    await another(page, 'Control+Enter')
  }
})

test('one is accepted, one is sent back with a remark', async () => {
  const person = await arrive('reviewer')
  await begin(person, /^Review \d/)
  const page = await openWork(person)
  await hasObjects(page, 1)
  await another(page, 'a')
  await hasObjects(page, 1)
  await press(page, '.')
  await press(page, 'x')
  await page.getByRole('textbox', { name: /^Remark 1/ }).waitFor()
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.tagName), { timeout: 5_000 })
    .toBe('TEXTAREA')
  await page.keyboard.type('Keep to the outermost pixels.')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Nothing to do right now').waitFor()
})

test('it comes back first, is mended and submitted again', async () => {
  const person = await arrive('labeler')
  const { page } = person
  // What is in hand is given an answer and submitted: what was sent back comes next.
  for (let n = 0; n < 3; n++) {
    await pictureShown(page)
    if (await page.getByText('sent back to you').isVisible()) break
    await answer(page)
    await another(page, 'Control+Enter')
  }
  await page.getByText('Keep to the outermost pixels.').waitFor()
  await press(page, '.')
  await press(page, 'Alt+ArrowLeft')
  await tabTo(page, /^Fixed/)
  await page.keyboard.press('Enter')
  await another(page, 'Control+Enter')
})

test('help, the theme, and every room of the project have a key', async () => {
  const person = await arrive('project_admin')
  const { page } = person
  await person.go(`/projects/${demo.project}/`)
  await page
    .getByText(/rendered pixels/i)
    .first()
    .waitFor()
  await page.keyboard.press('?')
  await page.getByRole('dialog').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'detached' })
  const keys = await page
    .locator('nav a[title*="(G "]')
    .evaluateAll((all) => all.map((one) => /\(G (.)\)/.exec((one as HTMLElement).title)?.[1] ?? ''))
  expect(keys.length).toBeGreaterThan(5)
  for (const key of keys) {
    await press(page, 'g')
    await press(page, key.toLowerCase())
    await page.getByRole('heading', { level: 1 }).waitFor()
  }
})
