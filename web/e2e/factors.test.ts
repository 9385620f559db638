/** Second factors in a real browser: an app and its codes, a key (Chromium's own virtual one), and asking once more. */
import { createHmac } from 'node:crypto'
import type { Browser, CDPSession } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { type Demo, freePort, labelkeep, newHome, remove, Server } from './server'

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let person: Person
let secret = ''
let codes: string[] = []

/** Keys are bound to a name, and 127.0.0.1 is none. */
const named = (address: string) => address.replace('//127.0.0.1', '//localhost')

/** What an authenticator app shows (RFC 6238), some steps from now. */
function codeNow(later = 0): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...secret].map((each) => letters.indexOf(each).toString(2).padStart(5, '0')).join('')
  const key = Buffer.from((bits.match(/.{8}/g) ?? []).map((each) => Number.parseInt(each, 2)))
  const step = Buffer.alloc(8)
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + later))
  const digest = createHmac('sha1', key).update(step).digest()
  const at = (digest.at(-1) ?? 0) & 15
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0')
}

async function freshLink(): Promise<string> {
  const { name } = demo.people[0] ?? { name: '' }
  const made = await labelkeep('user', 'link', name, '--home', home, '--json')
  if (made.code !== 0) throw new Error(made.out)
  const { hash } = new URL((JSON.parse(made.out) as { link: string }).link)
  return `${named(demo.origin)}/sign-in${hash}`
}

/** Another browser of the same person, at the second step. */
async function halfIn(): Promise<Person> {
  const other = await Person.arrive(browser, 'half', named(demo.origin))
  await other.page.goto(await freshLink())
  await other.page.getByText('Now your second factor.').waitFor()
  return other
}

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  person = await Person.arrive(browser, demo.people[0]?.name ?? '', named(demo.origin))
  await person.signIn(named(demo.people[0]?.link ?? ''))
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  if (!process.env['LABELKEEP_KEEP']) await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await person.lastSight()
})

test('an app is set up with the keyboard alone and its picture says what the text says', async () => {
  const { page } = person
  await person.go('/account')
  await page.getByText('None yet.', { exact: false }).waitFor()
  await person.look('factor-none')
  await person.button('Add an authenticator app').focus()
  await page.keyboard.press('Enter')
  await page.getByLabel('What you call it').waitFor()
  await page.keyboard.type('Phone')
  await page.keyboard.press('Enter')
  await page.getByRole('img', { name: /QR code/ }).waitFor()
  await person.look('factor-app')
  secret = ((await page.locator('[role=dialog] code').textContent()) ?? '').replaceAll(' ', '')
  person.expecting(/403/)
  await page.getByLabel('The code that the app shows now').fill('000000')
  await page.keyboard.press('Enter')
  await page.getByText('This is not right, or was used before.', { exact: false }).waitFor()
  await page.getByLabel('The code that the app shows now').fill(codeNow(-1))
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: /Phone/ }).waitFor()
  await page.getByText('One is asked for at each sign-in.', { exact: false }).waitFor()
})

test('what weighs much asks once more and then goes on by itself', async () => {
  const { page } = person
  // the server's side of it, with a clock, is tested where the server is
  let asked = 0
  await page.route('**/api/v1/me/factors/codes', (route) => {
    asked += 1
    const again = { status: 403, code: 'factor.again', detail: 'Once more.' }
    return asked === 1
      ? route.fulfill({ status: 403, contentType: 'application/problem+json', json: again })
      : route.continue()
  })
  await person.button('Make recovery codes').click()
  await page.getByRole('heading', { name: 'Once more: your second factor' }).waitFor()
  await person.look('factor-again')
  await page.getByLabel('Code of your app').fill(codeNow())
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Recovery codes' }).waitFor()
  codes = ((await page.locator('[role=dialog] pre').textContent()) ?? '').trim().split('\n')
  expect([asked, codes.length]).toEqual([2, 10])
  await person.look('factor-codes')
  await page.keyboard.press('Escape')
  await page.getByText('10 recovery codes left.', { exact: false }).waitFor()
})

