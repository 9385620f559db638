/** The main job, told in order by four people at four browsers: from the first picture to a release that is verified. */
import { execFile } from 'node:child_process'
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { drag, hasObjects, outline, pictureName, pictureShown, rate, saved, submit } from './bench'
import { openBrowser, Person } from './person'
import { png } from './png'
import { type Demo, freePort, labelkeep, newHome, type Role, remove, Server } from './server'

const sentence = /rendered pixels/i
const away = [
  /ERR_CONNECTION_REFUSED/,
  /ERR_CONNECTION_RESET/,
  /ERR_EMPTY_RESPONSE/,
  /ERR_SOCKET_NOT_CONNECTED/,
]

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
const admin = () => someone('project_admin')
const manager = () => someone('team_manager')
const reviewer = () => someone('reviewer')
const labeler = () => someone('labeler')
const room = (place = '') => `/projects/${demo.project}${place}`

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
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

test('four people sign in by their links, each link once', async () => {
  for (const { name, role, link } of demo.people) {
    const person = await Person.arrive(browser, name, demo.origin)
    people.set(role, person)
    await person.signIn(link)
    expect(person.page.url()).not.toContain('#')
    if (role !== 'project_admin') continue
    await person.look('home')
    const again = await Person.arrive(browser, 'somebody with a used link', demo.origin)
    again.expecting(/sign-in\/link/, /\/me/)
    await again.page.goto(link)
    await again.page.getByRole('alert').waitFor()
    await again.look('sign-in')
    await again.context.close()
    expect(again.faults).toEqual([])
  }
})

test('the admin reads where pixels go, the workflow and who is here', async () => {
  const { page } = admin()
  await admin()
    .page.getByRole('link', { name: /First look/ })
    .click()
  await page.getByText(sentence).first().waitFor()
  await expect
    .poll(() => page.getByText(/^16\s*imported$/).count(), { timeout: 30_000, interval: 500 })
    .toBeGreaterThan(0)
  await admin().look('overview')
  for (const place of ['policy', 'policy/interview', 'ontology', 'members', 'releases', 'releases/new']) {
    await admin().go(room(`/${place}`))
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText(sentence).first().waitFor()
    await page.waitForLoadState('networkidle')
    await admin().look(place.replace('/', ' '))
  }
  await admin().go(room('/members'))
  for (const { name } of demo.people) await page.getByText(name).first().waitFor()
})

test('the admin imports two more pictures by upload; a file that is none is named in the report', async () => {
  const { page } = admin()
  await admin().go(room('/imports'))
  await page.getByText('Imports so far').waitFor()
  await admin().look('imports')
  await page.locator('input[type=file][multiple]').setInputFiles([
    { name: 'green.png', mimeType: 'image/png', buffer: png(480, 320, [40, 120, 60]) },
    { name: 'blue.png', mimeType: 'image/png', buffer: png(320, 480, [30, 60, 140]) },
    { name: 'notes.png', mimeType: 'image/png', buffer: Buffer.from('This is no picture.') },
  ])
  await page.keyboard.press('Control+Enter')
  await admin()
    .heading(/Import\s*done/)
    .waitFor({ timeout: 30_000 })
  await page
    .getByRole('listitem')
    .filter({ hasText: /^refused\s*notes\.png/ })
    .waitFor()
  await admin().look('import report')
  await page.getByRole('link', { name: 'To the assets' }).click()
  await page.getByText('18 assets').or(page.getByText('19 assets')).first().waitFor()
})

test('the labeler draws by mouse and keys, with undo, and the draft saves itself', async () => {
  const { page } = labeler()
  await labeler().go('/')
  await labeler().heading('Your projects').waitFor()
  await page
    .getByRole('link', { name: /^Label \d/ })
    .first()
    .waitFor()
  await page.keyboard.press('Enter')
  await pictureShown(page)
  await page.keyboard.press('6')
  await page.keyboard.press('b')
  await drag(page, [0.4, 0.35], [0.5, 0.5])
  await hasObjects(page, 1)
  await page.keyboard.press('3')
  await outline(page, [
    [0.55, 0.4],
    [0.62, 0.38],
    [0.66, 0.5],
    [0.58, 0.58],
  ])
  await hasObjects(page, 2)
  await page.keyboard.press('4')
  await page.keyboard.press('b')
  await drag(page, [0.42, 0.6], [0.52, 0.75])
  await hasObjects(page, 3)
  await saved(page)
})

