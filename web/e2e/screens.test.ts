/** The office screens: questions, work set aside, settings, organisation, about, and home; each used, not only seen. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, type Role, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let admin: Person
let manager: Person
let labeler: Person

const room = (place = '') => `/projects/${demo.project}${place}`

async function arrive(role: Role): Promise<Person> {
  const { name, link } = demo.people.find((one) => one.role === role) ?? { name: '', link: '' }
  const person = await Person.arrive(browser, name, demo.origin)
  await person.signIn(link)
  return person
}

/** Sends something as a person, by what their browser sends. */
function send<Answer>(person: Person, path: string, body: object = {}, method = 'POST'): Promise<Answer> {
  return person.page.evaluate(
    async ([to, text, how]) => {
      const headers = { 'Content-Type': 'application/json' }
      const response = await fetch(to, { method: how, headers, ...(how === 'GET' ? {} : { body: text }) })
      if (!response.ok) throw new Error(`${to}: ${await response.text()}`)
      return response.status === 204 ? null : response.json()
    },
    [`/api/v1/projects/${demo.project}${path}`, JSON.stringify(body), method] as const,
  )
}

interface Work {
  empty: boolean
  lease: { id: string; seq: number }
  asset: { id: string; name: string; parts: { id: string; width: number; height: number }[] }
  label: { objects: object[] }
}

interface Task {
  id: string
  kind: string
  classes: { id: string; attributes: { required: boolean }[] }[]
  attributes: { id: string; options: { id: string }[] }[]
}

const take = (person: Person) => send<Work>(person, '/work/label/next')

/** Takes the next picture and passes on it. */
async function skip(person: Person, reason: string, comment: string): Promise<string> {
  const { lease, asset } = await take(person)
  await send(person, `/leases/${lease.id}/skip`, { seq: lease.seq, reason, comment })
  return asset.name
}

/** Draws a box on a picture that is taken away meanwhile, so that the work arrives too late. */
async function drawnTooLate(person: Person): Promise<string> {
  const { lease, asset, label } = await take(person)
  const { body } = await send<{ body: { tasks: Task[] } }>(person, '/ontology', {}, 'GET')
  const task = body.tasks.find(({ kind }) => kind === 'object')
  const free = task?.classes.find(({ attributes }) => attributes.every(({ required }) => !required))
  const part = asset.parts[0]
  if (!task || !free || !part) throw new Error('nothing to draw')
  const box = { kind: 'bbox', x: part.width / 4, y: part.height / 4, w: part.width / 3, h: part.height / 3 }
  const object = {
    id: crypto.randomUUID(),
    task: task.id,
    class: free.id,
    part: part.id,
    geometry: { ...box, rotation: 0 },
    source: { kind: 'human', ref: null },
  }
  const classifications = body.tasks
    .filter(({ kind }) => kind === 'classification')
    .map((one) => ({
      id: crypto.randomUUID(),
      task: one.id,
      part: null,
      page: null,
      attributes: one.attributes.map(({ id, options }) => ({
        attr: id,
        value: null,
        options: options.slice(0, 1).map((option) => ({ option: option.id, attributes: [] })),
      })),
    }))
  await send(person, `/leases/${lease.id}/return`, { seq: lease.seq })
  await send(person, `/leases/${lease.id}/keep`, {
    seq: lease.seq,
    label: { ...label, objects: [object], classifications },
    active_ms: 1000,
  })
  return asset.name
}

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', process.env['LABELKEEP_PORT'] ?? String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  ;[admin, manager, labeler] = await Promise.all([
    arrive('project_admin'),
    arrive('team_manager'),
    arrive('labeler'),
  ])
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail')
    await Promise.all([admin, manager, labeler].map((one) => one.lastSight()))
})

/** Whether a pin is painted on the surface with its tip in the middle. */
const pinInTheMiddle = ({ page }: Person) =>
  page.evaluate(() => {
    const surface = document.querySelector('[role=application]')
    if (!surface) return false
    const { left, top, width, height } = surface.getBoundingClientRect()
    return [...surface.querySelectorAll('canvas')].some((canvas) => {
      const at = canvas.getBoundingClientRect()
      const ratio = canvas.width / at.width
      const x = (left + width / 2 - at.left) * ratio
      const y = (top + height / 2 - at.top) * ratio
      if (!(at.width > 0 && x > 0 && y > 0)) return false
      const pen = canvas.getContext('2d')
      const alpha = (dx: number, dy: number) =>
        pen?.getImageData(Math.round(x + dx), Math.round(y + dy), 1, 1).data[3] ?? 0
      // The drop stands above its tip, with nothing beside it or below.
      return alpha(0, -8) > 200 && alpha(0, -34) > 200 && alpha(0, 8) === 0 && alpha(30, -26) === 0
    })
  })

