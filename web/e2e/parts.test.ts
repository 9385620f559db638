/** Several parts of one asset side by side, the view turned and mirrored, the map, and two sessions of one person. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { drag, hasObjects, type Place, pictureShown, saved, submit } from './bench'
import { openBrowser, Person } from './person'
import { png } from './png'
import { type Demo, freePort, labelkeep, newHome, type Role, remove, Server } from './server'

interface Box {
  readonly x: number
  readonly y: number
  readonly w: number
  readonly h: number
}
interface Sent {
  readonly objects: readonly { readonly part: string; readonly class: string; readonly geometry: Box }[]
}

interface View {
  readonly parts?: readonly { readonly id: string; readonly name: string }[]
}

let home = ''
let given = ''
let server: Server
let demo: Demo
let browser: Browser
let labeler: Person
/** The drafts as they were sent, the last one last. */
const drafts: Sent[] = []
/** What the parts of every view are called, by id. */
const partNames = new Map<string, string>()

const note = '# Sensitive\nNothing.\n# Path\nRendered.\n# Reviewers\nRosa.\n# Exceptions\nAsk.\n'
const ontology = {
  schema: 'lk-ontology/1',
  tasks: [
    {
      id: 'things',
      kind: 'object',
      label: 'Things',
      geometry: ['bbox'],
      classes: [
        { id: 'thing', label: 'Thing', color: '#5b5fc7', key: '1' },
        { id: 'other', label: 'Other', color: '#d55e00', key: '2' },
      ],
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

/** Hears what is sent and which parts a view has. */
function listen({ page }: Person): void {
  page.on('request', (request) => {
    if (request.method() !== 'PUT' || !/\/draft$/.test(request.url())) return
    const body = JSON.parse(request.postData() ?? '{}') as { label?: Sent }
    if (body.label) drafts.push(body.label)
  })
  page.on('response', async (response) => {
    if (!/\/views?$/.test(response.url()) || !response.ok()) return
    const view = (await response.json().catch(() => null)) as View | null
    for (const { id, name } of view?.parts ?? []) partNames.set(id, name)
  })
}

const pane = (page: Page, n: number) => page.locator(`[data-part="${n}"]`)
const activePart = (page: Page) => page.locator('[data-part][data-active="true"]').getAttribute('data-part')

/** The parts are on the screen, and long enough that nobody takes a stroke for a slip. */
async function partsShown(page: Page): Promise<void> {
  await pane(page, 2).locator('[data-whole]').waitFor()
  await page.waitForTimeout(400)
}

async function place(page: Page, n: number, [x, y]: Place): Promise<{ x: number; y: number }> {
  const box = await pane(page, n).getByRole('application').boundingBox()
  if (!box) throw new Error(`no part ${n}`)
  return { x: box.x + box.width * x, y: box.y + box.height * y }
}

async function dragOn(page: Page, n: number, from: Place, to: Place): Promise<void> {
  const [a, b] = [await place(page, n, from), await place(page, n, to)]
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move(b.x, b.y, { steps: 4 })
  await page.mouse.up()
}

/** Where the crosses stand on the other parts, as shares of their surfaces. */
const crosses = (page: Page) =>
  page.locator('[data-cross]').evaluateAll((all) =>
    all.map((one) => {
      const edge = one.closest('[role="application"]')?.getBoundingClientRect() ?? new DOMRect()
      const { x, y, width, height } = one.getBoundingClientRect()
      return [(x + width / 2 - edge.x) / edge.width, (y + height / 2 - edge.y) / edge.height] as const
    }),
  )

const lastDraft = () => drafts.at(-1) ?? { objects: [] }

beforeAll(async () => {
  ;[home, given] = [await newHome(), await newHome()]
  const data = join(given, 'pictures')
  const cases = join(given, 'cases')
  await mkdir(data)
  for (const name of ['joint 1', 'joint 2']) await mkdir(join(cases, name), { recursive: true })
  await writeFile(join(data, 'a single.png'), png(600, 400, [70, 80, 120]))
  const shades = [
    [120, 70, 70],
    [70, 120, 70],
    [70, 70, 120],
    [110, 110, 60],
  ] as const
  for (const [i, name] of ['front', 'left', 'rear', 'right'].entries())
    for (const joint of ['joint 1', 'joint 2'])
      await writeFile(join(cases, joint, `${i + 1} ${name}.png`), png(640, 480, shades[i] ?? shades[0]))
  await writeFile(join(given, 'policy.toml'), '')
  await writeFile(join(given, 'note.md'), note)
  const words = ['--data', data, '--policy', join(given, 'policy.toml'), '--note', join(given, 'note.md')]
  server = new Server(home, ['demo', '--port', String(await freePort()), ...words])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const admin = await arrive('project_admin')
  expect(await post(admin.page, '/ontology', { body: ontology })).toBe(201)
  expect(await post(admin.page, '/guideline', { text: 'Mark it.', change_note: 'First.' })).toBe(201)
  const imported = await labelkeep(
    ...['import', demo.project, cases, '--grouping', 'folder', '--home', home, '--as', admin.name, '--json'],
  )
  expect(imported.out).toContain('"assets_made": 2')
  await admin.context.close()
  labeler = await arrive('labeler')
  listen(labeler)
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

test('turning and mirroring the view changes no coordinate, and the hand draws where it is', async () => {
  const { page } = labeler
  await labeler.go(`/projects/${demo.project}/label`)
  await pictureShown(page)
  await page.keyboard.press('b')
  await drag(page, [0.4, 0.4], [0.5, 0.5])
  await hasObjects(page, 1)
  await saved(page)
  const before = lastDraft().objects[0]?.geometry
  await page.keyboard.press('Alt+r')
  await page.keyboard.press('Alt+y')
  await expect.poll(() => page.getByText('turned 90° · mirrored').count()).toBe(1)
  await labeler.look('view turned')
  // The picture lies on its side: up on the screen is left or right in it.
  await page.keyboard.press('b')
  await drag(page, [0.5, 0.6], [0.52, 0.75])
  await hasObjects(page, 2)
  await expect.poll(() => lastDraft().objects.length).toBe(2)
  const [first, second] = lastDraft().objects.map(({ geometry }) => geometry)
  expect(first).toEqual(before)
  expect(second && second.w > second.h).toBe(true)
  // From the middle of the screen down is from the middle of the picture to the right; right is down in it.
  expect(second && second.x > 320 && second.x < 420).toBe(true)
  expect(Math.abs((second?.y ?? 0) - 200)).toBeLessThan(2)
  await page.keyboard.press('Alt+u')
  await expect.poll(() => page.getByText(/turned/).count()).toBe(0)
})

test('the map shows what is in sight and leads there', async () => {
  const { page } = labeler
  await page.keyboard.press('Alt+n')
  const map = page.getByRole('img', { name: /Overview/ })
  await map.waitFor()
  const frame = () => map.locator('span').evaluate((one) => (one as HTMLElement).style.left)
  for (let i = 0; i < 6; i++) await page.keyboard.press('+')
  await expect.poll(frame).not.toBe('0px')
  const edge = await map.boundingBox()
  await page.mouse.click((edge?.x ?? 0) + 8, (edge?.y ?? 0) + 8)
  await expect.poll(frame).toBe('0px')
  await labeler.look('map')
  await page.keyboard.press('Alt+n')
  await expect.poll(() => map.count()).toBe(0)
  await page.keyboard.press('f')
})

test('parts stand side by side, each object lies on the part that it was drawn on', async () => {
  const { page } = labeler
  await submit(page)
  await pane(page, 4).waitFor()
  expect(await activePart(page)).toBe('1')
  await page.waitForTimeout(400)
  await page.keyboard.press('b')
  await dragOn(page, 1, [0.3, 0.3], [0.45, 0.5])
  await hasObjects(page, 1)
  await page.keyboard.press('Alt+PageDown')
  await page.keyboard.press('Alt+PageDown')
  await expect.poll(() => activePart(page)).toBe('3')
  await dragOn(page, 3, [0.5, 0.5], [0.6, 0.7])
  await hasObjects(page, 2)
  // The first press takes a part in hand, and draws nothing there.
  await dragOn(page, 2, [0.5, 0.5], [0.6, 0.7])
  await expect.poll(() => activePart(page)).toBe('2')
  await hasObjects(page, 2)
  await expect
    .poll(() => lastDraft().objects.map(({ part }) => partNames.get(part)))
    .toEqual(['1 front', '3 rear'])
  await labeler.look('parts')
})

test('the hand is shown on the other parts, and parts of one size move together until they are parted', async () => {
  const { page } = labeler
  const at = await place(page, 2, [0.25, 0.4])
  await page.mouse.move(at.x, at.y)
  await expect.poll(async () => (await crosses(page)).length).toBe(3)
  await page.keyboard.press('+')
  await page.keyboard.press('+')
  await page.mouse.move(at.x + 1, at.y)
  await expect
    .poll(async () =>
      (await crosses(page)).every(([x, y]) => Math.abs(x - 0.25) < 0.02 && Math.abs(y - 0.4) < 0.02),
    )
    .toBe(true)
  // The window's size moves no part away.
  const zoom = () => page.getByText(/^\d+ %$/).textContent()
  // The zoom is written when the hand has rested.
  await page.waitForTimeout(600)
  const before = Number.parseInt((await zoom()) ?? '', 10)
  await page.setViewportSize({ width: 1600, height: 900 })
  await page.waitForTimeout(600)
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.waitForTimeout(600)
  const after = Number.parseInt((await zoom()) ?? '', 10)
  expect(Math.abs(after / before - 1)).toBeLessThan(0.1)
  await page.keyboard.press('Alt+l')
  for (let i = 0; i < 4; i++) await page.keyboard.press('+')
  await page.mouse.move(at.x, at.y)
  await expect.poll(async () => (await crosses(page)).every(([x]) => Math.abs(x - 0.25) > 0.02)).toBe(true)
  await page.keyboard.press('Alt+l')
  await page.keyboard.press('f')
})

test('one, two, three or four stand side by side by a key, and the choice stays for the next asset', async () => {
  const { page } = labeler
  const count = () => page.locator('[data-part]').count()
  await page.keyboard.press('Alt+b')
  await expect.poll(count).toBe(1)
  await page.keyboard.press('Alt+b')
  await expect.poll(count).toBe(2)
  expect(await activePart(page)).toBe('2')
  await labeler.look('two parts')
  await page.keyboard.press('Alt+PageDown')
  await page.keyboard.press('Alt+PageDown')
  await expect
    .poll(() =>
      page.locator('[data-part]').evaluateAll((all) => all.map((one) => one.getAttribute('data-part'))),
    )
    .toEqual(['3', '4'])
  await saved(page)
  await submit(page)
  await expect.poll(count).toBe(2)
})

test('a reviewer sees every part with its objects', async () => {
  const reviewer = await arrive('reviewer')
  listen(reviewer)
  await reviewer.go(`/projects/${demo.project}/review`)
  await pictureShown(reviewer.page)
  await submit(reviewer.page)
  await pane(reviewer.page, 4).waitFor()
  await hasObjects(reviewer.page, 2)
  const panel = reviewer.page.getByRole('region', { name: 'Objects', exact: true })
  await panel.getByRole('button', { name: /3 rear/ }).click()
  await expect.poll(() => activePart(reviewer.page)).toBe('3')
  await reviewer.look('parts in review')
  await reviewer.context.close()
})

test("an asset's parts stand side by side on its page too, and move together", async () => {
  const manager = await arrive('team_manager')
  const { page } = manager
  const id = await page.evaluate(async (at) => {
    const { items } = (await (await fetch(at)).json()) as { items: { id: string; name: string }[] }
    return items.find(({ name }) => name.endsWith('joint 1'))?.id ?? ''
  }, `/api/v1/projects/${demo.project}/assets`)
  await manager.go(`/projects/${demo.project}/assets/${id}`)
  await page.getByRole('heading', { name: 'History' }).waitFor()
  await page.keyboard.press('Enter')
  await partsShown(page)
  expect(await page.locator('[data-part]').count()).toBe(4)
  await manager.look('asset with parts')
  const before = await pane(page, 3).screenshot()
  const { x, y } = await place(page, 1, [0.5, 0.5])
  await page.mouse.move(x, y)
  await page.mouse.wheel(0, -600)
  await expect.poll(async () => before.equals(await pane(page, 3).screenshot())).toBe(false)
  await page.mouse.click(x, y)
  await expect.poll(() => activePart(page)).toBe('1')
  await page.getByRole('button', { name: 'Next page' }).click()
  await expect.poll(() => activePart(page)).toBe('2')
  await manager.context.close()
})

test('what was drawn without a line is not lost when the same person goes on elsewhere: both stand side by side', async () => {
  const { page } = labeler
  await partsShown(page)
  await page.keyboard.press('b')
  await dragOn(page, 1, [0.2, 0.2], [0.35, 0.4])
  await hasObjects(page, 1)
  await saved(page)
  const name = await page.getByRole('heading', { level: 1 }).textContent()
  labeler.expecting(/ERR_INTERNET_DISCONNECTED/, /40[49]|410/)
  await labeler.context.setOffline(true)
  await dragOn(page, 1, [0.6, 0.6], [0.75, 0.8])
  await hasObjects(page, 2)

  const again = await labelkeep('user', 'link', labeler.name, '--home', home, '--json')
  const elsewhere = await Person.arrive(browser, `${labeler.name} elsewhere`, demo.origin)
  elsewhere.expecting(/40[49]|410/)
  const { link } = JSON.parse(again.out) as { link: string }
  await elsewhere.signIn(demo.origin + link.slice(new URL(link).origin.length))
  await elsewhere.go(`/projects/${demo.project}/label`)
  await partsShown(elsewhere.page)
  expect(await elsewhere.page.getByRole('heading', { level: 1 }).textContent()).toBe(name)
  await hasObjects(elsewhere.page, 1)
  await elsewhere.page.keyboard.press('2')
  await elsewhere.page.keyboard.press('b')
  await dragOn(elsewhere.page, 2, [0.4, 0.4], [0.6, 0.6])
  await dragOn(elsewhere.page, 2, [0.4, 0.4], [0.6, 0.6])
  await hasObjects(elsewhere.page, 2)
  await saved(elsewhere.page)

  await labeler.context.setOffline(false)
  await page.getByRole('button', { name: 'Take over here' }).click({ timeout: 20_000 })
  await page.getByRole('button', { name: 'Compare and choose' }).click()
  const dialog = page.getByRole('dialog')
  await expect.poll(() => dialog.getByRole('listitem').count()).toBe(2)
  await dialog.getByRole('button', { name: /only in this tab/ }).click()
  await page.waitForTimeout(500)
  await labeler.look('conflict')
  await dialog.getByRole('button', { name: 'Save what is chosen' }).click()
  await hasObjects(page, 3)
  await saved(page)
  expect(
    lastDraft()
      .objects.map((one) => [partNames.get(one.part), one.class])
      .toSorted(),
  ).toEqual([
    ['1 front', 'thing'],
    ['1 front', 'thing'],
    ['2 left', 'other'],
  ])
  await elsewhere.context.close()
}, 120_000)