test('nested attributes and the whole picture are asked; a missing answer holds the submit', async () => {
  const { page } = labeler()
  const before = await pictureName(page)
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').filter({ hasText: 'must be answered' }).waitFor()
  await page.keyboard.press('Shift+Digit2')
  const person = page.getByRole('region', { name: 'Person', exact: true })
  await person.getByText('Hidden by').waitFor()
  await page.keyboard.press('Shift+Digit3')
  await expect.poll(() => person.getByRole('radio', { checked: true }).count()).toBe(2)
  await page.keyboard.press('Escape')
  await rate(page, 'good')
  await page.keyboard.press('Control+z')
  await page.keyboard.press('Control+z')
  await expect
    .poll(() =>
      page.getByRole('region', { name: 'Whole picture' }).getByRole('radio', { checked: true }).count(),
    )
    .toBe(0)
  await page.keyboard.press('Control+Shift+z')
  await page.keyboard.press('Control+Shift+z')
  await expect
    .poll(() =>
      page.getByRole('region', { name: 'Whole picture' }).getByRole('radio', { checked: true }).count(),
    )
    .toBe(1)
  expect(await pictureName(page)).toBe(before)
  await saved(page)
  await labeler().look('workbench')
})

test('a closed tab loses nothing', async () => {
  const before = await pictureName(labeler().page)
  await labeler().page.close()
  labeler().page = await labeler().newTab()
  const { page } = labeler()
  await labeler().go(room('/label'))
  await pictureShown(page)
  expect(await pictureName(page)).toBe(before)
  await hasObjects(page, 3)
})

test('a second tab takes the task over and the first one only shows it', async () => {
  labeler().expecting(/409/)
  const first = labeler().page
  const second = await labeler().newTab()
  await second.goto(`${demo.origin}${room('/label')}`)
  await pictureShown(second)
  await hasObjects(second, 3)
  await first.bringToFront()
  await first.keyboard.press('b')
  await drag(first, [0.3, 0.3], [0.36, 0.36])
  await first.getByText('You opened this task in another tab').waitFor({ timeout: 5_000 })
  await first.getByText('read-only').waitFor()
  await expect.poll(() => first.getByRole('button', { name: /Submit/ }).isDisabled()).toBe(true)
  await first.close()
  await second.bringToFront()
  await hasObjects(second, 3)
  labeler().page = second
})

test('the server is killed in the middle of a drawing; the page waits, and nothing is lost', async () => {
  const { page } = labeler()
  for (const person of people.values()) person.expecting(...away)
  await page.keyboard.press('6')
  await page.keyboard.press('b')
  await drag(page, [0.34, 0.62], [0.4, 0.7])
  await hasObjects(page, 4)
  await server.kill()
  await drag(page, [0.7, 0.3], [0.76, 0.4])
  await hasObjects(page, 5)
  await page.getByText('not saved: trying again').waitFor({ timeout: 10_000 })
  await labeler().look('workbench unreachable')
  const again = await server.start()
  expect(again.project).toBe(demo.project)
  await saved(page).catch(() => saved(page))
  await page.reload()
  await pictureShown(page)
  await hasObjects(page, 5)
})

test('submit brings the next picture, three times', async () => {
  const { page } = labeler()
  await submit(page)
  for (const n of [1, 2]) {
    await pictureShown(page)
    await page.keyboard.press('6')
    await page.keyboard.press('b')
    await drag(page, [0.42, 0.4], [0.5 + n * 0.02, 0.55])
    await hasObjects(page, 1)
    await page.keyboard.press('Escape')
    await rate(page, 'usable')
    await submit(page)
  }
  await pictureShown(page)
})

test('the reviewer accepts one, corrects and accepts one, sends one back with a remark on an object', async () => {
  const { page } = reviewer()
  await reviewer().go('/')
  await page.getByRole('link', { name: /^Review \d/ }).waitFor()
  await page.keyboard.press('Enter')
  await pictureShown(page)
  await hasObjects(page, 5)
  await reviewer().look('review')
  const first = await pictureName(page)
  await page.keyboard.press('a')
  await expect.poll(() => pictureName(page), { timeout: 15_000 }).not.toBe(first)

  await pictureShown(page)
  await hasObjects(page, 1)
  await page.keyboard.press('1')
  await page.keyboard.press('b')
  await drag(page, [0.6, 0.6], [0.66, 0.7])
  await hasObjects(page, 2)
  await reviewer()
    .button(/^Accept with changes/)
    .waitFor()
  const second = await pictureName(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => pictureName(page), { timeout: 15_000 }).not.toBe(second)

  await pictureShown(page)
  await hasObjects(page, 1)
  await page.keyboard.press('.')
  await page.keyboard.press('x')
  await page
    .getByRole('textbox', { name: /^Remark 1/ })
    .fill('The box is too large: keep to the outermost pixels.')
  await reviewer().look('send back')
  await page.keyboard.press('Control+Enter')
  await page.getByText('Nothing to do right now').waitFor()
  await reviewer().look('nothing to do')
})