test('a question is answered from the list by keys, closed by who asked, and opened again', async () => {
  const waiting = async () =>
    (await send<{ counts: { label: { todo: number } } }>(manager, '', {}, 'GET')).counts.label.todo
  await expect.poll(waiting, { timeout: 60_000, interval: 500 }).toBeGreaterThan(8)
  const work = await take(labeler)
  await send(labeler, `/leases/${work.lease.id}/questions`, {
    text: 'Is this one cell or two?',
    at: [40, 50],
  })
  await manager.go(room())
  await manager.page.getByRole('link', { name: /Questions 1 waits for you/ }).waitFor()
  await manager.page.keyboard.press('g')
  await manager.page.keyboard.press('q')
  await manager.heading('Questions').waitFor()
  const thread = manager.page.getByRole('region', { name: 'Thread' })
  await thread.getByText('at 40, 50').waitFor()
  await manager.look('screens questions')
  await manager.page.keyboard.press('a')
  await manager.page.keyboard.type('Two.')
  await manager.page.keyboard.press('Control+Enter')
  await thread.getByText('Two.').waitFor()
  await expect.poll(() => manager.page.getByRole('link', { name: 'Questions', exact: true }).count()).toBe(1)

  await labeler.go('/')
  await labeler.page.getByRole('link', { name: '1 question waits' }).click()
  await labeler.page.getByText('Two.').waitFor()
  await labeler.look('screens own questions')
  await labeler.page.keyboard.press('c')
  await labeler.page.getByText('No question is open').waitFor()
  await labeler.page.keyboard.press('h')
  await labeler.button(/Open again/).click()
  await expect.poll(() => labeler.page.getByText('Waiting for an answer').count()).toBe(1)
  await labeler.page
    .getByRole('region', { name: 'Waiting for an answer' })
    .getByText(/one cell or two/)
    .waitFor()
  await labeler.page.keyboard.press('Enter')
  await labeler.page.waitForURL(/\/label$/)
  const told = labeler.page.getByRole('region', { name: 'Remarks' })
  await told
    .locator('li[aria-current=true]')
    .getByText(/one cell or two/)
    .waitFor()
  await expect.poll(() => pinInTheMiddle(labeler)).toBe(true)
  await labeler.go(room())
  const held = await send<Work>(labeler, '/work/current', {}, 'GET')
  expect(held.asset.id).toBe(work.asset.id)
  await send(labeler, `/leases/${held.lease.id}/return`, { seq: held.lease.seq })
})

test('the thread leads to its picture', async () => {
  await manager.go(room('/questions'))
  const thread = manager.page.getByRole('region', { name: 'Thread' })
  await thread.getByText('at 40, 50').waitFor()
  await manager.page.keyboard.press('Enter')
  await manager.page.waitForURL(/\/assets\/[^/]+\?thread=/)
  await manager.page.getByRole('heading', { name: 'History' }).waitFor()
  await thread.getByText('Is this one cell or two?').waitFor()
  await expect.poll(() => pinInTheMiddle(manager)).toBe(true)
  await manager.look('screens question at its place')
})

test('skipped pictures stand aside with their reasons and are put back, one and many', async () => {
  const names = [
    await skip(labeler, 'cannot_see', 'Too dark.'),
    await skip(admin, 'unclear', 'The guideline says nothing.'),
    await skip(labeler, 'broken', ''),
    await skip(admin, 'other', 'Nothing to see.'),
  ]
  expect(new Set(names).size).toBe(2)
  await manager.go(room('/aside'))
  await manager.page.getByText('Too dark.').waitFor()
  await manager.page.getByRole('heading', { name: 'Skipped · 2' }).waitFor()
  await manager.look('screens aside')
  await manager
    .button(/^Put .* back into the queue/)
    .first()
    .click()
  await manager.page.getByRole('dialog').getByRole('textbox').fill('It can be seen in another window.')
  await manager.page.getByRole('dialog').getByRole('button', { name: 'Put back' }).click()
  await expect.poll(() => manager.button(/^Put .* back into the queue/).count()).toBe(1)

  await manager.page.getByRole('link', { name: 'Choose many in the list' }).click()
  await manager.page.getByRole('gridcell').first().waitFor()
  await manager.page.keyboard.press('x')
  await manager.page.keyboard.press('k')
  await manager.page.getByText('1 asset will change').waitFor()
  await manager.look('screens put back')
  await manager.page.keyboard.press('Enter')
  await manager.page.getByText('1 asset changed.').waitFor()
  await manager.go(room('/aside'))
  await manager.page.getByText('Nothing was skipped out of the queue.').waitFor()
})

