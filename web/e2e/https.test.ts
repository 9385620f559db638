/** Sign-in over HTTPS on a name that is not this machine's own: the cookie is bound to the origin and never in clear. */
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openBrowser, Person } from './person'
import { freePort, labelkeep, newHome, remove, Server } from './server'

const host = '127.0.0.2'
let home = ''
let origin = ''
let server: Server
let browser: Browser

beforeAll(async () => {
  home = await newHome()
  const port = await freePort(host)
  origin = `https://labelkeep.test:${port}`
  server = new Server(home, [
    'serve',
    '--tls-self',
    '--host',
    host,
    '--port',
    String(port),
    '--origin',
    origin,
  ])
  const added = await labelkeep('user', 'add', 'Ada Okafor', 'ada@demo.example', '--first', '--home', home)
  expect(added).toMatchObject({ code: 0 })
  ;[, browser] = await Promise.all([
    server.start(),
    openBrowser(`--host-resolver-rules=MAP labelkeep.test ${host}`, '--ignore-certificate-errors'),
  ])
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
})

test('the session cookie is __Host-, Secure, HttpOnly and SameSite=Strict', async () => {
  const made = await labelkeep('user', 'link', 'Ada Okafor', '--origin', origin, '--home', home)
  expect(made.code).toBe(0)
  const link = /https:\S+#\S+/.exec(made.out)?.[0] ?? ''
  const person = await Person.arrive(browser, 'Ada Okafor', origin)
  await person.signIn(link)
  const cookies = await person.context.cookies()
  expect(cookies.map(({ name }) => name)).toEqual(['__Host-labelkeep'])
  expect(cookies[0]).toMatchObject({
    secure: true,
    httpOnly: true,
    sameSite: 'Strict',
    path: '/',
    domain: 'labelkeep.test',
  })
  expect(await person.page.evaluate(() => document.cookie)).toBe('')
  expect(await person.page.evaluate(() => window.isSecureContext && window.crossOriginIsolated)).toBe(true)
  const answer = await person.page.reload()
  expect(answer?.headers()['strict-transport-security']).toMatch(/max-age=\d{8}/)
  await person.button('Sign out').click()
  await person.heading('Sign in').waitFor()
  expect(await person.context.cookies()).toEqual([])
  expect(person.faults).toEqual([])
})
