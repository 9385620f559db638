/** What a person is writing: an ontology, changed step by step. Pure. */
import type {
  Attr,
  ClassificationTask,
  ObjectTask,
  Ontology,
  OntologyClass,
  Option,
  RelationTask,
} from '../../api/shapes'
import { nextColor } from './palette'

export type Task = Ontology['tasks'][number]
export type TaskKind = Task['kind']
export const GEOMETRIES = [
  'bbox',
  'rbox',
  'polygon',
  'mask',
  'ellipse',
  'polyline',
  'point',
  'skeleton',
] as const satisfies readonly ObjectTask['geometry'][number][]
export const ATTR_TYPES = [
  'radio',
  'checklist',
  'bool',
  'number',
  'text',
  'date',
  'ranking',
] as const satisfies readonly Attr['type'][]
export const EMPTY: Ontology = { schema: 'lk-ontology/1', tasks: [] }

/** What is looked at in the editor: a task, or one of its classes. */
export interface Place {
  readonly task: number
  readonly class: number | null
}

/** An id made of words: small letters, digits, `-` and `_`; never one that is taken. */
export function slug(words: string, taken: readonly string[]): string {
  const plain = words
    .toLowerCase()
    .replaceAll('ß', 'ss')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 58)
  const base = plain || 'item'
  if (!taken.includes(base)) return base
  for (let n = 2; ; n++) if (!taken.includes(`${base}-${n}`)) return `${base}-${n}`
}

const ids = (items: readonly { readonly id: string }[]) => items.map((one) => one.id)

export const replaced = <Item>(list: readonly Item[], at: number, item: Item): Item[] =>
  list.map((one, i) => (i === at ? item : one))
export const without = <Item>(list: readonly Item[], at: number): Item[] => list.filter((_, i) => i !== at)

/** The list with one thing moved up (-1) or down (1); the ends stay where they are. */
export function moved<Item>(list: readonly Item[], at: number, by: -1 | 1): Item[] {
  const to = at + by
  const one = list[at]
  const other = list[to]
  if (one === undefined || other === undefined) return [...list]
  return replaced(replaced(list, at, other), to, one)
}

export function allClasses(ontology: Ontology): { ref: string; task: ObjectTask; class: OntologyClass }[] {
  return ontology.tasks.flatMap((task) =>
    task.kind === 'object'
      ? task.classes.map((one) => ({ ref: `${task.id}/${one.id}`, task, class: one }))
      : [],
  )
}

export function newClass(ontology: Ontology, taken: readonly OntologyClass[], label: string): OntologyClass {
  const all = allClasses(ontology).map((one) => one.class)
  const used = new Set([...all, ...taken].map((one) => one.key))
  const key = [...'123456789'].find((digit) => !used.has(digit)) ?? null
  return {
    id: slug(label, ids(taken)),
    label,
    color: nextColor([...all, ...taken].map((one) => one.color)),
    key,
    description: null,
    attributes: [],
    skeleton: null,
    retired: false,
  }
}

export function newAttr(siblings: readonly Attr[], label: string, option: string): Attr {
  const id = slug(label, ids(siblings))
  return { id, label, type: 'radio', required: false, options: [newOption([], option)] }
}

export function newOption(siblings: readonly Option[], label: string): Option {
  return { id: slug(label, ids(siblings)), label, attributes: [] }
}

/** A task of this kind to begin with; a relation joins every class with every class. */
export function newTask(
  ontology: Ontology,
  kind: TaskKind,
  words: { task: string; first: string; option: string },
): Task {
  const id = slug(words.task, ids(ontology.tasks))
  if (kind === 'object')
    return {
      id,
      kind,
      label: words.task,
      geometry: ['bbox'],
      classes: [newClass(ontology, [], words.first)],
    } satisfies ObjectTask
  if (kind === 'classification')
    return {
      id,
      kind,
      label: words.task,
      attributes: [newAttr([], words.first, words.option)],
    } satisfies ClassificationTask
  const refs = allClasses(ontology).map((one) => one.ref)
  return {
    id,
    kind,
    label: words.task,
    from: refs,
    to: refs,
    types: [newOption([], words.first)].map(({ id: own, label }) => ({ id: own, label })),
    directed: true,
    attributes: [],
  } satisfies RelationTask
}

