/** Labelkeep's workbench as the scripted person sees it. */
import { randomUUID } from 'node:crypto'
import type { Page } from 'playwright-core'
import type { Sight } from './eyes'
import { grid, type Side, type Workbench } from './workbench'

const sight: Sight = {
  picture: () => {
    const host = document.querySelector('[role="application"]')
    const canvas = host?.querySelector('canvas')
    const name = document.querySelector('h1')?.textContent ?? ''
    if (!host || !canvas || canvas.width < 2 || canvas.height < 2) return ''
    // The workbench says of which view every tile is drawn.
    if (host instanceof HTMLElement && host.dataset['whole']) return host.dataset['whole']
    const small = new OffscreenCanvas(8, 8).getContext('2d', { willReadFrequently: true })
    if (!small) return ''
    small.drawImage(canvas, 0, 0, 8, 8)
    const { data } = small.getImageData(0, 0, 8, 8)
    return data[(4 * 8 + 4) * 4 + 3] === 255 ? `${name} ${data.join()}` : ''
  },
  count: () =>
    Number(document.querySelector('section[aria-label="Objects"] header span')?.textContent ?? '0'),
  selected: () => document.querySelector('[data-selected="true"]')?.textContent ?? '',
  shows: (x, y) => {
    const host = document.querySelector('[role="application"]')
    const canvas = host?.querySelector('canvas')
    if (!host || !canvas || !host.contains(document.elementFromPoint(x, y))) return false
    const box = canvas.getBoundingClientRect()
    const scale = canvas.width / box.width
    const pen = canvas.getContext('2d')
    return pen?.getImageData((x - box.left) * scale, (y - box.top) * scale, 1, 1).data[3] === 255
  },
}

export function labelkeep(side: Side): Workbench {
  const api = `${side.origin}/api/v1/projects/${side.project}`
  const ask = async (person: number, method: string, path: string, body?: unknown, version?: string) => {
    const answer = await fetch(api + path, {
      method,
      headers: {
        Authorization: `Bearer ${side.tokens[person]}`,
        'Content-Type': 'application/json',
        ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    sight,
    async signIn(context, person) {
      const page = await context.newPage()
      await page.goto(`${side.origin}/sign-in#${side.people[person]}`)
      await page.getByRole('heading', { name: 'Your projects' }).waitFor()
      await page.close()
    },
    classKey: (n) => String(n + 1),
    armsEachBox: false,
    boxTool: 'b',
    selectTool: 'v',
    panKey: { key: 'Space', held: true },
    fillKey: '0',
    choose: (page: Page) => page.getByRole('radio', { name: /^good/ }).click(),
    async boxByKeys(page) {
      await page.keyboard.press('1')
      await page.keyboard.press('b')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press('Enter')
      for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowRight')
      for (let n = 0; n < 3; n++) await page.keyboard.press('Shift+ArrowDown')
      await page.keyboard.press('Enter')
    },
    async lade(person, count) {
      const work = await ask(person, 'POST', '/work/label/next')
      const { width, height } = work.asset.parts[0]
      const objects = grid(count).map(({ x, y, w, h }, n) => ({
        id: randomUUID(),
        task: 'things',
        class: `class-${n % 3}`,
        part: work.asset.parts[0].id,
        page: 0,
        geometry: {
          kind: 'bbox',
          x: x * width,
          y: y * height,
          w: w * width,
          h: h * height,
          rotation: 0,
        },
        attributes: [],
        z: 0,
        source: { kind: 'human', ref: null },
        group: null,
      }))
      const label = { ...work.label, objects }
      const body = { seq: work.lease.seq, label, active_ms: 0 }
      await ask(person, 'PUT', `/leases/${work.lease.id}/draft`, body, work.draft?.version ?? '0')
      return side.origin + side.label
    },
  }
}
