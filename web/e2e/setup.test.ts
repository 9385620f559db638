/** Setting a project up, on a real server: its ontology by hand, a dry run of an import, and the policy's interview. */
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { png } from './png'
import { type Demo, freePort, newHome, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let admin: Person
const room = (place = '') => `/projects/${demo.project}${place}`

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const who = demo.people.find((one) => one.role === 'project_admin')
  if (!who) throw new Error('the demo has no admin')
  admin = await Person.arrive(browser, who.name, demo.origin)
  await admin.signIn(who.link)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (!process.env['LABELKEEP_KEEP']) await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await admin?.lastSight()
})

test('a class is added by keys, seen in the preview, and published', async () => {
  const { page } = admin
  await admin.go(room('/ontology'))
  await page.getByRole('heading', { name: 'Versions' }).waitFor()
  await admin.look('ontology')
  await page.keyboard.press('e')
  await page.getByRole('navigation', { name: 'Tasks and classes' }).waitFor()
  await page.keyboard.press('Alt+n')
  await page.getByLabel('Name', { exact: true }).fill('Odd one')
  expect(await page.getByLabel('Id in files').inputValue()).toBe('odd-one')
  await page.getByLabel('Preview').getByText('Odd one').first().waitFor()
  await page.getByText(/class .*odd-one is new/).waitFor()
  await page.getByText('Every existing label stays right.').waitFor()
  await page.getByRole('button', { name: 'Add a question' }).click()
  await page.getByLabel('Preview').getByText('New option').waitFor()
  await admin.look('ontology-class')

  await page.keyboard.press('Control+Enter')
  await page.getByText('Version 2', { exact: true }).waitFor()
  await page.getByText(/class .*odd-one is new/).waitFor()
})

test('what is wrong is said at once, stops publishing, and leads to its place', async () => {
  const { page } = admin
  await admin.go(room('/ontology/edit'))
  await page.keyboard.press('Alt+n')
  await page.getByLabel('Name', { exact: true }).fill('')
  await page.getByText(/things? to put right/i).waitFor()
  expect(await admin.button(/^Publish version 3/).isDisabled()).toBe(true)
  await admin.look('ontology-wrong')
  while (await admin.button('Undo').isEnabled()) await admin.button('Undo').click()
  await page.getByText('Nothing differs from the version in force.').waitFor()
})

test('a template replaces the draft, and the server says what that would break', async () => {
  const { page } = admin
  await admin.button('Start from a template').click()
  await page.getByRole('dialog').waitFor()
  await admin.look('ontology-templates')
  await page.getByRole('button', { name: /Body pose/ }).click()
  await page.getByRole('button', { name: 'Person' }).first().click()
  await page.getByText('breaks').first().waitFor()
  const hip = page.getByRole('button', { name: /^Left hip, 0\.6 across/ })
  await hip.focus()
  await page.keyboard.press('Shift+ArrowRight')
  await page.getByRole('button', { name: /^Left hip, 0\.65 across/ }).waitFor()
  await admin.look('ontology-skeleton')
  page.once('dialog', (dialog) => void dialog.accept())
  await page.getByRole('link', { name: 'Ontology' }).last().click()
  await page.getByRole('heading', { name: 'Versions' }).waitFor()
  await page.getByText('Version 2', { exact: true }).waitFor()
})

test('a dry run says what would happen to each file, makes nothing, and is then imported for real', async () => {
  const { page } = admin
  const folder = join(home, 'bring')
  await mkdir(folder)
  await writeFile(join(folder, 'new.png'), png(32, 24, [90, 120, 150]))
  await writeFile(join(folder, 'torn.png'), png(32, 24, [90, 120, 150]).subarray(0, 60))
  await writeFile(join(folder, 'notes.txt'), 'no picture')
  await admin.go(room('/imports'))
  await page.getByText('What is taken').waitFor()
  await page
    .locator('input[type=file]:not([webkitdirectory])')
    .setInputFiles(['new.png', 'torn.png', 'notes.txt'].map((name) => join(folder, name)))
  await admin.look('imports')
  await page.keyboard.press('Alt+Enter')
  await page.getByText('Nothing was made.', { exact: false }).waitFor({ timeout: 30_000 })
  await page.getByText('notes.txt').waitFor()
  await admin.look('import-dry-run')
  await page.getByRole('button', { name: /^refused/ }).click()
  await expect.poll(() => page.getByText('new.png').count()).toBe(0)
  await page.getByRole('button', { name: /^all lines/ }).click()
  const [saved] = await Promise.all([page.waitForEvent('download'), admin.button(/Save as CSV/).click()])
  expect(saved.suggestedFilename()).toMatch(/^import-report-.*\.csv$/)

  await page.keyboard.press('Control+Enter')
  await page.getByRole('link', { name: 'To the assets' }).waitFor({ timeout: 30_000 })
  await page.getByText('new.png').waitFor()
})

test('the sentence grows with the interview, and each page says who must agree', async () => {
  const { page } = admin
  await admin.go(room('/policy/interview'))
  await page.getByText('Nobody else must agree: this loosens nothing.').waitFor()
  await page.keyboard.press('Control+Enter')
  await page.locator('mark', { hasText: 'You see rendered pixels.' }).waitFor()
  await page.keyboard.press('Control+Enter')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('checkbox', { name: /Models on the premises/ }).check()
  await page.locator('mark', { hasText: 'on the premises' }).waitFor()
  await page.getByText('A second person must agree, because:').waitFor()
  await admin.look('interview')
  expect(admin.faults).toEqual([])
})