test('late work is looked at over its picture, then adopted or discarded', async () => {
  const name = await drawnTooLate(labeler)
  await manager.go(room('/aside'))
  await manager.button(/^Look at what Leo Tran drew/).click()
  const dialog = manager.page.getByRole('dialog')
  await dialog.getByText(/1 object becomes the next version/).waitFor()
  await dialog.locator('canvas').first().waitFor()
  await manager.page.waitForTimeout(800)
  await manager.look('screens late work')
  await dialog.getByRole('button', { name: 'Adopt' }).click()
  await manager.page.getByText('No late work.').waitFor()
  await manager.go(room('/assets?step=review&look=table'))
  await manager.page.getByText(name).first().waitFor()

  await drawnTooLate(labeler)
  await manager.go(room('/aside'))
  await manager.button(/^Look at what Leo Tran drew/).click()
  await dialog.getByRole('button', { name: 'Discard' }).click()
  await dialog.getByRole('textbox').fill('Drawn on the wrong eye.')
  await manager.page.keyboard.press('Enter')
  await manager.page.getByText('No late work.').waitFor()
})

test('a person chooses the columns of the table and finds them so after a reload', async () => {
  const { page } = manager
  const columns = async () => (await page.getByRole('row').first().getByRole('gridcell').count()) - 3
  await manager.go(room('/assets?look=table'))
  await page.getByRole('gridcell').first().waitFor()
  expect(await columns()).toBe(5)
  await page.keyboard.press('c')
  await page.getByRole('menuitemcheckbox', { name: 'Size' }).click()
  await page.getByRole('menuitemcheckbox', { name: 'Split' }).click()
  await manager.look('screens columns')
  await page.keyboard.press('Escape')
  await expect.poll(columns).toBe(3)
  await page.reload()
  await page.getByRole('gridcell').first().waitFor()
  await expect.poll(columns).toBe(3)
})

test('the project admin renames the project; a manager only reads', async () => {
  await manager.go(room('/settings'))
  await manager.page.getByText('A project admin can change it.').waitFor()
  expect(await manager.button(/Rename/).count()).toBe(0)
  await admin.go(room('/settings'))
  await admin.page.getByRole('textbox', { name: 'Name' }).fill('Retina, second round')
  await admin.page.keyboard.press('Enter')
  await admin.page.getByText('Saved.').waitFor()
  await admin.page.getByLabel(/may be copied into the next/).check()
  await admin.look('screens project settings')
  await manager.go('/')
  await manager.page.getByRole('link', { name: 'Retina, second round' }).waitFor()
  const { copy_forward } = await send<{ copy_forward: boolean }>(manager, '', {}, 'GET')
  expect(copy_forward).toBe(true)
})

test('the organisation admin adds a person and is told how that person gets in', async () => {
  await admin.page.keyboard.press('Escape')
  await admin.go('/organisation')
  await admin.button(/Add a person/).click()
  await admin.page.getByRole('textbox', { name: 'Name' }).fill('Ines Vogt')
  await admin.page.getByRole('textbox', { name: 'E-mail' }).fill('ines@demo.example')
  await admin.page.keyboard.press('Enter')
  await admin.page.getByText('labelkeep user link ines@demo.example').waitFor()
  await admin.button(/Read the ledger/).click()
  await admin.page.getByText('person.created').first().waitFor()
  await admin.look('screens organisation')
  manager.expecting(/403/)
  await manager.go('/organisation')
  await manager.page.getByRole('alert').first().waitFor()
})

test('about names the version, the licences on both sides and the head of the ledger', async () => {
  await labeler.go('/about')
  await labeler.page.getByText(/^Labelkeep \d+\.\d+\.\d+, under Apache-2\.0/).waitFor()
  await labeler.page.getByText('Root hash').waitFor({ timeout: 30_000 })
  await labeler.page.getByText('Browser app').click()
  await labeler.page.getByRole('row', { name: /^react / }).waitFor()
  await labeler.look('screens about')
})

test('who reads German reads the allowed data path in German', async () => {
  await labeler.go(room())
  await labeler.page
    .getByText(/^Pictures stay in this building\./)
    .first()
    .waitFor()
  await labeler.go('/settings')
  await labeler.page.getByRole('radio', { name: 'Deutsch' }).check()
  await labeler.go(room())
  await labeler.page
    .getByText(/^Bilder bleiben in diesem Haus\. .* Exporte brauchen /)
    .first()
    .waitFor()
  await labeler.go(room('/policy'))
  await labeler.page.getByRole('heading', { name: 'In Kraft' }).waitFor()
  await labeler.look('screens policy in German')
})

test('home has each project as a row whose next step has a key, and a new project begins at its policy', async () => {
  await admin.go('/')
  await admin.page.getByRole('row').nth(2).waitFor()
  await admin.look('screens home')
  await admin.page.keyboard.press('n')
  await admin.page.getByRole('textbox', { name: 'Name' }).fill('Tissue, left to do')
  await admin.page.keyboard.press('Enter')
  await admin.page.waitForURL(/policy\/interview$/)
  await admin.go('/')
  await admin.page.getByRole('row', { name: /^Tissue, left to do No policy yet/ }).waitFor()
  expect([...admin.faults, ...manager.faults, ...labeler.faults]).toEqual([])
})
