import type { Capability, ProjectDetail } from '../../api/shapes'

export type Todo = 'policy' | 'note' | 'ontology' | 'import' | 'label' | 'review' | 'release' | 'wait'

type Facts = Pick<ProjectDetail, 'state' | 'counts' | 'capabilities' | 'ontology'>

/** What this person should do next in a project; `wait` when the next step is somebody else's. */
export function todo(project: Facts): Todo {
  const may = (right: Capability) => project.capabilities.includes(right)
  const { label, review, assets } = project.counts
  if (project.state === 'setup') return may('Configure') ? 'policy' : 'wait'
  if (!project.ontology && assets.total > 0 && may('Configure')) return 'ontology'
  if (assets.total === 0) return may('Import') ? 'import' : 'wait'
  if (project.state === 'ready') return may('Configure') ? 'note' : 'wait'
  if (may('Label') && label.todo + label.redo > 0) return 'label'
  if (may('Review') && review.todo > 0) return 'review'
  if (may('Release') && assets.completed > 0) return 'release'
  return 'wait'
}
