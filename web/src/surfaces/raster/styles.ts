/** From the ontology to what the engine draws with. */
import type { Ontology, OntologyClass } from '../../api/shapes'
import { type Styles, styleKey } from '../../canvas/render/style'

function mark(one: OntologyClass): string {
  return one.key ?? [...one.label].slice(0, 2).join('')
}

/** The look of every class of the ontology. */
export function stylesOf(ontology: Ontology): Styles {
  const tasks = ontology.tasks.flatMap((task) => (task.kind === 'object' ? [task] : []))
  const all = tasks.flatMap((task) =>
    task.classes.map(
      (one) => [styleKey(task.id, one.id), { label: one.label, color: one.color, mark: mark(one) }] as const,
    ),
  )
  return new Map(all)
}
