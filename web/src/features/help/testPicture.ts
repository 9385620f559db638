/** A picture that is made here and drawn as the workbench draws: a bitmap under outlines. It holds no data of anybody. */
import { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { paintObjects } from '../../canvas/render/objects'
import type { Styles } from '../../canvas/render/style'

const SIDE = 2048
const OBJECTS = 300
const STEP_PX = 9
const colors = ['#d1495b', '#edae49', '#00798c', '#5b5fc7', '#52a447', '#b56576'] as const
const styles: Styles = new Map(
  colors.map((color, i) => [`test/${i}`, { label: `${i + 1}`, color, mark: `${i + 1}` }]),
)

function bitmap(): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = canvas.height = SIDE
  const ctx = canvas.getContext('2d')
  if (!ctx) return canvas
  for (let y = 0; y < SIDE; y += 16)
    for (let x = 0; x < SIDE; x += 16) {
      ctx.fillStyle = `hsl(${(x * 7 + y * 3) % 360} 25% ${25 + ((x ^ y) % 50)}%)`
      ctx.fillRect(x, y, 16, 16)
    }
  return canvas
}

function objects(): LabelObject[] {
  return Array.from({ length: OBJECTS }, (_, i) => ({
    id: `test-${i}`,
    task: 'test',
    class: String(i % colors.length),
    part: 'test',
    page: 0,
    geometry: {
      kind: 'bbox',
      x: (i * 397) % (SIDE - 120),
      y: (i * 251) % (SIDE - 120),
      w: 40 + (i % 80),
      h: 30 + ((i * 7) % 80),
      rotation: 0,
    },
    attributes: [],
    z: i,
    source: { kind: 'human', ref: null },
    group: null,
  }))
}

/** Pans the picture over a canvas, a step a frame; hands back the time from frame to frame in milliseconds. */
export function panPicture(canvas: HTMLCanvasElement, onFrame: (ms: number) => void): () => void {
  const picture = bitmap()
  const size = { width: SIDE, height: SIDE }
  const label = { schema: 'lk-label/1', objects: objects(), classifications: [], relations: [] } as const
  const engine = new Engine({ label, page: { part: 'test', page: 0 }, size, newId: () => '' })
  const ratio = window.devicePixelRatio
  const { width, height } = canvas.getBoundingClientRect()
  canvas.width = Math.round(width * ratio)
  canvas.height = Math.round(height * ratio)
  const ctx = canvas.getContext('2d')
  let asked = 0
  let before: number | null = null
  let step = 0
  const frame = (now: number) => {
    if (before !== null) onFrame(now - before)
    before = now
    step += STEP_PX
    const left = Math.abs((step % (2 * (SIDE - width))) - (SIDE - width))
    const top = Math.abs((step % (2 * (SIDE - height))) - (SIDE - height))
    if (ctx) {
      ctx.setTransform(ratio, 0, 0, ratio, 0, 0)
      ctx.drawImage(picture, left, top, width, height, 0, 0, width, height)
      const camera = { scale: 1, left, top, width, height }
      paintObjects(ctx, { snapshot: engine.getSnapshot(), camera, styles, font: 'sans-serif' })
    }
    asked = requestAnimationFrame(frame)
  }
  asked = requestAnimationFrame(frame)
  return () => cancelAnimationFrame(asked)
}
