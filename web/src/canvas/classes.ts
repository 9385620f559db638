/** What the engine must know of a class to draw for it. */
import type { GeometryKind } from './label'

export interface SkeletonPlan {
  /** `x` and `y` in 0 to 1 of the box that the skeleton is placed with. */
  readonly nodes: readonly {
    readonly id: string
    readonly label: string
    readonly x: number
    readonly y: number
  }[]
  readonly edges: readonly (readonly [from: string, to: string])[]
}

export interface ClassRule {
  /** As the ontology names them; `rbox` permits a box with a turn. */
  readonly geometry: ReadonlySet<GeometryKind | 'rbox'>
  readonly skeleton: SkeletonPlan | null
}

/** Looked up by `classKey`. */
export type ClassRules = ReadonlyMap<string, ClassRule>

/** The key of a class: its id is unique within its task only. */
export const classKey = (task: string, name: string) => `${task}/${name}`
