import type { Ontology } from '../../api/shapes'

type FileRead = { ok: true; body: Ontology } | { ok: false; why: string }

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])
const text = (value: unknown): string => (typeof value === 'string' ? value : '')

/** Fills in what a file may leave out, so that the editor can show it; whether it is right is judged afterwards. */
function attribute(raw: unknown): unknown {
  const one = isObject(raw) ? raw : {}
  const options = list(one['options']).map((each) => {
    const option = isObject(each) ? each : {}
    return {
      ...option,
      id: text(option['id']),
      label: text(option['label']),
      attributes: list(option['attributes']).map(attribute),
    }
  })
  return { required: false, ...one, id: text(one['id']), label: text(one['label']), options }
}

function classOf(raw: unknown): unknown {
  const one = isObject(raw) ? raw : {}
  return {
    key: null,
    description: null,
    skeleton: null,
    retired: false,
    color: '#9a9a9a',
    ...one,
    id: text(one['id']),
    label: text(one['label']),
    attributes: list(one['attributes']).map(attribute),
  }
}

function task(raw: Record<string, unknown>): unknown {
  const named = { ...raw, id: text(raw['id']), label: text(raw['label']) }
  if (raw['kind'] === 'object')
    return { ...named, geometry: list(raw['geometry']), classes: list(raw['classes']).map(classOf) }
  const attributes = list(raw['attributes']).map(attribute)
  if (raw['kind'] === 'classification') return { ...named, attributes }
  return {
    directed: true,
    ...named,
    from: list(raw['from']),
    to: list(raw['to']),
    types: list(raw['types']),
    attributes,
  }
}

/** Reads an ontology file; the server judges what is in it. A file that wraps it in `body` is taken too. */
export function readOntologyFile(content: string): FileRead {
  let read: unknown
  try {
    read = JSON.parse(content)
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : String(error) }
  }
  const body = isObject(read) && isObject(read['body']) && !('tasks' in read) ? read['body'] : read
  if (!isObject(body) || !Array.isArray(body['tasks'])) return { ok: false, why: 'tasks?' }
  const tasks = list(body['tasks']).filter(isObject)
  const odd = tasks.find((one) => !/^(object|classification|relation)$/.test(text(one['kind'])))
  if (odd || tasks.length < body['tasks'].length) return { ok: false, why: `kind: ${text(odd?.['kind'])}` }
  return { ok: true, body: { ...body, schema: 'lk-ontology/1', tasks: tasks.map(task) } as Ontology }
}

/** Hands the ontology to the person as a file that can be read again, here or by `labelkeep`. */
export function saveOntologyFile(body: Ontology, n: number): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(body, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = document.createElement('a')
  link.href = url
  link.download = `ontology-${n}.json`
  link.click()
  URL.revokeObjectURL(url)
}