/** The type changed; what belongs to the old one only is dropped, and what the new one needs is there. */
export function withType(attr: Attr, type: Attr['type'], option: string): Attr {
  const chooses = type === 'radio' || type === 'checklist' || type === 'ranking'
  const kept = type === 'ranking' ? attr.options.map((one) => ({ ...one, attributes: [] })) : attr.options
  const options = !chooses ? [] : kept.length ? kept : [newOption([], option)]
  const { min, max, max_length, ...rest } = attr
  return {
    ...rest,
    type,
    options,
    ...(type === 'number' ? { min: min ?? null, max: max ?? null } : {}),
    ...(type === 'text' ? { max_length: max_length ?? null } : {}),
  }
}

/** The ontology with one task changed; relations follow when an id changes, so that they never point nowhere. */
export function withTask(ontology: Ontology, at: number, next: Task): Ontology {
  const before = ontology.tasks[at]
  const tasks = replaced(ontology.tasks, at, next)
  if (before?.kind !== 'object' || next.kind !== 'object') return { ...ontology, tasks }
  const renamed = new Map(
    before.classes.flatMap((one, i): [string, string | null][] => {
      const same = before.classes.length === next.classes.length ? next.classes[i] : undefined
      const now = next.classes.find((other) => other.id === one.id) ?? same
      return [[`${before.id}/${one.id}`, now ? `${next.id}/${now.id}` : null]]
    }),
  )
  return { ...ontology, tasks: tasks.map((task) => following(task, renamed)) }
}

/** The ontology without a task; relations lose the classes that went with it. */
export function withoutTask(ontology: Ontology, at: number): Ontology {
  const gone = ontology.tasks[at]
  const refs = new Map<string, string | null>(
    gone?.kind === 'object' ? gone.classes.map((one) => [`${gone.id}/${one.id}`, null]) : [],
  )
  return { ...ontology, tasks: without(ontology.tasks, at).map((task) => following(task, refs)) }
}

function following(task: Task, renamed: ReadonlyMap<string, string | null>): Task {
  if (task.kind !== 'relation') return task
  const end = (refs: readonly string[]) =>
    refs.flatMap((ref) => (renamed.has(ref) ? (renamed.get(ref) ?? []) : ref))
  return { ...task, from: end(task.from), to: end(task.to) }
}

export function withClass(ontology: Ontology, place: Place, next: OntologyClass): Ontology {
  const task = ontology.tasks[place.task]
  if (task?.kind !== 'object' || place.class === null) return ontology
  return withTask(ontology, place.task, { ...task, classes: replaced(task.classes, place.class, next) })
}

/** The draft with a class of the published version put back, retired: nobody draws it, what has it stays right. */
export function withRetired(draft: Ontology, before: Ontology, ref: string): Ontology {
  const found = allClasses(before).find((one) => one.ref === ref)
  if (!found) return draft
  const kept = { ...found.class, retired: true, key: null }
  const at = draft.tasks.findIndex((task) => task.id === found.task.id)
  const task = draft.tasks[at]
  if (task?.kind !== 'object')
    return { ...draft, tasks: [...draft.tasks, { ...found.task, classes: [kept] }] }
  return { ...draft, tasks: replaced(draft.tasks, at, { ...task, classes: [...task.classes, kept] }) }
}

/** Every path of ids that labels may be stored under: `task`, `task/class`, `task/class/attr/option`. */
export function publishedPaths(ontology: Ontology | null): ReadonlySet<string> {
  const found = new Set<string>()
  const attributes = (path: string, attrs: readonly Attr[]) => {
    for (const attr of attrs) {
      found.add(`${path}/${attr.id}`)
      for (const option of attr.options) {
        found.add(`${path}/${attr.id}/${option.id}`)
        attributes(`${path}/${attr.id}/${option.id}`, option.attributes)
      }
    }
  }
  for (const task of ontology?.tasks ?? []) {
    found.add(task.id)
    if (task.kind === 'object')
      for (const one of task.classes) {
        found.add(`${task.id}/${one.id}`)
        attributes(`${task.id}/${one.id}`, one.attributes)
      }
    else {
      if (task.kind === 'relation') for (const type of task.types) found.add(`${task.id}/${type.id}`)
      attributes(task.id, task.attributes)
    }
  }
  return found
}
