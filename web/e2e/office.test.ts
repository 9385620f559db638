/** The office: a release with its stamps and seal, the ledger searched and proved, one's own keys, members in bulk. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { type Demo, freePort, labelkeep, newHome, type Role, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
const people = new Map<Role, Person>()

const someone = (role: Role): Person => {
  const person = people.get(role)
  if (!person) throw new Error(`${role} has not arrived`)
  return person
}
const room = (place = '') => `/projects/${demo.project}${place}`

/** Asks the server as the person does whose browser this is. */
async function api<Value>(person: Person, method: string, path: string, data?: unknown): Promise<Value> {
  const answer = await person.context.request.fetch(`${demo.origin}/api/v1${room(path)}`, {
    method,
    headers: { Origin: demo.origin },
    ...(data === undefined ? {} : { data }),
  })
  if (!answer.ok()) throw new Error(`${method} ${path}: ${answer.status()} ${await answer.text()}`)
  return (await answer.json()) as Value
}

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  for (const { name, role, link } of demo.people) {
    const person = await Person.arrive(browser, name, demo.origin)
    people.set(role, person)
    await person.signIn(link)
  }
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

interface Release {
  id: string
  state: string
}

async function released(n: number, taken: boolean): Promise<Release> {
  const admin = someone('project_admin')
  const snapshot = await api<{ id: string }>(admin, 'POST', '/snapshots', { name: `Round ${n}` })
  const body = {
    snapshot_id: snapshot.id,
    format: 'jsonl',
    only_reviewed: false,
    purpose: `Train model ${n}`,
  }
  const release = await api<Release>(admin, 'POST', '/releases', body)
  await api(someone('team_manager'), 'POST', `/releases/${release.id}/approve`)
  await expect
    .poll(async () => (await api<Release>(admin, 'GET', `/releases/${release.id}`)).state, {
      timeout: 30_000,
    })
    .toBe('ready')
  if (!taken) return release
  const answer = await admin.context.request.post(
    `${demo.origin}/api/v1${room(`/releases/${release.id}/download`)}`,
    { headers: { Origin: demo.origin } },
  )
  expect(answer.ok()).toBe(true)
  return release
}

test('releases stand as lines of stamps, with what differs and what was signed', async () => {
  const admin = someone('project_admin')
  const { page } = admin
  await admin.go(room('/releases'))
  await page.getByText('Nothing has left yet').waitFor()
  await admin.look('releases-empty')
  await released(1, true)
  const second = await released(2, false)
  const snapshots = await api<{ items: { id: string }[] }>(admin, 'GET', '/snapshots')
  await api(admin, 'POST', '/releases', {
    snapshot_id: snapshots.items[0]?.id,
    format: 'coco',
    purpose: 'A partner asks for boxes alone',
  })
  await admin.go(room('/releases'))
  const lines = page.getByRole('list', { name: 'Releases, newest first' }).locator(':scope > li')
  await expect.poll(() => lines.count()).toBe(3)
  await lines.filter({ hasText: 'Train model 1' }).getByText('Downloaded').waitFor()
  await lines.filter({ hasText: 'Train model 2' }).getByText('Ready to take').waitFor()
  await lines.filter({ hasText: 'A partner' }).getByText('Waits for approval', { exact: true }).waitFor()
  await admin.look('releases')

  await admin.go(room(`/releases/${second.id}`))
  await page.getByText('Sealed: this browser has verified the manifest and its signature').waitFor()
  await page.getByRole('link', { name: 'Release 1' }).waitFor()
  await page.getByRole('row', { name: 'Assets 0 0 0' }).waitFor()
  await admin.look('release')
})

test('the ledger is searched, and an event is proved in this browser', async () => {
  const admin = someone('project_admin')
  const { page } = admin
  await admin.go(room('/ledger'))
  await page.getByText('Sealed: this browser has verified the signature').waitFor()
  await admin.look('ledger')
  await page.keyboard.press('/')
  await page.keyboard.type('release.*')
  await page.keyboard.press('Enter')
  await page.waitForURL(/action=release/)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(8)
  await page.getByRole('button', { name: 'release.downloaded' }).click()
  const panel = page.getByRole('complementary', { name: 'One event' })
  await panel.getByText('The log holds it at this place, under the seal').waitFor()
  await panel.getByText('The sealed entry is the one shown here').waitFor()
  await panel.getByText('What it says is what was recorded then').waitFor()
  expect(page.url()).toContain('event=')
  await admin.look('ledger-panel')
  await page.keyboard.press('.')
  await panel.getByRole('heading', { name: /^release\.(written|approved|requested)$/ }).waitFor()
  await page.keyboard.press('Escape')
  await panel.waitFor({ state: 'detached' })
})

test('a stranger sees no name and no id, and takes proofs that hold', async () => {
  const admin = someone('project_admin')
  const { page } = admin
  await page.keyboard.press('v')
  await page.getByText('Whoever holds the log without your keys sees only this').first().waitFor()
  const shown = await page.locator('tbody').textContent()
  for (const { name } of demo.people) expect(shown).not.toContain(name)
  await admin.look('ledger-stranger')
  await page.keyboard.press('d')
  await page.getByRole('checkbox', { name: 'Also what the events say' }).check()
  await admin.look('ledger-bundle')
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download' }).click(),
  ])
  const file = join(home, 'receipts.zip')
  await download.saveAs(file)
  expect((await readFile(file)).length).toBeGreaterThan(1000)
  const { code, out } = await labelkeep('audit', 'receipts', file)
  expect(out).toMatch(/8 receipts hold; 8 of them are told/)
  expect(code).toBe(0)
})

