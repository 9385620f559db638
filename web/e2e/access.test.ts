/** Who gets in: networks of organisation and project, a member's limits and reasons, tokens made and ended. */
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let admin: Person

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const boss = demo.people.find(({ role }) => role === 'project_admin')
  if (!boss) throw new Error('the demo has no project admin')
  admin = await Person.arrive(browser, boss.name, demo.origin)
  await admin.signIn(boss.link)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (!process.env['LABELKEEP_KEEP']) await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await admin.lastSight()
})

test('a list of networks without one’s own address is refused in words, one with it holds', async () => {
  const { page } = admin
  await admin.go('/organisation')
  const networks = page.getByRole('textbox', { name: 'Allowed networks' })
  await networks.fill('192.0.2.0/24')
  admin.expecting(/409/)
  await admin.button(/^Save the rules/).click()
  await page.getByText('this would keep you out', { exact: false }).waitFor()
  await networks.fill('192.0.2.0/24\n127.0.0.1/8')
  await admin.button(/^Save the rules/).click()
  await expect.poll(() => networks.inputValue()).toBe('192.0.2.0/24\n127.0.0.0/8')
  await page.getByText('No token is in use.').waitFor()
  await admin.look('organisation-rules')
})

test('a project has networks of its own', async () => {
  const { page } = admin
  await admin.go(`/projects/${demo.project}/settings`)
  const networks = page.getByRole('textbox', { name: 'Allowed networks' })
  await networks.fill('nowhere')
  admin.expecting(/422/)
  await admin.button(/^Save the rules/).click()
  await page.getByText('Line 1 is no network', { exact: false }).waitFor()
  await networks.fill('127.0.0.1')
  await admin.button(/^Save the rules/).click()
  await expect.poll(() => networks.inputValue()).toBe('127.0.0.1/32')
  await admin.look('project-conditions')
})

test('a member gets an end, and the page says why they may do something', async () => {
  const { page } = admin
  await admin.go(`/projects/${demo.project}/members`)
  const labeler = demo.people.find(({ role }) => role === 'labeler')
  if (!labeler) throw new Error('the demo has no labeler')
  const open = admin.button(`Limits and reasons of ${labeler.name}`)
  await open.focus()
  await page.keyboard.press('Enter')
  await page.getByText('The role Labeler holds this right.').waitFor()
  await page.getByText('Only from allowed networks. 127.0.0.1/32').waitFor()
  await page.getByLabel('May this person…').selectOption('Audit')
  await page.getByText('The role Labeler does not hold this right.').waitFor()
  await admin.look('member-limits')
  await page.getByLabel('Member until').fill('2020-01-01T12:00')
  await page.getByLabel('Member until').press('Enter')
  await page.getByText('limited').waitFor()
  await open.click()
  await page.getByText('The membership ended on', { exact: false }).waitFor()
  await page.keyboard.press('Escape')
})

test('a token is made by keys, shown once, works as far as it goes, and is ended', async () => {
  const { page } = admin
  await admin.go('/account')
  await admin.button('Make a token').click()
  await page.getByRole('textbox', { name: 'Name' }).fill('Nightly import')
  await admin.look('token-new')
  await page.keyboard.press('Enter')
  const secret = await page.getByRole('textbox', { name: 'The token' }).inputValue()
  expect(secret).toMatch(/^lk_.+_[0-9a-f]{8}$/)
  await admin.look('token-made')
  await page.keyboard.press('Escape')
  await page.getByRole('rowheader', { name: 'Nightly import' }).waitFor()
  expect(await page.content()).not.toContain(secret)

  const asked = (path: string) =>
    fetch(`${demo.origin}/api/v1${path}`, { headers: { Authorization: `Bearer ${secret}` } })
  expect((await asked(`/projects/${demo.project}`)).status).toBe(200)
  expect((await asked(`/projects/${demo.project}/ledger`)).status).toBe(403)
  expect((await asked('/me')).status).toBe(403)
  await admin.look('account-tokens')
  await admin.button('End the token Nightly import').click()
  await page.getByText('No token is in use.').waitFor()
  expect((await asked(`/projects/${demo.project}`)).status).toBe(401)
  expect(admin.faults).toEqual([])
})