test('the labeler gets it back first, with the remark, and repairs it', async () => {
  const { page } = labeler()
  const held = await pictureName(page)
  await rate(page, 'good')
  await submit(page)
  await pictureShown(page)
  expect(await pictureName(page)).not.toBe(held)
  await page.getByText('sent back to you').waitFor()
  await page.getByText('The box is too large: keep to the outermost pixels.').waitFor()
  await labeler().look('returned')
  await labeler().button('Go to remark 1').click()
  await page.keyboard.press('v')
  await page.keyboard.press('Alt+ArrowLeft')
  await saved(page)
  await labeler().button('Fixed').click()
  await submit(page)
})

test('the reviewer accepts the repaired one', async () => {
  const { page } = reviewer()
  await reviewer().button('Look again').click()
  for (let n = 0; n < 2; n++) {
    await pictureShown(page)
    const name = await pictureName(page)
    await page.keyboard.press('a')
    await expect.poll(() => pictureName(page), { timeout: 15_000 }).not.toBe(name)
  }
  await page.getByText('Nothing to do right now').waitFor()
})

test('the manager finds assets by filters and reads the whole history of one', async () => {
  const { page } = manager()
  await manager().go(room('/assets'))
  await page
    .getByText(/assets$/)
    .first()
    .waitFor()
  await page.waitForLoadState('networkidle')
  await manager().look('assets grid')
  await page.keyboard.press('v')
  await page.getByText('Changed', { exact: true }).waitFor()
  await manager().look('assets table')
  await page.getByRole('combobox', { name: 'State' }).selectOption('completed')
  await page.getByText('4 assets').waitFor()
  expect(page.url()).toContain('state=completed')
  await page.getByRole('combobox', { name: 'Class' }).selectOption('lesion')
  await page.getByText('1 asset', { exact: true }).first().waitFor()
  // the first cell of a row chooses it
  await page.getByRole('gridcell').nth(2).click()
  await manager().button('Look at the picture').waitFor()
  await manager().look('asset')
  await page.keyboard.press('Enter')
  const history = page.getByRole('listitem')
  await history
    .filter({ hasText: 'Labelled by Leo Tran' })
    .filter({ hasText: 'Version 1, 1 object' })
    .waitFor()
  await history
    .filter({ hasText: 'Corrected and accepted by Rosa Lind' })
    .filter({ hasText: 'Version 2, 2 objects · 1 added' })
    .filter({ hasText: /of work in/ })
    .waitFor()
  await page.getByRole('button', { name: 'Show this version' }).first().click()
  await manager().look('asset viewed')
})

let release = ''

test('the admin freezes a snapshot and asks for a COCO release', async () => {
  const { page } = admin()
  await admin().go(room('/releases'))
  await admin().heading('Releases').waitFor()
  // the key stands when its button does
  await page.getByText('Ask for a release').first().waitFor()
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: 'New snapshot' }).fill('Round 1')
  await admin().button('Freeze now').click()
  await page.getByRole('option', { name: /Round 1: \d+ assets, \d+ labels/ }).waitFor({ state: 'attached' })
  await page.getByRole('textbox', { name: 'Purpose' }).fill('Train the first detector')
  await page.getByRole('checkbox', { name: /Ada Okafor/ }).check()
  await page.keyboard.press('Control+Enter')
  await page.getByText('Somebody else has to approve it').waitFor()
  await admin().look('release requested')
  release = page.url().slice(demo.origin.length)
  expect(
    await admin()
      .button(/^Approve/)
      .count(),
  ).toBe(0)
})

