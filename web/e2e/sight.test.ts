/** Looking: a picture of 16 bits and one of several pages, through window, channels, magnifier, rulers and measure. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { click, drag, pictureName, pictureShown, surface } from './bench'
import { openBrowser, Person } from './person'
import { deepPng, pagesTiff } from './png'
import { type Demo, freePort, newHome, type Role, remove, Server } from './server'

let home = ''
let given = ''
let server: Server
let demo: Demo
let browser: Browser
let labeler: Person
const displays: string[] = []

const note = '# Sensitive\nNothing.\n# Path\nRendered.\n# Reviewers\nRosa.\n# Exceptions\nAsk.\n'
const ontology = {
  schema: 'lk-ontology/1',
  tasks: [
    {
      id: 'things',
      kind: 'object',
      label: 'Things',
      geometry: ['bbox'],
      classes: [{ id: 'thing', label: 'Thing', color: '#5b5fc7', key: '1' }],
    },
  ],
}

async function arrive(role: Role): Promise<Person> {
  const { name, link } = demo.people.find((one) => one.role === role) ?? { name: '', link: '' }
  const person = await Person.arrive(browser, name, demo.origin)
  await person.signIn(link)
  return person
}

const post = (page: Page, path: string, body: unknown) =>
  page.evaluate(
    async ([to, text]) => {
      const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': crypto.randomUUID() }
      return (await fetch(to, { method: 'POST', headers, body: text })).status
    },
    [`/api/v1/projects/${demo.project}${path}`, JSON.stringify(body)] as const,
  )

beforeAll(async () => {
  ;[home, given] = [await newHome(), await newHome()]
  const data = join(given, 'pictures')
  await mkdir(data)
  await writeFile(join(data, 'a deep.png'), deepPng(900, 600))
  await writeFile(join(data, 'b pages.tif'), pagesTiff(320, 240, 9))
  await writeFile(join(given, 'policy.toml'), '')
  await writeFile(join(given, 'note.md'), note)
  const words = ['--data', data, '--policy', join(given, 'policy.toml'), '--note', join(given, 'note.md')]
  server = new Server(home, ['demo', '--port', String(await freePort()), ...words])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const admin = await arrive('project_admin')
  expect(await post(admin.page, '/ontology', { body: ontology })).toBe(201)
  expect(await post(admin.page, '/guideline', { text: 'Mark what you see.', change_note: 'First.' })).toBe(
    201,
  )
  await admin.context.close()
  labeler = await arrive('labeler')
  labeler.page.on('request', (request) => {
    if (/\/display$/.test(request.url())) displays.push(request.postData() ?? '')
  })
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
  await remove(given)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await labeler?.lastSight()
})

/** The mean of red, green and blue where the surface shows its middle, read from what the browser painted. */
async function middle(page: Page): Promise<number[]> {
  return page.evaluate(() => {
    const canvas = document.querySelector('[role="application"] canvas') as HTMLCanvasElement | null
    const context = canvas?.getContext('2d')
    if (!canvas || !context) return []
    const { data } = context.getImageData(canvas.width / 2 - 8, canvas.height / 2 - 8, 16, 16)
    const sum = [0, 0, 0]
    for (let at = 0; at < data.length; at += 4)
      for (const band of [0, 1, 2]) sum[band] = (sum[band] ?? 0) + (data[at + band] ?? 0) / 256
    return sum
  })
}

const panel = (page: Page) => page.getByRole('region', { name: 'Look', exact: true })

test('a picture of 16 bits is windowed by drag, first on the spot and then by the server at full depth', async () => {
  const { page } = labeler
  await expect
    .poll(
      async () => {
        await labeler.go(`/projects/${demo.project}/label`)
        await page.waitForTimeout(1500)
        return surface(page).count()
      },
      { timeout: 40_000, interval: 500 },
    )
    .toBe(1)
  await pictureShown(page)
  expect(await pictureName(page)).toContain('a deep.png')
  await expect.poll(async () => (await middle(page))[0] ?? 0, { timeout: 10_000 }).toBeGreaterThan(0)
  const before = (await middle(page))[0] ?? 0
  await page.keyboard.press('o')
  await panel(page).waitFor()
  await page.keyboard.press('Shift+O')
  await drag(page, [0.3, 0.3], [0.3, 0.5])
  await expect.poll(() => displays.length, { timeout: 5_000 }).toBe(1)
  expect(JSON.parse(displays[0] ?? '{}').window).toHaveLength(2)
  await expect.poll(async () => (await middle(page))[0] ?? 0, { timeout: 5_000 }).toBeLessThan(before - 10)
  await page.keyboard.press('Escape')
  await labeler.look('sight deep')
  await page.keyboard.press('Alt+u')
  await expect.poll(() => displays.length, { timeout: 5_000 }).toBe(2)
  await expect
    .poll(async () => Math.abs(((await middle(page))[0] ?? 0) - before), { timeout: 5_000 })
    .toBeLessThan(4)
})

