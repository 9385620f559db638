/** From the ontology to what the engine draws with. */
import type { Ontology, OntologyClass } from '../../api/shapes'
import { type ClassRule, type ClassRules, classKey } from '../../canvas/classes'
import { type LinkStyles, type Styles, styleKey } from '../../canvas/render/style'

function mark(one: OntologyClass): string {
  return one.key ?? [...one.label].slice(0, 2).join('')
}

/** The look of every class of the ontology. */
export function stylesOf(ontology: Ontology): Styles {
  const tasks = ontology.tasks.flatMap((task) => (task.kind === 'object' ? [task] : []))
  const all = tasks.flatMap((task) =>
    task.classes.map(
      (one) =>
        [
          styleKey(task.id, one.id),
          { label: one.label, color: one.color, mark: mark(one), skeleton: one.skeleton ?? null },
        ] as const,
    ),
  )
  return new Map(all)
}

/** What every class of the ontology may be drawn as. */
export function rulesOf(ontology: Ontology): ClassRules {
  const tasks = ontology.tasks.flatMap((task) => (task.kind === 'object' ? [task] : []))
  const all = tasks.flatMap((task) =>
    task.classes.map((one): [string, ClassRule] => [
      classKey(task.id, one.id),
      { geometry: new Set(task.geometry), skeleton: one.skeleton ?? null },
    ]),
  )
  return new Map(all)
}

/** The look of every type of relation. */
export function linksOf(ontology: Ontology): LinkStyles {
  const tasks = ontology.tasks.flatMap((task) => (task.kind === 'relation' ? [task] : []))
  const all = tasks.flatMap(({ id, types, directed }) =>
    types.map((type) => [styleKey(id, type.id), { label: type.label, directed }] as const),
  )
  return new Map(all)
}
