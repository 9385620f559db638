/** The hand and the eye at the workbench. Places are parts of the surface: 0 to 1 from its top left. */
import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'

export type Place = readonly [number, number]

export const surface = (page: Page): Locator => page.getByRole('application')

/** The picture is on the screen: its first tiles are painted. */
export async function pictureShown(page: Page): Promise<void> {
  await surface(page).waitFor()
  await expect.poll(() => page.getByText(/^\d+ %$/).count(), { timeout: 10_000 }).toBeGreaterThan(0)
  // Nobody has looked at a picture in less; the workbench takes a submit before that for a slip of the hand.
  await page.waitForTimeout(400)
}

export const pictureName = async (page: Page): Promise<string> =>
  (await page.getByRole('heading', { level: 1 }).textContent()) ?? ''

async function screenPlace(page: Page, [x, y]: Place): Promise<{ x: number; y: number }> {
  const box = await surface(page).boundingBox()
  if (!box) throw new Error('no surface')
  return { x: box.x + box.width * x, y: box.y + box.height * y }
}

export async function click(page: Page, place: Place): Promise<void> {
  const { x, y } = await screenPlace(page, place)
  await page.mouse.click(x, y)
}

export async function drag(page: Page, from: Place, to: Place): Promise<void> {
  const [a, b] = [await screenPlace(page, from), await screenPlace(page, to)]
  await page.mouse.move(a.x, a.y)
  await page.mouse.down()
  await page.mouse.move((a.x + b.x) / 2, (a.y + b.y) / 2, { steps: 3 })
  await page.mouse.move(b.x, b.y, { steps: 3 })
  await page.mouse.up()
}

/** Draws an outline with the polygon tool and closes it. */
export async function outline(page: Page, places: readonly Place[]): Promise<void> {
  await page.keyboard.press('p')
  for (const place of places) await click(page, place)
  await page.keyboard.press('Enter')
}

/** How many objects the panel counts; its list holds only the rows in sight and a few around them. */
export async function objectCount(page: Page): Promise<number> {
  const panel = page.getByRole('region', { name: 'Objects', exact: true })
  return Number(await panel.locator('header span').first().textContent())
}

export async function hasObjects(page: Page, n: number): Promise<void> {
  await expect.poll(() => objectCount(page), { timeout: 5_000 }).toBe(n)
}

/** The draft is on the server; the time says that it happened by itself. */
export async function saved(page: Page): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: /^saved \d/ })
    .waitFor({ timeout: 5_000 })
}

/** Says how good the whole picture is. */
export async function rate(page: Page, word: 'good' | 'usable' | 'poor'): Promise<void> {
  await page
    .getByRole('region', { name: 'Whole picture' })
    .getByRole('radio', { name: new RegExp(`^${word}`) })
    .check()
}

/** Submits by key; the next picture comes by itself. */
export async function submit(page: Page): Promise<void> {
  const before = await pictureName(page)
  await page.keyboard.press('Control+Enter')
  await expect.poll(() => pictureName(page), { timeout: 15_000 }).not.toBe(before)
}
