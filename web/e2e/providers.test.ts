/** Sign-in by a real OpenID provider: its button, its pages, a refusal in words, and the linked identity. */
import { type ChildProcess, spawn } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { freePort, labelkeep, newHome, remove, Server } from './server'

let home = ''
let origin = ''
let issuer = ''
let server: Server
let provider: ChildProcess
let browser: Browser

beforeAll(async () => {
  home = await newHome()
  const [port, other] = [await freePort(), await freePort()]
  origin = `http://127.0.0.1:${port}`
  issuer = `http://127.0.0.1:${other}`
  const script = join(import.meta.dirname, 'provider.mjs')
  const places = [`${origin}/api/v1/sign-in/oidc/callback`, `${origin}/api/v1/sign-out/oidc`]
  const idp = spawn('node', [script, String(other), ...places], { stdio: ['ignore', 'pipe', 'ignore'] })
  provider = idp
  await new Promise((ready) => idp.stdout.once('data', ready))
  expect(
    await labelkeep('user', 'add', 'Ada Okafor', 'ada@demo.example', '--first', '--home', home),
  ).toMatchObject({ code: 0 })
  const secret = join(home, 'secret.txt')
  await writeFile(secret, 'a secret of the client')
  const words = ['House', issuer, 'labelkeep', '--secret-file', secret, '--just-in-time', '--home', home]
  const added = await labelkeep('provider', 'add', ...words)
  expect(added, added.out).toMatchObject({ code: 0 })
  server = new Server(home, ['serve', '--port', String(port)])
  ;[, browser] = await Promise.all([server.start(), openBrowser()])
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  provider?.kill()
  await remove(home)
})

/** What went to the provider is meant to, and its own page asks for a font; all else stays a fault. */
const faults = (person: Person) =>
  person.faults.filter((one) => !one.includes(issuer) && !one.includes('//fonts.googleapis.com/'))

async function throughProvider({ page }: Person, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login)
  await page.getByPlaceholder('and password').fill('x')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

test('somebody signs in with the keyboard by the button, and is told at the account by whom', async () => {
  const person = await Person.arrive(browser, 'New', origin)
  person.expecting(/401/)
  await person.go('/sign-in')
  await person.button('Sign in with House').waitFor()
  await person.look('sign in by a provider')
  await person.button('Sign in with House').focus()
  await person.page.keyboard.press('Enter')
  await throughProvider(person, 'nia')
  await person.heading('Your projects').waitFor()
  expect(new URL(person.page.url()).search).toBe('')
  await person.go('/account')
  await person.button('Unlink House').waitFor()
  await person.look('account with an identity')
  expect((await person.context.cookies(origin)).map(({ name }) => name)).toContain('labelkeep')
  expect((await person.context.cookies(origin)).map(({ name }) => name)).not.toContain('labelkeep-visit')
  expect(faults(person)).toEqual([])
})

test('a refusal is a sentence on the sign-in page, and not in its address', async () => {
  const person = await Person.arrive(browser, 'Refused', origin)
  person.expecting(/401/)
  await person.go('/api/v1/sign-in/oidc/callback?state=none&code=none')
  await person.page.getByRole('alert').getByText('began in another browser').waitFor()
  await person.look('refused by a provider')
  expect(person.page.url()).toBe(`${origin}/sign-in`)
  expect(faults(person)).toEqual([])
})
