/** The ontology as the workbench asks it: classes in order, by key, by search, and what a class may be drawn with. */
import type {
  Attr,
  ClassificationTask,
  ObjectTask,
  Ontology,
  OntologyClass,
  RelationTask,
} from '../../api/shapes'
import type { Geometry, Label, LabelObject } from '../../canvas/label'
import { styleKey } from '../../canvas/render/style'
import { type AttrFault, faults } from './answers'

/** A class with the task that it belongs to. */
export interface Entry {
  readonly task: ObjectTask
  readonly class: OntologyClass
}

export interface Vocabulary {
  /** What may be drawn now. */
  readonly entries: readonly Entry[]
  /** Of these no new objects are made; those that are there stay. */
  readonly retired: readonly Entry[]
  readonly questions: readonly ClassificationTask[]
  readonly relations: readonly RelationTask[]
  find(task: string, name: string): Entry | undefined
  byKey(key: string): Entry | undefined
}

/** Reads the ontology once for many questions. A key that two classes claim belongs to the first. */
export function vocabularyOf(ontology: Ontology): Vocabulary {
  const all = ontology.tasks.flatMap((task) =>
    task.kind === 'object' ? task.classes.map((one) => ({ task, class: one })) : [],
  )
  const entries = all.filter((entry) => !entry.class.retired)
  const questions = ontology.tasks.filter((task) => task.kind === 'classification')
  const relations = ontology.tasks.filter((task) => task.kind === 'relation')
  const found = new Map(all.map((entry) => [styleKey(entry.task.id, entry.class.id), entry]))
  const keys = new Map<string, Entry>()
  for (const entry of entries)
    if (entry.class.key && !keys.has(entry.class.key)) keys.set(entry.class.key, entry)
  return {
    entries,
    retired: all.filter((entry) => entry.class.retired),
    questions,
    relations,
    find: (task, name) => found.get(styleKey(task, name)),
    byKey: (key) => keys.get(key),
  }
}

/** Whether objects of this class may have that geometry: its kind, its turn, and the nodes of a skeleton. */
export function mayBe(entry: Entry, geometry: Geometry): boolean {
  const allowed = entry.task.geometry
  if (geometry.kind === 'bbox')
    return allowed.includes('rbox') || (geometry.rotation === 0 && allowed.includes('bbox'))
  if (geometry.kind !== 'skeleton') return allowed.includes(geometry.kind)
  const nodes = entry.class.skeleton?.nodes ?? []
  return (
    allowed.includes('skeleton') &&
    nodes.length === geometry.points.length &&
    nodes.every(({ id }, i) => geometry.points[i]?.node === id)
  )
}

/** Classes whose name holds every word of the search; names that begin with it come first. */
export function matching(entries: readonly Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = entries.filter((entry) =>
    words.every((word) => entry.class.label.toLowerCase().includes(word)),
  )
  const begins = (entry: Entry) => entry.class.label.toLowerCase().startsWith(words[0] ?? '')
  return [...fits.filter(begins), ...fits.filter((entry) => !begins(entry))]
}

/** The number that the list gives each object: by class in the order of the ontology, then as they came. */
export function numbersOf(
  objects: Iterable<LabelObject>,
  vocabulary: Vocabulary,
): ReadonlyMap<string, number> {
  const groups = new Map<string, string[]>()
  for (const object of objects) {
    const key = styleKey(object.task, object.class)
    const group = groups.get(key)
    if (group) group.push(object.id)
    else groups.set(key, [object.id])
  }
  const known = [...vocabulary.entries, ...vocabulary.retired].map((entry) =>
    styleKey(entry.task.id, entry.class.id),
  )
  const order = [...known, ...[...groups.keys()].filter((key) => !known.includes(key))]
  return new Map(order.flatMap((key) => groups.get(key) ?? []).map((id, i) => [id, i + 1]))
}

/** One way in which two objects may be related. */
export interface RelationChoice {
  readonly task: RelationTask
  readonly type: RelationTask['types'][number]
  readonly from: LabelObject
  readonly to: readonly LabelObject[]
}

function choicesFor(task: RelationTask, from: LabelObject, to: readonly LabelObject[]): RelationChoice[] {
  const fits =
    task.from.includes(styleKey(from.task, from.class)) &&
    to.every((one) => task.to.includes(styleKey(one.task, one.class)))
  return fits ? task.types.map((type) => ({ task, type, from, to })) : []
}

/** Every relation that the ontology allows from the first object to the others, and where there are two, back. */
export function relationChoices(
  vocabulary: Vocabulary,
  objects: readonly LabelObject[],
): readonly RelationChoice[] {
  const [first, ...rest] = objects
  const [second, ...more] = rest
  if (!first || !second) return []
  return vocabulary.relations.flatMap((task) => {
    const back = task.directed && more.length === 0 ? choicesFor(task, second, [first]) : []
    const forth = choicesFor(task, first, rest)
    // Without a direction the order says nothing; the one that fits is taken.
    const turned = forth.length === 0 && !task.directed ? choicesFor(task, second, [first, ...more]) : []
    return [...forth, ...back, ...turned]
  })
}

/** Something that stands in the way of a submit. */
export interface Obstacle {
  /** The object to go to; null for a question about the whole picture. */
  readonly object: string | null
  readonly where: string
  readonly fault: AttrFault
}

/** Everything that must be answered before this label can be submitted. */
export function obstacles(label: Label, vocabulary: Vocabulary): Obstacle[] {
  const ofObjects = label.objects.flatMap((object) => {
    const entry = vocabulary.find(object.task, object.class)
    const found = entry ? faults(entry.class.attributes, object.attributes) : []
    return found.map((fault) => ({ object: object.id, where: entry?.class.label ?? object.class, fault }))
  })
  const ofPicture = vocabulary.questions.flatMap((task) => {
    const answers = label.classifications.find((one) => one.task === task.id)?.attributes ?? []
    return faults(task.attributes as Attr[], answers).map((fault) => ({
      object: null,
      where: task.label,
      fault,
    }))
  })
  const ofRelations = label.relations.flatMap((relation) => {
    const task = vocabulary.relations.find(({ id }) => id === relation.task)
    const found = task ? faults(task.attributes, relation.attributes) : []
    return found.map((fault) => ({ object: relation.from[0] ?? null, where: task?.label ?? '', fault }))
  })
  return [...ofObjects, ...ofRelations, ...ofPicture]
}
