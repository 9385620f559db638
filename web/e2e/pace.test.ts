/** Few changed pixels: a move of the hand changes the picture and nothing else, and at rest nothing is drawn. */
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { drag, hasObjects, pictureShown, surface } from './bench'
import { openBrowser, Person } from './person'
import { type Demo, freePort, newHome, remove, Server } from './server'

interface Watch {
  /** Parts of the page that changed: `surface`, or the name of another one. */
  readonly changed: Set<string>
  /** Strokes on any canvas. */
  strokes: number
}

declare global {
  interface Window {
    watch: Watch
  }
}

let home = ''
let server: Server
let demo: Demo
let browser: Browser
let labeler: Person

/** Runs in the page before its first script: tells which parts of it change, and how often anything is drawn. */
function look(): void {
  const watch: Watch = { changed: new Set(), strokes: 0 }
  Object.assign(window, { watch })
  const partOf = (node: Node): string => {
    const at = node instanceof Element ? node : node.parentElement
    if (at?.closest('[role="application"]')) return 'surface'
    return at?.closest('section, aside, header, [role="toolbar"]')?.getAttribute('aria-label') ?? 'page'
  }
  new MutationObserver((all) => {
    for (const { target, attributeName, oldValue } of all) {
      // Written anew with what it was: nothing to draw.
      const same = attributeName && (target as Element).getAttribute(attributeName) === oldValue
      if (!same) watch.changed.add(partOf(target))
    }
  }).observe(document, { subtree: true, childList: true, characterData: true, attributeOldValue: true })
  const pen = CanvasRenderingContext2D.prototype
  for (const name of ['clearRect', 'drawImage', 'fillRect', 'stroke'] as const) {
    const real = pen[name] as (...given: unknown[]) => unknown
    Object.assign(pen, {
      [name](this: CanvasRenderingContext2D, ...given: unknown[]) {
        if (this.canvas instanceof HTMLCanvasElement && this.canvas.isConnected) {
          watch.strokes++
          watch.changed.add(partOf(this.canvas))
        }
        return real.apply(this, given)
      },
    })
  }
}

/** Which parts of the page change while `act` runs, and what is drawn. */
async function during(page: Page, act: () => Promise<void>) {
  await page.waitForTimeout(400)
  await page.evaluate(() => {
    window.watch.changed.clear()
    window.watch.strokes = 0
  })
  await act()
  return page.evaluate(() => ({ parts: [...window.watch.changed], strokes: window.watch.strokes }))
}

async function middle(page: Page): Promise<readonly [number, number]> {
  const box = await surface(page).boundingBox()
  if (!box) throw new Error('no surface')
  return [box.x + box.width / 2, box.y + box.height / 2]
}

async function moving(page: Page): Promise<void> {
  const [x, y] = await middle(page)
  await page.mouse.move(x + 60, y + 40, { steps: 40 })
}

/** Opens the workbench once the demo's pictures are there. */
async function bench(page: Page): Promise<void> {
  const again = page.getByRole('button', { name: 'Look again' })
  await page.goto(`${demo.origin}/projects/${demo.project}/label`)
  await expect
    .poll(
      async () => {
        if (await again.isVisible()) await again.click()
        return surface(page).count()
      },
      { timeout: 60_000, interval: 1000 },
    )
    .toBe(1)
  await pictureShown(page)
}

beforeAll(async () => {
  home = await newHome()
  server = new Server(home, ['demo', '--port', String(await freePort())])
  ;[demo, browser] = await Promise.all([server.start(), openBrowser()])
  const { name, link } = demo.people.find(({ role }) => role === 'labeler') ?? { name: '', link: '' }
  labeler = await Person.arrive(browser, name, demo.origin)
  await labeler.context.addInitScript(look)
  await labeler.signIn(link)
})

afterAll(async () => {
  await browser?.close()
  await server?.stop()
  await remove(home)
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await labeler?.lastSight()
})

test('a move of the hand, a pan and a zoom change one region: the picture', async () => {
  const { page } = labeler
  await bench(page)
  await page.waitForLoadState('networkidle')
  await page.keyboard.press('b')
  const [x, y] = await middle(page)
  await page.mouse.move(x, y)
  expect((await during(page, () => moving(page))).parts).toEqual(['surface'])

  await page.mouse.move(x, y)
  await page.keyboard.down('Space')
  await page.mouse.down()
  expect((await during(page, () => moving(page))).parts).toEqual(['surface'])
  await page.mouse.up()
  await page.keyboard.up('Space')

  const zoomed = await during(page, async () => {
    for (let n = 0; n < 8; n++) await page.mouse.wheel(0, n < 4 ? -60 : 60)
  })
  expect(zoomed.parts).toEqual(['surface'])
})

test('while a box is drawn nothing but the picture changes; the list follows when it stands', async () => {
  const { page } = labeler
  const [x, y] = await middle(page)
  await page.keyboard.press('b')
  await page.mouse.move(x - 80, y - 60)
  await page.mouse.down()
  expect((await during(page, () => moving(page))).parts).toEqual(['surface'])
  await page.mouse.up()
  await hasObjects(page, 1)
  await drag(page, [0.3, 0.3], [0.35, 0.35])
  await hasObjects(page, 2)
})

test('at rest nothing is drawn', async () => {
  const { page } = labeler
  await page.waitForTimeout(2500)
  const rest = await during(page, () => page.waitForTimeout(1500))
  expect(rest).toEqual({ parts: [], strokes: 0 })
})

test('the panel is put away by its key, and the whole picture takes the room', async () => {
  const { page } = labeler
  const width = async () => (await surface(page).boundingBox())?.width ?? 0
  const before = await width()
  await page.keyboard.press('Shift+S')
  await expect.poll(width).toBeGreaterThan(before + 200)
  expect(await page.getByRole('button', { name: 'Submit' }).isVisible()).toBe(true)
  await page.reload()
  await pictureShown(page)
  expect(await width()).toBeGreaterThan(before + 200)
  await page.keyboard.press('Shift+S')
  await expect.poll(width).toBe(before)
})
