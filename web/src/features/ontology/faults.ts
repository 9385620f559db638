/** What is wrong with an ontology while it is written, in the rules of the server. Pure. */
import type { Attr, Ontology, OntologyClass } from '../../api/shapes'
import type { MessageKey } from '../../ui/messages'
import type { Place, Task } from './draft'
import { apart, TOO_ALIKE } from './palette'

export const MAX_DEPTH = 8
const ID = /^[a-z0-9][a-z0-9_-]{0,63}$/

type FaultCode =
  | 'id'
  | 'idTwice'
  | 'label'
  | 'geometry'
  | 'classes'
  | 'keyTwice'
  | 'skeleton'
  | 'options'
  | 'questions'
  | 'bounds'
  | 'ends'
  | 'types'
  | 'depth'
  | 'alike'

export interface Fault {
  /** Where the form shows it: `tasks.0.classes.2.id`. */
  readonly at: string
  readonly place: Place
  readonly code: FaultCode
  readonly words: MessageKey
  readonly params: Readonly<Record<string, string | number>>
  /** Advice does not stop publishing. */
  readonly advice: boolean
}

type Report = (at: string, code: FaultCode, params?: Fault['params']) => void

function named(report: Report, at: string, items: readonly { id: string; label: string }[]): void {
  const seen = new Set<string>()
  items.forEach((one, i) => {
    const here = `${at}.${i}`
    if (!one.label.trim()) report(`${here}.label`, 'label')
    if (!ID.test(one.id)) report(`${here}.id`, 'id', { id: one.id })
    else if (seen.has(one.id)) report(`${here}.id`, 'idTwice', { id: one.id })
    seen.add(one.id)
  })
}

function attributes(report: Report, at: string, attrs: readonly Attr[], depth: number): void {
  if (attrs.length && depth > MAX_DEPTH) report(at, 'depth', { n: MAX_DEPTH })
  named(report, at, attrs)
  attrs.forEach((attr, i) => {
    const here = `${at}.${i}`
    const chooses = attr.type === 'radio' || attr.type === 'checklist' || attr.type === 'ranking'
    if (chooses && attr.options.length === 0) report(`${here}.options`, 'options', { what: attr.label })
    named(report, `${here}.options`, attr.options)
    if (typeof attr.min === 'number' && typeof attr.max === 'number' && attr.min > attr.max)
      report(`${here}.min`, 'bounds', { what: attr.label })
    attr.options.forEach((option, o) => {
      attributes(report, `${here}.options.${o}.attributes`, option.attributes, depth + 1)
    })
  })
}

function keys(report: (i: number, other: OntologyClass) => void, classes: readonly OntologyClass[]): void {
  const first = new Map<string, OntologyClass>()
  classes.forEach((one, i) => {
    const other = one.key ? first.get(one.key) : undefined
    if (other) report(i, other)
    else if (one.key) first.set(one.key, one)
  })
}

function task(found: Fault[], one: Task, t: number): void {
  const at = `tasks.${t}`
  const reportAt =
    (place: Place): Report =>
    (where, code, params = {}) =>
      found.push({ at: where, place, code, words: `ontology.fault.${code}`, params, advice: false })
  const report = reportAt({ task: t, class: null })
  if (one.kind === 'relation') {
    if (one.from.length === 0) report(`${at}.from`, 'ends')
    if (one.to.length === 0) report(`${at}.to`, 'ends')
    if (one.types.length === 0) report(`${at}.types`, 'types')
    named(report, `${at}.types`, one.types)
    attributes(report, `${at}.attributes`, one.attributes, 1)
    return
  }
  if (one.kind === 'classification') {
    if (one.attributes.length === 0) report(`${at}.attributes`, 'questions')
    attributes(report, `${at}.attributes`, one.attributes, 1)
    return
  }
  if (one.geometry.length === 0) report(`${at}.geometry`, 'geometry')
  if (one.classes.length === 0) report(`${at}.classes`, 'classes')
  const reportClass = (i: number) => reportAt({ task: t, class: i })
  named(
    (where, code, params) => reportClass(Number(where.split('.')[3]))(where, code, params),
    `${at}.classes`,
    one.classes,
  )
  keys((i, other) => {
    const params = { key: other.key ?? '', other: other.label }
    reportClass(i)(`${at}.classes.${i}.key`, 'keyTwice', params)
  }, one.classes)
  one.classes.forEach((each, i) => {
    if (one.geometry.includes('skeleton') && !each.skeleton?.nodes.length)
      reportClass(i)(`${at}.classes.${i}.skeleton`, 'skeleton', { what: each.label })
    if (each.skeleton) named(reportClass(i), `${at}.classes.${i}.skeleton.nodes`, each.skeleton.nodes)
    attributes(reportClass(i), `${at}.classes.${i}.attributes`, each.attributes, 1)
  })
}

/** Colours that some eyes cannot tell apart; only advice, and only for as many classes as a palette can hold. */
function alike(ontology: Ontology): Fault[] {
  const used = ontology.tasks.flatMap((one, t) =>
    one.kind === 'object'
      ? one.classes.flatMap((each, c) => (each.retired ? [] : [{ each, place: { task: t, class: c } }]))
      : [],
  )
  if (used.length > 24) return []
  return used.flatMap(({ each, place }, i) => {
    const twin = used.slice(0, i).find((other) => apart(other.each.color, each.color) < TOO_ALIKE)
    if (!twin) return []
    const at = `tasks.${place.task}.classes.${place.class}.color`
    const params = { what: each.label, other: twin.each.label }
    return [{ at, place, code: 'alike', words: 'ontology.fault.alike', params, advice: true } as const]
  })
}

/** Everything that is wrong, in the order of the form; advice comes last. */
export function faultsOf(ontology: Ontology): Fault[] {
  const found: Fault[] = []
  named(
    (at, code, params = {}) =>
      found.push({
        at,
        place: { task: Number(at.split('.')[1]), class: null },
        code,
        words: `ontology.fault.${code}`,
        params,
        advice: false,
      }),
    'tasks',
    ontology.tasks,
  )
  ontology.tasks.forEach((one, t) => {
    task(found, one, t)
  })
  return [...found, ...alike(ontology)]
}
