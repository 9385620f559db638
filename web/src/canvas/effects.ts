/** What the effects of a tool make of a snapshot. What they make of the label is the engine's. */
import type { AttrValue, Geometry, LabelObject, PageRef } from './label'
import type { VertexRef } from './rings'
import type { SceneReader } from './scene'
import type { Brush, Snapshot } from './snapshot'
import type { Effect, Notice } from './tools/tool'
import { hasVertex } from './vertices'

/** A snapshot that is being made. */
export type Mutable = { -readonly [Key in keyof Snapshot]: Snapshot[Key] }

/** Tells a fact; the same fact can be told twice. */
export function note(next: Mutable, what: Notice): void {
  next.notice = { what, n: (next.notice?.n ?? 0) + 1 }
}

/** Effects that change nothing of the label, only what is shown or in the hand. */
type Showing = Exclude<Effect, { readonly type: 'create' | 'reshape' | 'remove' }>

/** Carries out an effect that changes nothing of the label. */
export function showEffect(effect: Showing, next: Mutable): void {
  switch (effect.type) {
    case 'draft':
      next.draft = effect.draft
      break
    case 'lift':
      next.lifted = next.readOnly ? null : effect.lifted
      break
    case 'select':
      next.selection = new Set(effect.ids)
      next.vertex = null
      break
    case 'vertex':
      next.vertex = effect.vertex
      break
    case 'pen':
      next.pen = effect.at
      break
    case 'placed':
      next.placed = effect.at
      break
    case 'split':
      next.splitLine = effect.line
      break
    case 'notice':
      note(next, effect.notice)
      break
    case 'snapped':
      next.snapped = effect.at
  }
}

/** An object as a hand draws it. */
export function drawnObject(
  id: string,
  brush: Brush,
  page: PageRef,
  geometry: Geometry,
  attributes: readonly AttrValue[],
): LabelObject {
  const source = { kind: 'human', ref: null } as const
  return { id, ...brush, ...page, geometry, attributes, z: 0, source, group: null }
}

/** The picked vertex, if the first selected object still has it. */
export function vertexLeft(scene: SceneReader, { selection, vertex }: Snapshot): VertexRef | null {
  const [id] = selection
  const geometry = id === undefined ? undefined : scene.get(id)?.geometry
  return vertex && geometry && hasVertex(geometry, vertex) ? vertex : null
}
