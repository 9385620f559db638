/** A manager's lists: filters in the address, a change of many with its preview and its undo, the history that tells of it. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let manager: Person

const room = (place = '') => `/projects/${demo.project}${place}`
const cells = () => manager.page.getByRole('gridcell')
const count = () => manager.page.getByRole('search').getByRole('status')

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', process.env['LABELKEEP_PORT'] ?? String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const { name, link } = demo.people.find(({ role }) => role === 'team_manager') ?? { name: '', link: '' }
  manager = await Person.arrive(browser, name, demo.origin)
  await manager.signIn(link)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await manager.lastSight()
})

test('home and overview are read at a glance', async () => {
  await manager.look('lists home')
  await manager.go(room())
  await expect
    .poll(() => manager.page.getByText(/^16\s*imported$/).count(), { timeout: 30_000, interval: 500 })
    .toBe(1)
  await manager.look('lists overview')
})

test('assets are chosen by keys and excluded after a preview, and one key undoes it', async () => {
  const { page } = manager
  await manager.go(room('/assets'))
  await cells().first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Shift+ArrowRight')
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByText('3 chosen').waitFor()
  await manager.look('lists chosen')
  await page.keyboard.press('e')
  await page.getByText('3 assets will change').waitFor()
  await manager.look('lists preview')
  await page.keyboard.press('Enter')
  await page.getByText('3 assets changed.').waitFor()
  await page.goto(`${demo.origin}${room('/assets?state=excluded')}`)
  await expect.poll(() => count().textContent()).toContain('3')
  await manager.go(room('/assets?look=table'))
  await cells().first().waitFor()
  await manager.look('lists table')
})

test('everything behind the filters is changed at once, and what stays says why', async () => {
  const { page } = manager
  await manager.go(room('/assets'))
  await cells().first().waitFor()
  await page.keyboard.press('x')
  await page.keyboard.press('Control+Shift+a')
  await page.keyboard.press('e')
  await page.getByText('already so').waitFor()
  await manager.look('lists preview of all')
  await page.keyboard.press('Escape')
  await page.keyboard.press('i')
  await page.getByText('3 assets will change').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('3 assets changed.').waitFor()
  await page.keyboard.press('Control+z')
  await page.getByText('Undone for 3 assets.').waitFor()
})

test('a person keeps filters under a name and finds them after a reload', async () => {
  const { page } = manager
  await manager.go(room('/assets?state=excluded&issues=waiting'))
  await manager.button('Save these filters').click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Out and asked')
  await page.keyboard.press('Enter')
  await expect.poll(() => manager.button(/Forget/).count()).toBe(1)
  await manager.go(room('/assets'))
  await cells().first().waitFor()
  await page.keyboard.press('m')
  await page.getByLabel('Saved filters').selectOption('Out and asked')
  await expect.poll(() => page.url()).toContain('issues=waiting')
  await manager.look('lists filters')
})

/** Labels the next picture and has the label corrected, by what the browser of each person sends. */
async function labelled(): Promise<string> {
  const done = async (role: string, step: 'label' | 'review') => {
    const { name, link } = demo.people.find((one) => one.role === role) ?? { name: '', link: '' }
    const person = await Person.arrive(browser, name, demo.origin)
    await person.signIn(link)
    const answer = await person.page.evaluate(
      async ([base, kind]) => {
        const send = async (path: string, body: object) => {
          const response = await fetch(base + path, {
            method: 'POST',
            headers: { 'Content-Type': 'application/json' },
            body: JSON.stringify(body),
          })
          if (!response.ok) throw new Error(`${path}: ${await response.text()}`)
          return response.json()
        }
        const ontology = await (await fetch(`${base}/ontology`)).json()
        const task = ontology.body.tasks.find((one: { kind: string }) => one.kind === 'object')
        const plain = task.classes.find((one: { attributes: { required: boolean }[] }) =>
          one.attributes.every(({ required }) => !required),
        )
        const work = await send(`/work/${kind}/next`, {})
        const part = work.asset.parts[0]
        const box = (x: number, side: number) => ({
          id: crypto.randomUUID(),
          task: task.id,
          class: plain.id,
          part: part.id,
          geometry: { kind: 'bbox', x, y: part.height / 3, w: side, h: side, rotation: 0 },
          source: { kind: 'human', ref: null },
        })
        const side = Math.round(part.width / 8)
        const old = work.label.objects
        const objects = old.length
          ? [
              { ...old[0], geometry: { ...old[0].geometry, x: old[0].geometry.x + side / 2 } },
              box(side * 6, side),
            ]
          : [box(side, side), box(side * 3, side)]
        const whole = ontology.body.tasks.filter((one: { kind: string }) => one.kind === 'classification')
        const answers = whole.map(
          (one: { id: string; attributes: { id: string; options: { id: string }[] }[] }) => ({
            id: crypto.randomUUID(),
            task: one.id,
            part: null,
            page: null,
            attributes: one.attributes.map(({ id, options }) => ({
              attr: id,
              value: null,
              options: options.slice(0, 1).map((option) => ({ option: option.id, attributes: [] })),
            })),
          }),
        )
        const classifications = old.length ? work.label.classifications : answers
        const label = { ...work.label, objects, classifications }
        const more = kind === 'review' ? { verdict: 'fix', comments: [] } : {}
        await send(`/leases/${work.lease.id}/${kind === 'review' ? 'verdict' : 'submit'}`, {
          seq: work.lease.seq,
          label,
          active_ms: 1000,
          ...more,
        })
        return String(work.asset.id)
      },
      [`/api/v1/projects/${demo.project}`, step] as const,
    )
    await person.context.close()
    return answer
  }
  await done('labeler', 'label')
  return done('reviewer', 'review')
}

test('each change of a label has a picture: outlines first, pixels once the manager looks', async () => {
  const { page } = manager
  await manager.go(room())
  await expect
    .poll(() => page.getByText(/^16\s*imported$/).count(), { timeout: 30_000, interval: 500 })
    .toBe(1)
  const asset = await labelled()
  await manager.go(room(`/assets/${asset}`))
  const pictures = page.getByRole('img', { name: /What this version changed/ })
  await expect.poll(() => pictures.count()).toBe(2)
  await manager.look('lists outlines')
  await manager.button(/Look at the picture/).click()
  await page.getByText('Show this version').first().waitFor()
  await page.waitForTimeout(1500)
  await manager.look('lists pictures')
})

test('the history of an asset tells of the change of many', async () => {
  const { page } = manager
  await manager.go(room('/assets?state=excluded'))
  await cells().first().click()
  await page
    .getByText(/Excluded by/)
    .first()
    .waitFor()
  await manager.look('lists history')
  expect(manager.faults).toEqual([])
})
