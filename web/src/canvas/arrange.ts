/** What lies above what, and what belongs together: change sets for the height and the group of objects. */
import type { ChangeSet } from './changes'
import { boundsOf } from './geometry'
import { type LabelObject, onPage, type PageRef } from './label'
import { overlaps } from './points'
import type { SceneReader } from './scene'

export type Lift = 'forward' | 'backward' | 'front' | 'back'

/** The heights that a label may say. */
const limit = 1_000_000

const toChange = (before: LabelObject, z: number): ChangeSet =>
  z === before.z || Math.abs(z) > limit ? [] : [{ kind: 'object', before, after: { ...before, z } }]

/** Puts objects above or below all others of their page, or one step past the next one that they overlap. */
export function lifted(scene: SceneReader, page: PageRef, ids: ReadonlySet<string>, how: Lift): ChangeSet {
  const own = [...ids].flatMap((id) => scene.get(id) ?? []).filter((object) => onPage(object, page))
  if (how === 'front' || how === 'back') {
    const others = [...scene.all()].filter((object) => !ids.has(object.id) && onPage(object, page))
    return own.flatMap((object) => toChange(object, beyond(scene, object, others, how)))
  }
  return own.flatMap((object) => toChange(object, past(scene, object, ids, how)))
}

function beyond(
  scene: SceneReader,
  object: LabelObject,
  others: readonly LabelObject[],
  how: 'front' | 'back',
): number {
  const sign = how === 'front' ? 1 : -1
  return (
    others.reduce((z, other) => Math.max(z, sign * needed(scene, object, other, sign)), sign * object.z) *
    sign
  )
}

/** The height at which an object just lies above (1) or below (-1) another. */
function needed(scene: SceneReader, object: LabelObject, other: LabelObject, sign: 1 | -1): number {
  const wins = sign * (scene.orderOf(object) - scene.orderOf(other)) > 0
  return wins ? other.z : other.z + sign
}

function past(
  scene: SceneReader,
  object: LabelObject,
  ids: ReadonlySet<string>,
  how: 'forward' | 'backward',
): number {
  const sign = how === 'forward' ? 1 : -1
  const edge = boundsOf(object.geometry)
  const above = (other: LabelObject) =>
    sign * (other.z - object.z) > 0 ||
    (other.z === object.z && sign * (scene.orderOf(other) - scene.orderOf(object)) > 0)
  const met = scene
    .within(edge)
    .filter((other) => !ids.has(other.id) && overlaps(edge, boundsOf(other.geometry)) && above(other))
  const next = sign > 0 ? met[0] : met.at(-1)
  return next ? needed(scene, object, next, sign) : object.z
}

/** Puts objects into one group, or out of theirs with null. */
export function grouped(scene: SceneReader, ids: Iterable<string>, group: string | null): ChangeSet {
  return [...ids].flatMap((id): ChangeSet => {
    const before = scene.get(id)
    return before && before.group !== group ? [{ kind: 'object', before, after: { ...before, group } }] : []
  })
}