test('keys are moved by place, warn of a conflict and follow the person', async () => {
  const labeler = someone('labeler')
  const { page } = labeler
  await page.keyboard.press('g')
  await page.keyboard.press('s')
  await labeler.heading('Settings').waitFor()
  await labeler.button('Change the key of: Box').click()
  await page.keyboard.press('v')
  await page.getByText(/already does: Select/).waitFor()
  await labeler.look('settings-conflict')
  await labeler.button('Press another one').click()
  await page.keyboard.press('Control+w')
  await page.getByText('The browser keeps this one').waitFor()
  const kept = page.waitForResponse((one) => one.url().endsWith('/me/preferences/keys') && one.ok())
  await page.keyboard.press('Alt+k')
  await kept
  await labeler.look('settings')
  const again = await labeler.newTab()
  await again.goto(demo.origin + room('/label'))
  await again
    .getByRole('button', { name: /^Box/ })
    .or(again.getByRole('radio', { name: /^Box/ }))
    .first()
    .waitFor()
  await again.waitForTimeout(500)
  await again.keyboard.press('b')
  expect(
    await again.locator('[aria-pressed="true"], [aria-checked="true"]').filter({ hasText: /Alt U/ }).count(),
  ).toBe(0)
  await again.keyboard.press('Alt+k')
  await again.locator('[aria-pressed="true"], [aria-checked="true"]').first().waitFor()
  await again.close()
})

test('a theme is chosen once and comes with the person', async () => {
  const labeler = someone('labeler')
  const { page } = labeler
  const kept = page.waitForResponse((one) => one.url().endsWith('/me/preferences/appearance') && one.ok())
  await page.getByRole('radio', { name: /Reading room/ }).check()
  await kept
  await page.evaluate(() => window.localStorage.clear())
  await page.reload()
  await expect.poll(() => page.evaluate(() => document.documentElement.dataset['theme'])).toBe('reading')
  await page.getByRole('radio', { name: /Light/ }).check()
})

test('a session elsewhere is seen and ended', async () => {
  const manager = someone('team_manager')
  const { page } = manager
  const { out } = await labelkeep(
    'user',
    'link',
    demo.people.find(({ role }) => role === 'team_manager')?.name ?? '',
    '--home',
    home,
  )
  const link = /https?:\S+/.exec(out)?.[0]
  if (!link) throw new Error(out)
  const elsewhere = await Person.arrive(browser, 'the manager elsewhere', demo.origin)
  // The command knows the usual address only, not the port of this server.
  const { pathname, hash } = new URL(link)
  await elsewhere.signIn(demo.origin + pathname + hash)
  await manager.go('/account')
  await manager.heading('Account').waitFor()
  await page.getByRole('button', { name: /^End the session of/ }).waitFor()
  await manager.look('account')
  await page.getByRole('button', { name: /^End the session of/ }).click()
  await page.getByText('Only here.').waitFor()
  elsewhere.expecting(/401/)
  await elsewhere.page.reload()
  await elsewhere.heading('Sign in').waitFor()
  await elsewhere.context.close()
})

test('many members are checked before anybody is added', async () => {
  const admin = someone('project_admin')
  const { page } = admin
  await admin.go(room('/members'))
  await page.getByRole('columnheader', { name: 'Last use of each right' }).waitFor()
  await admin.look('members')
  await page.keyboard.press('Shift+N')
  const known = (await page.locator('tbody td').first().textContent()) ?? ''
  await page.getByLabel('Paste one person a line').fill(`${known}\nnobody@example.org, reviewer\nno address`)
  await admin.button('Check without adding').click()
  await page.getByText('is a member', { exact: true }).waitFor()
  await page.getByText('no account', { exact: true }).waitFor()
  await page.getByText('no address', { exact: true }).last().waitFor()
  await admin.look('members-bulk')
  await page.keyboard.press('Escape')
})

test('a labeler sees who takes part, and nothing that would be refused', async () => {
  const labeler = someone('labeler')
  const { page } = labeler
  await labeler.go(room('/members'))
  await page.locator('tbody tr').nth(3).waitFor()
  await labeler.look('members-labeler')
  const table = page.locator('main')
  for (const role of ['combobox', 'checkbox', 'button'] as const)
    expect(await table.getByRole(role).count()).toBe(0)
})

test('what a role does not include is said once, with no offer to try again', async () => {
  const labeler = someone('labeler')
  const { page } = labeler
  labeler.expecting(/403/)
  await labeler.go(room('/ledger'))
  await page.getByText('Your role does not include this.', { exact: false }).first().waitFor()
  expect(await page.getByRole('button', { name: 'Try again' }).count()).toBe(0)
  await labeler.look('refused-labeler')
})

test('nothing went wrong on the way', () => {
  expect([...people.values()].flatMap((person) => person.faults)).toEqual([])
})
