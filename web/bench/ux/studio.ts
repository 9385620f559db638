/** Label Studio's workbench as the scripted person sees it. */
import type { Sight } from './eyes'
import { grid, type Side, type Workbench } from './workbench'

const sight: Sight = {
  picture: () => {
    const image = document.querySelector<HTMLImageElement>('img[src^="blob:"]')
    return image?.complete && image.naturalWidth > 0 ? image.src : ''
  },
  count: () => document.querySelectorAll('.lsf-tree__node').length,
  selected: () =>
    document.querySelector('.lsf-tree-treenode-selected, .lsf-tree__node_selected')?.textContent ?? '',
  shows: (x, y) => {
    const image = document.querySelector('img[src^="blob:"]')
    const box = image?.getBoundingClientRect()
    if (!image || !box || x < box.left || x >= box.right || y < box.top || y >= box.bottom) return false
    return document.elementsFromPoint(x, y)[0]?.closest('.konvajs-content, .lsf-image-element, img') !== null
  },
}

export function labelStudio(side: Side): Workbench {
  const ask = async (method: string, path: string, body?: unknown) => {
    const answer = await fetch(side.origin + path, {
      method,
      headers: { Authorization: `Token ${side.tokens[0]}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  return {
    sight,
    async signIn(context) {
      const page = await context.newPage()
      const [name = '', password = ''] = side.people
      await page.goto(`${side.origin}/user/login`)
      await page.fill('input[name=email]', name)
      await page.fill('input[name=password]', password)
      await page.press('input[name=password]', 'Enter')
      await page.waitForURL((url) => !url.pathname.includes('login'))
      await page.close()
    },
    classKey: (n) => String(n + 1),
    armsEachBox: true,
    boxTool: null,
    selectTool: null,
    panKey: { key: 'h', held: false },
    fillKey: null,
    choose: (page) => page.locator('.lsf-choice__checkbox').first().click(),
    async boxByKeys(page) {
      await page.keyboard.press('1')
      for (const key of [
        'ArrowRight',
        'Enter',
        'Shift+ArrowRight',
        'Shift+ArrowDown',
        'Enter',
        'Tab',
        'Enter',
      ])
        await page.keyboard.press(key)
    },
    async lade(_, count) {
      const first = await ask('GET', `/api/tasks?project=${side.project}&page_size=1`)
      const { data } = first.tasks[0]
      const { label_config } = await ask('GET', `/api/projects/${side.project}`)
      const made = await ask('POST', '/api/projects/', { title: `Laden ${count}`, label_config })
      const [width, height] = [512, 512]
      const result = grid(count).map(({ x, y, w, h }, n) => ({
        id: `r${n}`,
        type: 'rectanglelabels',
        from_name: 'label',
        to_name: 'image',
        original_width: width,
        original_height: height,
        image_rotation: 0,
        value: {
          x: x * 100,
          y: y * 100,
          width: w * 100,
          height: h * 100,
          rotation: 0,
          rectanglelabels: [['Alpha', 'Beta', 'Gamma'][n % 3]],
        },
      }))
      await ask('POST', `/api/projects/${made.id}/import`, [{ data, annotations: [{ result }] }])
      const { tasks } = await ask('GET', `/api/tasks?project=${made.id}&page_size=1`)
      return `${side.origin}/projects/${made.id}/data?task=${tasks[0].id}`
    },
  }
}
