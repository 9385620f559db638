/** A review from both sides, by keys: verdicts on objects, remarks done, versions compared, edited and accepted. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { drag, hasObjects, pictureName, pictureShown, rate, saved, submit, surface } from './bench'
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
  if (task.result?.state !== 'fail') return
  for (const person of people.values()) await person.lastSight()
})

async function bench(page: Page, kind: 'label' | 'review'): Promise<void> {
  const again = page.getByRole('button', { name: 'Look again' })
  await page.goto(`${demo.origin}/projects/${demo.project}/${kind}`)
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click()
        return surface(page).count()
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe(1)
  await pictureShown(page)
}

const key = (page: Page, keys: string) => page.keyboard.press(keys)
const panel = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
/** The rows of objects, each with what was said of it. */
const said = (page: Page) =>
  page
    .getByRole('region', { name: 'Objects', exact: true })
    .getByLabel(/^(accepted|to be changed|changed in review)$/)

let name = ''

test('a reviewer gives a verdict on each object by keys, and sends the work back', async () => {
  const { page } = await arrive('labeler')
  await bench(page, 'label')
  await key(page, 'b')
  await drag(page, [0.3, 0.3], [0.4, 0.4])
  await drag(page, [0.5, 0.3], [0.6, 0.4])
  await drag(page, [0.4, 0.55], [0.55, 0.7])
  await hasObjects(page, 3)
  await rate(page, 'good')
  await saved(page)
  name = await pictureName(page)
  await submit(page)

  const reviewer = await arrive('reviewer')
  const other = reviewer.page
  await bench(other, 'review')
  expect(await pictureName(other)).toBe(name)
  await key(other, 'n')
  await expect.poll(() => other.getByRole('button', { name: '1 box', pressed: true }).count()).toBe(1)
  await key(other, 'Shift+A')
  await expect.poll(() => said(other).count()).toBe(1)
  await key(other, 'Shift+X')
  await other.keyboard.type('Too wide on the left.')
  await key(other, 'Escape')
  await key(other, 'n')
  await key(other, 'Shift+X')
  await other.keyboard.type('No such thing here.')
  await expect.poll(() => said(other).count()).toBe(3)
  await key(other, 'Escape')
  await key(other, 'a')
  await other.getByText('There are remarks.').waitFor()
  await reviewer.look('review, verdicts')
  await key(other, 'Control+Enter')
  await expect.poll(() => other.getByText(name).count(), { timeout: 15_000 }).toBe(0)
})

test('the labeler sees the remarks first, goes through them by keys and marks them as done', async () => {
  const labeler = await arrive('labeler')
  const { page } = labeler
  await page.goto(`${demo.origin}/projects/${demo.project}`)
  await bench(page, 'label')
  // the task in hand comes first; what came back follows it
  if ((await pictureName(page)) !== name) {
    await key(page, 's')
    await page.getByRole('button', { name: 'Give it back and stop' }).click()
    await bench(page, 'label')
  }
  expect(await pictureName(page)).toBe(name)
  await panel(page, 'Remarks').getByText('2 open').waitFor()
  await expect.poll(() => said(page).count()).toBe(3)
  await labeler.look('label, sent back')
  await key(page, 'i')
  await page.getByRole('button', { name: '2 box', pressed: true }).waitFor()
  await key(page, 'v')
  for (let i = 0; i < 3; i++) await key(page, 'Shift+ArrowRight')
  await key(page, 'Shift+I')
  await panel(page, 'Remarks').getByText('1 open').waitFor()
  await page.getByRole('button', { name: '3 box', pressed: true }).waitFor()
  await key(page, 'Delete')
  await key(page, 'Shift+I')
  await panel(page, 'Remarks').getByText('0 open').waitFor()
  await key(page, 'b')
  await drag(page, [0.62, 0.6], [0.7, 0.75])
  await hasObjects(page, 3)
  await saved(page)
  await submit(page)
})

test('versions are compared overlaid and side by side, and the work is edited and accepted', async () => {
  const reviewer = await arrive('reviewer')
  const { page } = reviewer
  await bench(page, 'review')
  expect(await pictureName(page)).toBe(name)
  expect(await panel(page, 'Remarks').getByText('marked as done').count()).toBe(2)
  await key(page, 'u')
  const versions = panel(page, 'Versions')
  await versions.getByText('Sent back by', { exact: false }).waitFor()
  const list = versions.getByRole('listitem')
  await expect.poll(() => list.filter({ hasText: 'moved or reshaped' }).count()).toBe(1)
  const counts = async () => (await versions.getByRole('list').first().textContent())?.match(/\d+/g)
  expect(await counts()).toEqual(['1', '1', '1'])
  await key(page, 'n')
  await versions.getByText('1 of 3').waitFor()
  await key(page, 'n')
  await versions.getByText('2 of 3').waitFor()
  await reviewer.look('review, overlaid')
  await key(page, 'u')
  await expect.poll(() => page.getByRole('application').count()).toBe(2)
  await page.waitForLoadState('networkidle')
  await key(page, 'n')
  await versions.getByText('3 of 3').waitFor()
  await reviewer.look('review, side by side')
  await key(page, 'Alt+.')
  await versions.getByText('Nothing differs from this version.').waitFor()
  await key(page, 'u')
  await key(page, '.')
  await key(page, 'ArrowDown')
  await saved(page)
  await page.getByRole('button', { name: /^Accept with changes/ }).waitFor()
  await key(page, 'a')
  await expect.poll(() => page.getByText(name).count(), { timeout: 15_000 }).toBe(0)
  expect(reviewer.faults).toEqual([])
})

test('the author sees what became of their work, without the picture', async () => {
  const labeler = await arrive('labeler')
  const { page } = labeler
  await labeler.go(`/projects/${demo.project}/mine`)
  const rows = page.getByRole('row').filter({ hasText: name })
  await expect.poll(() => rows.count()).toBe(2)
  expect(await rows.nth(0).textContent()).toMatch(/changed and accepted.*1 changed/)
  expect(await rows.nth(1).textContent()).toMatch(/sent back.*1 right, 2 to change/)
  await labeler.look('my work')
  await rows.nth(0).getByRole('link').click()
  await page.getByRole('heading', { name: '1 change', exact: true }).waitFor()
  await key(page, 'n')
  await expect.poll(() => page.locator('[aria-current=true]').filter({ hasText: 'moved' }).count()).toBe(1)
  await labeler.look('my work, one')
  expect(await surface(page).count()).toBe(0)
  expect(labeler.faults).toEqual([])
})