test('brightness, inversion and channels need no answer from the server', async () => {
  const { page } = labeler
  const asked = displays.length
  const before = (await middle(page))[0] ?? 0
  await panel(page).getByRole('spinbutton', { name: 'Brightness' }).fill('-30')
  await page.keyboard.press('Enter')
  await expect.poll(async () => (await middle(page))[0] ?? 0).toBeLessThan(before - 40)
  await page.getByRole('button', { name: /brightness -30/ }).waitFor()
  expect(displays.length).toBe(asked)
})

test('the view is kept for the person and comes back in another tab', async () => {
  const { page } = labeler
  const answer = page.waitForResponse((one) => /preferences\/display$/.test(one.url()))
  await panel(page).getByRole('button', { name: 'Keep as my view of this project' }).click()
  expect((await answer).status()).toBe(204)
  await page.reload()
  await pictureShown(page)
  await page.getByRole('button', { name: /brightness -30/ }).waitFor()
  await page.keyboard.press('Alt+u')
  await page.getByRole('button', { name: /^window \d/ }).waitFor()
})

test('rulers, grid, magnifier and measure', async () => {
  const { page } = labeler
  await page.keyboard.press('Alt+z')
  await page.keyboard.press('Alt+g')
  await page.keyboard.press('Shift+Z')
  await click(page, [0.4, 0.4])
  await click(page, [0.6, 0.4])
  await click(page, [0.6, 0.6])
  await page.getByText(/^\d+(\.\d)? px · in all .* · 90°$/).waitFor()
  await page.keyboard.press('o')
  await panel(page).getByRole('textbox', { name: 'Pixel size' }).fill('0.5')
  await page.keyboard.press('Enter')
  await surface(page).focus()
  await page.keyboard.press('ArrowRight')
  await page.getByText(/px \(.* mm\)/).waitFor()
  await labeler.look('sight measure')
  await page.keyboard.press('Escape')
  await page.keyboard.down('z')
  await expect.poll(() => page.locator('canvas[data-lens]').count()).toBe(1)
  await labeler.look('sight lens')
  await page.keyboard.up('z')
  await expect.poll(() => page.locator('canvas[data-lens]').count()).toBe(0)
  for (const key of ['Alt+z', 'Alt+g', 'o']) await page.keyboard.press(key)
})

test('a changed look is painted once, not again and again', async () => {
  const { page } = labeler
  await page.mouse.move(5, 5)
  await page.waitForTimeout(1500)
  const client = await page.context().newCDPSession(page)
  const paints: string[] = []
  client.on('Tracing.dataCollected', ({ value }) => {
    for (const { name } of value as { name?: string }[]) if (name === 'Paint') paints.push(name)
  })
  const over = new Promise<void>((done) => client.once('Tracing.tracingComplete', () => done()))
  await client.send('Tracing.start', { categories: 'devtools.timeline', transferMode: 'ReportEvents' })
  await page.waitForTimeout(2000)
  await client.send('Tracing.end')
  await over
  // The session's clock ticks each second; a repaint without end would be a hundred and more.
  expect(paints.length).toBeLessThanOrEqual(8)
})

test('pages stand in a strip, turn by key and play', async () => {
  const { page } = labeler
  await page.keyboard.press('s')
  const dialog = page.getByRole('dialog')
  await dialog.waitFor()
  await dialog.getByRole('button', { name: /^Skip/ }).click()
  await expect.poll(() => pictureName(page), { timeout: 15_000 }).toContain('b pages.tif')
  await pictureShown(page)
  const strip = page.getByRole('navigation', { name: 'Pages' })
  await expect.poll(() => strip.getByRole('button', { name: /^Page \d/ }).count()).toBe(9)
  const current = () => strip.locator('[aria-current=page]').getAttribute('aria-label')
  await page.keyboard.press('End')
  await expect.poll(current).toBe('Page 9, 0 objects')
  await page.keyboard.press('Home')
  await expect.poll(current).toBe('Page 1, 0 objects')
  await page.keyboard.press('1')
  await page.keyboard.press('b')
  await drag(page, [0.4, 0.4], [0.5, 0.5])
  await expect.poll(current).toBe('Page 1, 1 object')
  await labeler.look('sight pages')
  await page.keyboard.press('Alt+p')
  await expect.poll(current, { timeout: 5_000, interval: 50 }).toMatch(/^Page [345]/)
  await page.keyboard.press('Alt+p')
  expect(labeler.faults).toEqual([])
})
