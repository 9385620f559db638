/** The saved views of a person, one a project: read with care, as they come from outside this program. */
import { call, whenSignedOut } from '../../api/client'
import { channels, plainTone, type Tone } from '../../surfaces/raster/shades'

/** What lies over the picture to judge sizes by. */
export interface Aids {
  readonly rulers: boolean
  readonly grid: boolean
  /** The whole page in small lies in a corner. */
  readonly map: boolean
  /** Picture pixels between two lines; 0 follows the zoom. */
  readonly gridStep: number
  /** Millimetres a pixel, as this person said; null when nobody did. */
  readonly mm: number | null
}

export interface Preset {
  readonly name: string
  readonly tone: Tone
}

export interface KeptView {
  readonly tone: Tone
  readonly aids: Aids
  readonly presets: readonly Preset[]
}

export const noAids: Aids = { rulers: false, grid: false, map: false, gridStep: 0, mm: null }
export const plainView: KeptView = { tone: plainTone, aids: noAids, presets: [] }

export const mostPresets = 12
/** So many projects fit in what the server keeps of a preference. */
const mostProjects = 20

type Fields = Readonly<Record<string, unknown>>
const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {}

function number(value: unknown, low: number, high: number, otherwise: number): number {
  return typeof value === 'number' && value >= low && value <= high ? value : otherwise
}

function toneOf(value: unknown): Tone {
  const { window, gamma, invert, brightness, contrast, channels: shown } = fieldsOf(value)
  const [centre, width]: unknown[] = Array.isArray(window) ? window : []
  const fits = typeof centre === 'number' && Number.isFinite(centre) && typeof width === 'number' && width > 0
  return {
    window: fits && Number.isFinite(width) ? [centre, width] : null,
    gamma: number(gamma, 0.05, 20, 1),
    invert: invert === true,
    brightness: number(brightness, -100, 100, 0),
    contrast: number(contrast, -100, 100, 0),
    channels: channels.find((one) => one === shown) ?? 'rgb',
  }
}

/** A view as it was kept; what is missing or out of bounds is plain. */
export function viewOf(value: unknown): KeptView {
  const { tone, aids, presets } = fieldsOf(value)
  const { rulers, grid, map, gridStep, mm } = fieldsOf(aids)
  const named = (Array.isArray(presets) ? presets : []).map(fieldsOf)
  return {
    tone: toneOf(tone),
    aids: {
      rulers: rulers === true,
      grid: grid === true,
      map: map === true,
      gridStep: number(gridStep, 0, 100_000, 0),
      mm: number(mm, 1e-9, 1e6, 0) || null,
    },
    presets: named
      .flatMap(({ name, tone: how }) =>
        typeof name === 'string' && name ? [{ name: name.slice(0, 40), tone: toneOf(how) }] : [],
      )
      .slice(-mostPresets),
  }
}

/** The views with one more or another one; those that were kept longest ago give way. */
export function withView(all: unknown, project: string, view: KeptView): { projects: Fields } {
  const { [project]: _, ...others } = fieldsOf(fieldsOf(all)['projects'])
  const entries = Object.entries(others).slice(-(mostProjects - 1))
  return { projects: Object.fromEntries([...entries, [project, view]]) }
}

let known: Promise<unknown> | null = null
whenSignedOut(() => {
  known = null
})

async function read(): Promise<unknown> {
  const answer = await call<{ items: Fields }>('/me/preferences')
  if (answer.ok) return answer.value.items['display']
  known = null
  return undefined
}

/** This person's view of a project; the plain one where none was kept or the server does not answer. */
export async function keptView(project: string): Promise<KeptView> {
  known ??= read()
  return viewOf(fieldsOf(fieldsOf(await known)['projects'])[project])
}

/** Keeps a view; the problem in words when that did not work. */
export async function keepView(project: string, view: KeptView): Promise<string | null> {
  // Read anew: another machine may have kept the view of another project meanwhile.
  const body = withView(await read(), project, view)
  const answer = await call<void>('/me/preferences/display', { method: 'PUT', body: { value: body } })
  if (!answer.ok) return answer.problem.detail
  known = Promise.resolve(body)
  return null
}
