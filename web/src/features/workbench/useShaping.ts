import { useCallback, useEffect, useRef } from 'react'
import type { Engine } from '../../canvas/engine'
import type { LabelObject } from '../../canvas/label'
import type { Ground, Outcome } from '../../canvas/shape/operations'
import { useT } from '../../ui/messages'
import { useEngine } from './useEngine'
import type { Said } from './useFinish'
import type { Vocabulary } from './vocabulary'

/** What can be made of the selected shapes at once; a cut needs a line first. */
export type ShapeVerb =
  | 'merge'
  | 'subtract'
  | 'intersect'
  | 'fillHoles'
  | 'dropSpecks'
  | 'convert'
  | 'simplify'

const verbs: readonly ShapeVerb[] = [
  'merge',
  'subtract',
  'intersect',
  'fillHoles',
  'dropSpecks',
  'convert',
  'simplify',
]

/** One act for each of them, for the keys. */
export const shapeActs = (run: (verb: ShapeVerb) => void) =>
  Object.fromEntries(verbs.map((verb) => [verb, () => run(verb)])) as Record<ShapeVerb, () => void>

/** The sums are loaded when they are first wanted: most tasks never need them, and they bring a library. */
const load = () => import('../../canvas/shape/operations')
type Operations = Awaited<ReturnType<typeof load>>

function picked(engine: Engine): LabelObject[] {
  const { selection, scene } = engine.getSnapshot()
  return [...selection].flatMap((id) => scene.get(id) ?? [])
}

function groundOf(engine: Engine, vocabulary: Vocabulary): Ground {
  const { size, scene } = engine.getSnapshot()
  return {
    size,
    relations: scene.relations(),
    newId: () => crypto.randomUUID(),
    may: (object, kind) => vocabulary.find(object.task, object.class)?.task.geometry.includes(kind) ?? false,
  }
}

function outcomeOf(
  verb: ShapeVerb,
  objects: readonly LabelObject[],
  ground: Ground,
  by: Operations,
): Outcome {
  switch (verb) {
    case 'merge':
      return by.compounded(objects, 'union', ground)
    case 'subtract':
    case 'intersect':
      return by.compounded(objects, verb, ground)
    case 'fillHoles':
      return by.reshaped(objects, (geometry) => by.withoutHoles(geometry, ground.size), ground)
    case 'dropSpecks':
      return by.reshaped(objects, (geometry) => by.withoutSpecks(geometry, ground.size), ground)
    case 'simplify':
      return by.reshaped(objects, by.lighter, ground)
    case 'convert':
      return by.reshaped(objects, (geometry) => by.otherKind(geometry, ground.size), ground)
  }
}

/** Changes shapes as a whole and says what came of it. */
export function useShaping(
  engine: Engine,
  vocabulary: Vocabulary,
  onSay: (said: Said) => void,
): (verb: ShapeVerb) => void {
  const t = useT()
  const { splitLine } = useEngine(engine)
  const say = useRef(onSay)
  say.current = onSay

  const run = useCallback(
    async (reckon: (objects: readonly LabelObject[], ground: Ground, by: Operations) => Outcome) => {
      const by = await load()
      const { readOnly, locked } = engine.getSnapshot()
      const objects = picked(engine)
      if (readOnly) return
      if (objects.some(({ id }) => locked.has(id)))
        return say.current({ grave: false, text: t('workbench.shape.locked') })
      const outcome = reckon(objects, groundOf(engine, vocabulary), by)
      if (!outcome.ok) return say.current({ grave: false, text: t(`workbench.shape.not.${outcome.why}`) })
      engine.carry(outcome.changes, outcome.select)
      if (outcome.slivers > 0)
        say.current({ grave: false, text: t('workbench.shape.slivers', { n: outcome.slivers }) })
    },
    [engine, vocabulary, t],
  )

  useEffect(() => {
    if (!splitLine) return
    engine.setTool('select')
    void run((objects, ground, by) => by.split(objects, splitLine, ground))
  }, [engine, splitLine, run])

  return useCallback((verb) => void run((objects, ground, by) => outcomeOf(verb, objects, ground, by)), [run])
}
