/**
 * Places skeletons. A drag puts the whole template into a box, to be adjusted after; a click begins to set node after
 * node. While setting, `sight` says whether the next node is visible or hidden, Delete leaves it out of the picture,
 * Backspace takes one back, Enter ends with the rest left out.
 */
import type { SkeletonPlan } from '../classes'
import { isDrawable } from '../geometry'
import type { NodeSight, SkeletonGeometry, SkeletonNode } from '../label'
import { type Bounds, clampPoint, distance, type Point, spanning } from '../points'
import { type Effect, type Input, penAfter, type Step, type Surroundings, type Tool } from './tool'

type Place = Point<'image'>

interface SkeletonState {
  /** Where the button went down, while it may become a drag. */
  readonly pressed: Place | null
  /** Those that stand, in the order of the plan. */
  readonly nodes: readonly SkeletonNode[]
  readonly hover: Place | null
  readonly byKeys: boolean
  /** Of the next node. */
  readonly sight: NodeSight
}

const idle: SkeletonState = { pressed: null, nodes: [], hover: null, byKeys: false, sight: 2 }
const noDraft: Effect = { type: 'draft', draft: null }
const noPen: Effect = { type: 'pen', at: null }

/** The plan in a box, every node visible. */
export function plannedIn(plan: SkeletonPlan, edge: Bounds<'image'>): SkeletonGeometry {
  const points = plan.nodes.map(
    ({ id, x, y }): SkeletonNode => ({
      node: id,
      x: edge.left + x * (edge.right - edge.left),
      y: edge.top + y * (edge.bottom - edge.top),
      v: 2,
    }),
  )
  return { kind: 'skeleton', points }
}

const leftOut = (node: string): SkeletonNode => ({ node, x: 0, y: 0, v: 0 })

function whole(state: SkeletonState, plan: SkeletonPlan): SkeletonGeometry {
  const rest = plan.nodes.slice(state.nodes.length).map(({ id }) => leftOut(id))
  return { kind: 'skeleton', points: [...state.nodes, ...rest] }
}

function shown(state: SkeletonState, plan: SkeletonPlan): Effect {
  const next = plan.nodes[state.nodes.length]
  if (!next || (state.nodes.length === 0 && !state.byKeys)) return noDraft
  const hover: SkeletonNode[] = state.hover
    ? [{ node: next.id, x: state.hover.x, y: state.hover.y, v: state.sight }]
    : []
  const geometry: SkeletonGeometry = { kind: 'skeleton', points: [...state.nodes, ...hover] }
  return { type: 'draft', draft: { kind: 'shape', geometry, next: next.label } }
}

function ended(state: SkeletonState, plan: SkeletonPlan): Step<SkeletonState> {
  const geometry = whole(state, plan)
  const next = { ...idle, byKeys: state.byKeys, hover: state.byKeys ? state.hover : null }
  if (!isDrawable(geometry)) return [next, noDraft, { type: 'notice', notice: 'too_small' }]
  return [next, noDraft, { type: 'create', geometry }]
}

function added(state: SkeletonState, node: SkeletonNode, plan: SkeletonPlan): Step<SkeletonState> {
  const next: SkeletonState = { ...state, pressed: null, nodes: [...state.nodes, node], sight: 2 }
  return next.nodes.length === plan.nodes.length ? ended(next, plan) : [next, shown(next, plan)]
}

function setAt(state: SkeletonState, place: Place, plan: SkeletonPlan): Step<SkeletonState> {
  const id = plan.nodes[state.nodes.length]?.id
  if (id === undefined) return ended(state, plan)
  return added(state, { node: id, x: place.x, y: place.y, v: state.sight }, plan)
}

function pointed(
  state: SkeletonState,
  input: Extract<Input, { at: Place }>,
  around: Surroundings,
  plan: SkeletonPlan,
): Step<SkeletonState> {
  const place = clampPoint(input.at, around.size)
  const byHand = { ...state, hover: place, byKeys: false }
  if (input.type === 'down') return [{ ...byHand, pressed: place }, noPen]
  if (input.type === 'move') {
    if (!state.pressed || state.nodes.length > 0) return [byHand, shown(byHand, plan)]
    if (distance(state.pressed, place) <= around.reach / 2) return [byHand]
    const geometry = plannedIn(plan, spanning(state.pressed, place))
    return [byHand, { type: 'draft', draft: { kind: 'shape', geometry } }]
  }
  if (!state.pressed) return [byHand]
  const dragged = distance(state.pressed, place) > around.reach / 2
  if (!dragged || state.nodes.length > 0) return setAt({ ...byHand, pressed: null }, place, plan)
  const edge = spanning(state.pressed, place)
  if (edge.right - edge.left < 1 || edge.bottom - edge.top < 1)
    return [idle, noDraft, { type: 'notice', notice: 'too_small' }]
  return [idle, noDraft, { type: 'create', geometry: plannedIn(plan, edge) }]
}

function tookBack(state: SkeletonState, plan: SkeletonPlan): Step<SkeletonState> {
  const next = { ...state, nodes: state.nodes.slice(0, -1) }
  return [next, next.nodes.length > 0 || next.byKeys ? shown(next, plan) : noDraft]
}

function stepWith(
  state: SkeletonState,
  input: Input,
  around: Surroundings,
  plan: SkeletonPlan,
): Step<SkeletonState> {
  const begun = state.nodes.length > 0
  switch (input.type) {
    case 'down':
    case 'move':
    case 'up':
      return pointed(state, input, around, plan)
    case 'arrow': {
      const pen = penAfter(state.hover, input, around)
      const next = { ...state, hover: pen, byKeys: true }
      return [next, { type: 'pen', at: pen }, shown(next, plan)]
    }
    case 'enter':
      if (state.byKeys && state.hover) return setAt(state, state.hover, plan)
      return begun ? ended(state, plan) : [state]
    case 'sight': {
      const next: SkeletonState = { ...state, sight: state.sight === 2 ? 1 : 2 }
      return [next, shown(next, plan)]
    }
    case 'delete': {
      const id = plan.nodes[state.nodes.length]?.id
      return (begun || state.byKeys) && id !== undefined ? added(state, leftOut(id), plan) : [state]
    }
    case 'back':
      return tookBack(state, plan)
    case 'cancel': {
      // By keys Esc ends and keeps what stands; by the hand it throws away.
      if (!(begun && state.byKeys)) return [idle, noDraft, noPen]
      const [, ...effects] = ended(state, plan)
      return [idle, ...effects, noPen]
    }
    default:
      return [state]
  }
}

export const skeletonTool: Tool<SkeletonState> = {
  id: 'skeleton',
  start: idle,
  resting: (state) => state.nodes.length === 0 && !state.pressed,
  step(state, input, around) {
    if (around.skeleton) return stepWith(state, input, around, around.skeleton)
    return input.type === 'down' ? [idle, { type: 'notice', notice: 'no_skeleton' }] : [idle]
  },
}