test('the manager approves; a job writes it with progress', async () => {
  const { page } = manager()
  await manager().go('/')
  await page.getByRole('link', { name: '1 approval' }).waitFor()
  await manager().go(release)
  await manager()
    .button(/^Approve/)
    .waitFor()
  await manager().look('release to approve')
  await page.keyboard.press('Control+Enter')
  await manager().heading(/ready/).waitFor({ timeout: 30_000 })
  await manager().look('release ready')
})

test('it is handed out once', async () => {
  const { page } = admin()
  await page.reload()
  await admin().heading(/ready/).waitFor({ timeout: 30_000 })
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    admin()
      .button(/^Download/)
      .click(),
  ])
  const archive = join(home, 'taken.zip')
  await download.saveAs(archive)
  const list = 'import sys,zipfile; print("\\n".join(zipfile.ZipFile(sys.argv[1]).namelist()))'
  const { stdout } = await promisify(execFile)('python3', ['-c', list, archive])
  expect(stdout).toMatch(/manifest/)
  expect(stdout).toMatch(/\.json/)
  await page.getByText('You took it on').first().waitFor()
  await admin().look('release taken')
  admin().expecting(/410/)
  const second = await page.evaluate(async (at) => {
    const answer = await fetch(`/api/v1${at}/download`, { method: 'POST' })
    return { status: answer.status, said: (await answer.json()) as { code: string; detail: string } }
  }, release)
  expect(second.status).toBe(410)
  expect(second.said.code).toBe('release.already_downloaded')
  expect(second.said.detail).toMatch(/\w+ \w+/)
})

test('the ledger names it all, and this browser verifies the seal', async () => {
  const { page } = admin()
  await admin().go(room('/ledger'))
  await page.getByText('Sealed: this browser has verified the signature').waitFor()
  await admin().look('ledger')
  await page.keyboard.press('/')
  await page.keyboard.type('release.downloaded')
  await page.keyboard.press('Enter')
  await page.waitForURL(/action=release\.downloaded/)
  await expect.poll(() => page.locator('tbody tr').count()).toBe(1)
  await page.getByRole('button', { name: 'release.downloaded' }).click()
  const [receipt] = await Promise.all([
    page.waitForEvent('download'),
    page
      .getByRole('link', { name: /^Receipt/ })
      .first()
      .click(),
  ])
  const proof = await readFile(await receipt.path(), 'utf8')
  expect(proof).toContain('c2sp.org/tlog-proof')
})

test('after signing out nothing of an asset stays in the browser', async () => {
  for (const person of people.values()) {
    person.expecting(/401/)
    const { page } = person
    await person.go('/')
    await person.button('Sign out').click()
    await person.heading('Sign in').waitFor()
    const kept = await page.evaluate(leftBehind)
    expect(kept.caches).toEqual([])
    expect(kept.databases).toEqual([])
    expect(kept.session).toEqual([])
    // Only how a person likes the screen to look.
    expect(kept.local.filter(([name]) => !/^labelkeep\.(theme|keys|language)$/.test(name))).toEqual([])
    await page.goBack().catch(() => null)
    await person.heading('Sign in').waitFor()
    await person.context.close()
    expect(person.faults).toEqual([])
  }
})

async function leftBehind() {
  return {
    local: Object.entries(localStorage),
    session: Object.entries(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: 'caches' in window ? await caches.keys() : [],
  }
}

test('the ledger is verified offline, and a changed byte is found', async () => {
  await server.stop()
  const good = await labelkeep('audit', 'verify', home, '--json')
  expect(JSON.parse(good.out)).toMatchObject({ ok: true, first_bad: null, problems: [] })
  expect(good.code).toBe(0)
  const copy = join(home, 'copy')
  await mkdir(copy)
  await cp(join(home, 'ledger'), join(copy, 'ledger'), { recursive: true })
  const entries = join(copy, 'ledger', 'tile', 'entries')
  const files = (await readdir(entries, { recursive: true, withFileTypes: true })).filter((one) =>
    one.isFile(),
  )
  const newest = files
    .map((one) => join(one.parentPath, one.name))
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .at(-1)
  if (!newest) throw new Error('no entries')
  const bytes = await readFile(newest)
  const middle = Math.floor(bytes.length / 2)
  bytes[middle] = (bytes[middle] ?? 0) ^ 1
  await writeFile(newest, bytes)
  const bad = await labelkeep('audit', 'verify', copy)
  expect(bad.code).toBe(1)
  expect(bad.out).toMatch(/entry \d+/i)
  // Stopping the server and starting the command twice: 10 s of processor time, a minute on a busy machine.
}, 180_000)
