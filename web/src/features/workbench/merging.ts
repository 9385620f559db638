/** One label out of two versions of it. */
import type { Label, LabelObject, Relation } from '../../canvas/label'

export type Side = 'mine' | 'theirs'

/**
 * The label with each object as it was chosen. Without a choice nothing is lost: an object that only one side has stays,
 * and one that both have is taken as it is here. Answers about the whole picture are those here, and theirs where here
 * are none; relations those of both whose ends all stay.
 */
export function merge(mine: Label, theirs: Label, choices: ReadonlyMap<string, Side>): Label {
  const other = new Map(theirs.objects.map((object) => [object.id, object]))
  const own = new Set(mine.objects.map(({ id }) => id))
  const kept = mine.objects.flatMap((object): LabelObject[] => {
    if (choices.get(object.id) !== 'theirs') return [object]
    const there = other.get(object.id)
    return there ? [there] : []
  })
  const more = theirs.objects.filter(({ id }) => !own.has(id) && choices.get(id) !== 'mine')
  const answered = new Set(mine.classifications.map(({ task }) => task))
  const answers = theirs.classifications.filter(({ task }) => !answered.has(task))
  const objects = [...kept, ...more]
  const there = new Set(objects.map(({ id }) => id))
  const linked = new Set(mine.relations.map(({ id }) => id))
  const whole = ({ from, to }: Relation) => [...from, ...to].every((id) => there.has(id))
  const relations = [...mine.relations, ...theirs.relations.filter(({ id }) => !linked.has(id))]
  return {
    ...mine,
    objects,
    relations: relations.filter(whole),
    classifications: [...mine.classifications, ...answers],
  }
}
