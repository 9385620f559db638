/** What a key or a control does to the task: one function an act, so that hand and keyboard do the very same. */
import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import { onPage } from '../../canvas/label'
import { styleKey } from '../../canvas/render/style'
import { choices, withChoice } from './answers'
import { firstTool, toolFits } from './toolbox'
import { type Entry, mayBe, type Vocabulary } from './vocabulary'

/** The one selected object, when exactly one is. */
export function selectedOne(engine: Engine): LabelObject | null {
  const { selection, scene } = engine.getSnapshot()
  const [id, more] = [...selection]
  return id !== undefined && more === undefined ? (scene.get(id) ?? null) : null
}

/** Takes a class for the next objects, with a tool that may draw it. */
export function takeClass(engine: Engine, entry: Entry): void {
  engine.setBrush({ task: entry.task.id, class: entry.class.id })
  const { tool } = engine.getSnapshot()
  const object = selectedOne(engine)
  const other = object && (object.task !== entry.task.id || object.class !== entry.class.id)
  // The brush goes on with the selected mask; taking another class means a new one.
  if (tool === 'brush' && other) engine.select([])
  if (!toolFits(tool, entry)) engine.setTool(firstTool(entry))
}

/** Gives the selected objects a class. Attributes of the old class go where the new one has none of that name. */
export function reclassify(engine: Engine, entry: Entry): void {
  const known = new Set(entry.class.attributes.map(({ id }) => id))
  engine.edit(engine.getSnapshot().selection, (object) => {
    if (object.task === entry.task.id && object.class === entry.class.id) return object
    if (!mayBe(entry, object.geometry)) return object
    const attributes = object.attributes.filter(({ attr }) => known.has(attr))
    return { ...object, task: entry.task.id, class: entry.class.id, attributes }
  })
}

/** What a class key does: with Select in hand and something selected it changes that; it is always the next class. */
export function pickClass(engine: Engine, entry: Entry, ofSelected = false): void {
  const { tool, selection } = engine.getSnapshot()
  if (selection.size > 0 && (ofSelected || tool === 'select')) reclassify(engine, entry)
  if (!ofSelected) takeClass(engine, entry)
}

/** Makes the nth choice of the selected object's attributes, or of the whole picture when nothing is selected. */
export function choose(engine: Engine, vocabulary: Vocabulary, n: number): void {
  const object = selectedOne(engine)
  if (!object) {
    chooseOfPicture(engine, vocabulary, n)
    return
  }
  const attributes = vocabulary.find(object.task, object.class)?.class.attributes ?? []
  const choice = choices(attributes, object.attributes)[n - 1]
  if (choice) engine.setAttributes(object.id, withChoice(object.attributes, choice))
}

function chooseOfPicture(engine: Engine, vocabulary: Vocabulary, n: number): void {
  let left = n
  for (const question of vocabulary.questions) {
    const answers = pictureAnswers(engine, question.id)?.attributes ?? []
    const all = choices(question.attributes, answers)
    const choice = all[left - 1]
    if (choice) {
      answerPicture(engine, question.id, withChoice(answers, choice))
      return
    }
    left -= all.length
  }
}

/** The answers about the whole picture to one question. */
export const pictureAnswers = (engine: Engine, task: string) =>
  [...engine.getSnapshot().scene.answers()].find((one) => one.task === task)

/** Sets the answers about the whole picture to one question. */
export function answerPicture(engine: Engine, task: string, attributes: LabelObject['attributes']): void {
  const id = pictureAnswers(engine, task)?.id ?? crypto.randomUUID()
  const answer = attributes.length ? { id, task, part: null, page: null, attributes } : null
  engine.answer(id, answer, { mode: 'join', name: `picture ${task}` })
}

/** The objects of the page on the surface in the order of the list. */
export function pageObjects(engine: Engine): LabelObject[] {
  const { scene, page } = engine.getSnapshot()
  return [...scene.all()].filter((object) => onPage(object, page))
}

/** Selects the next or previous object of the page and says which. */
export function stepObject(engine: Engine, by: 1 | -1): string | null {
  const ids = pageObjects(engine).map(({ id }) => id)
  const [now] = engine.getSnapshot().selection
  const place = now === undefined ? (by > 0 ? -1 : 0) : ids.indexOf(now)
  const next = ids[(place + by + ids.length) % ids.length]
  if (next !== undefined) engine.select([next])
  return next ?? null
}

/** Locks what is selected, or lets it go when all of it is locked. */
export function toggleLock(engine: Engine): void {
  const { selection, locked } = engine.getSnapshot()
  const ids = [...selection]
  const all = ids.length > 0 && ids.every((id) => locked.has(id))
  const next = new Set(locked)
  for (const id of ids) {
    if (all) next.delete(id)
    else next.add(id)
  }
  engine.lock(next)
}

/** Hides what is selected, or shows it when all of it is hidden. */
export function toggleHidden(engine: Engine): void {
  const { selection, hidden } = engine.getSnapshot()
  const ids = [...selection]
  const all = ids.length > 0 && ids.every((id) => hidden.has(id))
  const next = new Set(hidden)
  for (const id of ids) {
    if (all) next.delete(id)
    else next.add(id)
  }
  engine.showObjects({ hidden: next })
}

/** Selects every object of the page that has the class of a selected one, or else the class in hand. */
export function selectClass(engine: Engine): void {
  const { selection, scene, brush, locked, hidden } = engine.getSnapshot()
  const picked = [...selection].flatMap((id) => scene.get(id) ?? [])
  const wanted = picked.length > 0 ? picked : brush ? [brush] : []
  const keys = new Set(wanted.map((one) => styleKey(one.task, one.class)))
  const same = pageObjects(engine).filter(
    (one) => keys.has(styleKey(one.task, one.class)) && !locked.has(one.id) && !hidden.has(one.id),
  )
  engine.select(same.map(({ id }) => id))
}
