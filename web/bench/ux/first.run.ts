/** A newcomer's first box: from the printed link to the first submit, each action counted. Started by `first_box`. */
import { readFile, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { openBrowser } from '../../e2e/person'
import { Hand } from './hand'

interface Plan {
  readonly link: string
}

test('the first box of a newcomer', async () => {
  const { link } = JSON.parse(await readFile(process.env['UX_PLAN'] ?? '', 'utf8')) as Plan
  const browser = await openBrowser()
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, locale: 'en-GB' })
    const page = await context.newPage()
    const hand = new Hand(page)
    const began = Date.now()
    hand.actions++
    await page.goto(link)
    await page
      .getByRole('link', { name: /^Label \d/ })
      .first()
      .waitFor()
    await hand.key('Enter')
    const surface = page.getByRole('application')
    await expect.poll(() => surface.getAttribute('data-whole'), { timeout: 20_000 }).not.toBeNull()
    const at = await surface.boundingBox()
    if (!at) throw new Error('The picture has no place on the screen.')
    await hand.key('1')
    const [x, y] = [at.x + at.width / 2, at.y + at.height / 2]
    await hand.drag(x - 90, y - 70, x + 90, y + 70)
    const objects = page.getByRole('region', { name: 'Objects' }).locator('header span').first()
    await expect.poll(() => objects.textContent()).toBe('1')
    for (const name of [/^good/, /^left/]) {
      const choice = page.getByRole('radio', { name })
      if ((await choice.count()) === 0) continue
      hand.actions++
      await choice.first().click()
    }
    const sent = page.waitForResponse((answer) => /\/leases\/[^/]+\/submit$/.test(answer.url()))
    await hand.key('Control+Enter')
    const { actions } = hand
    const status = (await sent).status()
    await writeFile(
      process.env['UX_SEEN'] ?? '',
      JSON.stringify({ browser_s: (Date.now() - began) / 1000, actions, status }),
    )
  } finally {
    await browser.close()
  }
})