test('a link alone opens nothing, a recovery code opens once, and a reload goes on where it was', async () => {
  const other = await halfIn()
  const { page } = other
  await other.look('sign-in-factor')
  other.expecting(/401/, /403/)
  expect((await page.request.get(`${named(demo.origin)}/api/v1/me`)).status()).toBe(401)
  await page.reload()
  await page.getByText('Now your second factor.').waitFor()
  await page.getByLabel('Code of your app').fill(codes[0] ?? '')
  await page.keyboard.press('Enter')
  await other.heading('Your projects').waitFor()
  await other.context.close()

  const again = await halfIn()
  again.expecting(/403/)
  await again.page.getByLabel('Code of your app').fill(codes[0] ?? '')
  await again.page.keyboard.press('Enter')
  await again.page.getByText('This is not right, or was used before.', { exact: false }).waitFor()
  await again.page.getByLabel('Code of your app').fill(codeNow(1))
  await again.page.keyboard.press('Enter')
  await again.heading('Your projects').waitFor()
  expect([...other.faults, ...again.faults]).toEqual([])
  await again.context.close()
})

async function virtualKey(whose: Person): Promise<[CDPSession, string]> {
  const cdp = await whose.context.newCDPSession(whose.page)
  await cdp.send('WebAuthn.enable')
  const options = {
    protocol: 'ctap2',
    transport: 'usb',
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  } as const
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', { options })
  return [cdp, authenticatorId]
}

test('a key is added, lets in at the second step, and is removed', async () => {
  const { page } = person
  const [cdp, authenticatorId] = await virtualKey(person)
  await person.button('Add a passkey or security key').click()
  await page.getByLabel('What you call it').fill('Blue key')
  await page.keyboard.press('Enter')
  await page.getByRole('rowheader', { name: /Blue key/ }).waitFor()
  const { credentials } = await cdp.send('WebAuthn.getCredentials', { authenticatorId })
  expect(credentials.length).toBe(1)

  const other = await halfIn()
  const [there, key] = await virtualKey(other)
  const [credential] = credentials
  if (credential) await there.send('WebAuthn.addCredential', { authenticatorId: key, credential })
  await other.button('Use your key').click()
  await other.heading('Your projects').waitFor()
  expect(other.faults).toEqual([])
  await other.context.close()

  await person.button('Remove Blue key').click()
  await page.getByRole('rowheader', { name: /Blue key/ }).waitFor({ state: 'detached' })
  const half = await halfIn()
  await half.page.getByLabel('Code of your app').waitFor()
  expect(await half.button('Use your key').count()).toBe(0)
  await half.context.close()
})

test('a key that did not check who holds it is refused', async () => {
  const { page } = person
  const cdp = await person.context.newCDPSession(page)
  await cdp.send('WebAuthn.disable')
  const [fresh, authenticatorId] = await virtualKey(person)
  await fresh.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false })
  await person.button('Add a passkey or security key').click()
  await page.getByLabel('What you call it').fill('Careless key')
  await page.keyboard.press('Enter')
  await page.getByRole('alert').waitFor()
  await page.keyboard.press('Escape')
  expect(await page.getByRole('rowheader', { name: /Careless/ }).count()).toBe(0)
  expect(person.faults).toEqual([])
})

test('an admin suspends a person and lets them in again, and cannot suspend the last admin', async () => {
  const { page } = person
  await person.go('/organisation')
  await page.getByText('No request for a reset waits.').waitFor()
  await page.getByLabel('Person').selectOption({ index: 1 })
  await page.getByLabel('Reason, which stands in the ledger').fill('Left the company.')
  await person.look('organisation-care')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Suspended. Sessions and tokens have ended.').waitFor()
  await page.getByText('suspended', { exact: true }).waitFor()
  await page.getByLabel('Person').selectOption({ index: 1 })
  await page.getByLabel('What').selectOption('reactivate')
  await person.button('Let in again').click()
  await page.getByText('Let in again. A fresh sign-in link is next.').waitFor()
  person.expecting(/409/)
  await page.getByLabel('Person').selectOption({ index: 0 })
  await page.getByLabel('What').selectOption('suspend')
  await page.getByLabel('Reason, which stands in the ledger').fill('Me.')
  await page.keyboard.press('Enter')
  await page.getByText('This is the last organisation admin', { exact: false }).waitFor()
  expect(person.faults).toEqual([])
})
