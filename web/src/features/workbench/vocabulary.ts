/** The ontology as the workbench asks it: classes in order, by key, by search, and what a class may be drawn with. */
import type { Attr, ClassificationTask, ObjectTask, Ontology, OntologyClass } from '../../api/shapes'
import type { GeometryKind, Label } from '../../canvas/label'
import { styleKey } from '../../canvas/render/style'
import { type AttrFault, faults } from './answers'

/** A class with the task that it belongs to. */
export interface Entry {
  readonly task: ObjectTask
  readonly class: OntologyClass
}

export interface Vocabulary {
  readonly entries: readonly Entry[]
  readonly questions: readonly ClassificationTask[]
  find(task: string, name: string): Entry | undefined
  byKey(key: string): Entry | undefined
}

/** Reads the ontology once for many questions. A key that two classes claim belongs to the first. */
export function vocabularyOf(ontology: Ontology): Vocabulary {
  const entries = ontology.tasks.flatMap((task) =>
    task.kind === 'object' ? task.classes.map((one) => ({ task, class: one })) : [],
  )
  const questions = ontology.tasks.filter((task) => task.kind === 'classification')
  const found = new Map(entries.map((entry) => [styleKey(entry.task.id, entry.class.id), entry]))
  const keys = new Map<string, Entry>()
  for (const entry of entries)
    if (entry.class.key && !keys.has(entry.class.key)) keys.set(entry.class.key, entry)
  return {
    entries,
    questions,
    find: (task, name) => found.get(styleKey(task, name)),
    byKey: (key) => keys.get(key),
  }
}

/** Whether objects of this class may have that geometry. */
export const mayBe = (entry: Entry, geometry: GeometryKind) =>
  (entry.task.geometry as readonly string[]).includes(geometry)

/** Classes whose name holds every word of the search; names that begin with it come first. */
export function matching(entries: readonly Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const fits = entries.filter((entry) =>
    words.every((word) => entry.class.label.toLowerCase().includes(word)),
  )
  const begins = (entry: Entry) => entry.class.label.toLowerCase().startsWith(words[0] ?? '')
  return [...fits.filter(begins), ...fits.filter((entry) => !begins(entry))]
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
  return [...ofObjects, ...ofPicture]
}
