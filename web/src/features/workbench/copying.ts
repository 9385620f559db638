/** Copies of objects: inside a picture, and from the last submitted one as the start of this one. */

import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import type { Label, LabelObject } from '../../canvas/label'
import type { Vocabulary } from './vocabulary'

export interface Copyable {
  readonly may: readonly LabelObject[]
  /** The names of the retired classes whose objects stay away: a copy is a new object, which the server would refuse. */
  readonly retired: readonly string[]
}

/** Of which objects copies may be made. */
export function copyable(vocabulary: Vocabulary, objects: readonly LabelObject[]): Copyable {
  const retired = new Map(
    vocabulary.retired.map((entry) => [`${entry.task.id}/${entry.class.id}`, entry.class.label]),
  )
  const nameOf = (object: LabelObject) => retired.get(`${object.task}/${object.class}`)
  return {
    may: objects.filter((object) => nameOf(object) === undefined),
    retired: [...new Set(objects.flatMap((object) => nameOf(object) ?? []))],
  }
}

const selected = (engine: Engine): LabelObject[] => {
  const { selection, scene } = engine.getSnapshot()
  return [...selection].flatMap((id) => scene.get(id) ?? [])
}

const idsOf = (objects: readonly LabelObject[]) => objects.map(({ id }) => id)

/** Duplicating, copying and pasting; `onRetired` hears the classes of which none was made. */
export class Copying {
  /** The retired classes among what was copied last. */
  private left: readonly string[] = []

  constructor(
    private readonly engine: Engine,
    private readonly vocabulary: Vocabulary,
    private readonly onRetired: (classes: readonly string[]) => void,
  ) {}

  duplicate(): void {
    const { may, retired } = copyable(this.vocabulary, selected(this.engine))
    this.engine.duplicate(idsOf(may))
    this.tell(retired)
  }

  copy(): void {
    const { may, retired } = copyable(this.vocabulary, selected(this.engine))
    this.engine.copy(idsOf(may))
    this.left = retired
  }

  paste(): void {
    this.engine.paste()
    this.tell(this.left)
  }

  private tell(classes: readonly string[]): void {
    if (classes.length > 0 && !this.engine.getCalm().readOnly) this.onRetired(classes)
  }
}

/** Puts copies of a label's objects on the page in sight, as one step; those that may not be there stay away. */
export function copyForward(
  engine: Engine,
  vocabulary: Vocabulary,
  last: Label,
): { copied: number; outside: number; retired: readonly string[] } {
  const { page, size } = engine.getSnapshot()
  const { may, retired } = copyable(
    vocabulary,
    last.objects.filter((object) => object.page === page.page),
  )
  const copies = may.map((object) => ({
    ...object,
    id: crypto.randomUUID(),
    part: page.part,
    source: { kind: 'human' as const, ref: `copy of ${object.id}` },
  }))
  const fitting = copies.filter(({ geometry }) => {
    const { left, top, right, bottom } = boundsOf(geometry)
    return left >= 0 && top >= 0 && right <= size.width && bottom <= size.height
  })
  if (fitting.length > 0) engine.add(fitting)
  return { copied: fitting.length, outside: copies.length - fitting.length, retired }
}
