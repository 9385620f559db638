/** Picks, moves, resizes, turns and edits by vertex or edge. Nothing is recorded until the hand lets go. */
import { angleTo, type Handle, handleOn, handles, resizedShape, turnedShape, turnHandle } from '../boxes'
import { type Framed, isFramed } from '../frames'
import { boundsOf, boxBetween } from '../geometry'
import type { Geometry, LabelObject } from '../label'
import { clampPoint, covers, distance, type Point, spanning } from '../points'
import type { VertexRef } from '../rings'
import { snapTo } from '../snap'
import { insertedVertex, movedVertex, nearestEdge, nearestVertex } from '../vertices'
import {
  deleted,
  inserted,
  kept,
  movedBy,
  movedEdge,
  nextVertex,
  noLift,
  noVertex,
  nudged,
  only,
  removeVertex,
  sighted,
} from './adjust'
import type { Effect, Input, Lifted, Step, Surroundings, Tool } from './tool'

type Place = Point<'image'>

export type SelectState =
  | { readonly name: 'idle' }
  /** The button is down on an object or on nothing; a drag has not begun. */
  | { readonly name: 'pressed'; readonly from: Place; readonly on: 'object' | 'nothing' }
  | { readonly name: 'moving'; readonly from: Place; readonly lifted: Lifted }
  | { readonly name: 'resizing'; readonly id: string; readonly handle: Handle; readonly lifted: Lifted }
  /** `offset` is the angle between the shape's top and the handle that the hand holds. */
  | { readonly name: 'turning'; readonly id: string; readonly offset: number; readonly lifted: Lifted }
  /** `base` is the geometry that the vertex belongs to: with the inserted vertex when the drag began on an edge. */
  | {
      readonly name: 'bending'
      readonly id: string
      readonly ref: VertexRef
      readonly base: Geometry
      readonly lifted: Lifted
    }
  /** An edge goes with both its ends. */
  | {
      readonly name: 'edging'
      readonly id: string
      readonly ref: VertexRef
      readonly from: Place
      readonly base: Geometry
      readonly lifted: Lifted
    }
  | { readonly name: 'framing'; readonly from: Place; readonly to: Place }

type Down = Extract<Input, { type: 'down' }>

const idle: SelectState = { name: 'idle' }
/** How far from the shape the handle that turns it stands, in reaches of the hand. */
export const turnReach = 3

function onFrame(object: LabelObject, shape: Framed, place: Place, around: Surroundings): SelectState | null {
  const handle = handles.find((one) => distance(handleOn(shape, one), place) <= around.reach)
  if (handle) return { name: 'resizing', id: object.id, handle, lifted: new Map() }
  const knob = turnHandle(shape, turnReach * around.reach, around.size)
  if (!around.mayTurn(object) || distance(knob, place) > around.reach) return null
  return { name: 'turning', id: object.id, offset: shape.rotation - angleTo(shape, knob), lifted: new Map() }
}

/** What a press on a handle of the object begins: a vertex bent, a side resized, a turn. */
export function onHandle(object: LabelObject, input: Down, around: Surroundings): Step<SelectState> | null {
  const { geometry } = object
  if (isFramed(geometry)) {
    const state = onFrame(object, geometry, input.at, around)
    return state && [state]
  }
  const ref = nearestVertex(geometry, input.at, around.reach)
  if (!ref) return null
  if (input.mods.alt) return [idle, ...removeVertex(object, ref)]
  return [
    { name: 'bending', id: object.id, ref, base: geometry, lifted: new Map() },
    { type: 'vertex', vertex: ref },
  ]
}

/** Alt or a double click on an edge makes a vertex of it, Ctrl takes the whole edge. */
function onEdge(object: LabelObject, input: Down, around: Surroundings): Step<SelectState> | null {
  const { geometry, id } = object
  const edge = nearestEdge(geometry, input.at, around.reach)
  if (!edge) return null
  if (input.mods.command)
    return [{ name: 'edging', id, ref: edge, from: input.at, base: geometry, lifted: new Map() }]
  if (!input.mods.alt && input.clicks < 2) return null
  const base = insertedVertex(geometry, edge, edge.at)
  if (!base) return null
  const ref = { piece: edge.piece, ring: edge.ring, vertex: edge.vertex + 1 }
  const lifted = new Map([[id, base]])
  return [
    { name: 'bending', id, ref, base, lifted },
    { type: 'lift', lifted },
    { type: 'vertex', vertex: ref },
  ]
}

/** The object and those of its group; with a double click the object alone. */
function togetherWith(object: LabelObject, input: Down, around: Surroundings): string[] {
  if (object.group === null || input.clicks > 1) return [object.id]
  const mates: string[] = []
  for (const one of around.scene.all())
    if (one.group === object.group && around.mayTouch(one)) mates.push(one.id)
  return mates
}

function pressed(input: Down, around: Surroundings): Step<SelectState> {
  const selected = only(around)
  const edit =
    selected && around.mayTouch(selected)
      ? (onHandle(selected, input, around) ?? onEdge(selected, input, around))
      : null
  if (edit) return edit
  const under = around.scene.hit(input.at, around.reach / 2, around.mayTouch)
  const state: SelectState = { name: 'pressed', from: input.at, on: under ? 'object' : 'nothing' }
  if (!under) return [state, noVertex]
  const all = togetherWith(under, input, around)
  if (input.mods.shift) {
    const rest = [...around.selection].filter((id) => !all.includes(id))
    const ids = around.selection.has(under.id) ? rest : [...rest, ...all]
    return [state, noVertex, { type: 'select', ids }]
  }
  const stays = around.selection.has(under.id) && input.clicks === 1
  return stays ? [state, noVertex] : [state, noVertex, { type: 'select', ids: all }]
}

type Editing = Extract<SelectState, { readonly id: string }>

/** What the object in the hand looks like while the hand is at a place. */
function edited(
  state: Editing,
  object: LabelObject,
  input: { at: Place; mods: Down['mods'] },
  around: Surroundings,
): Geometry {
  const { geometry } = object
  switch (state.name) {
    case 'resizing':
      return isFramed(geometry) ? resizedShape(geometry, state.handle, input.at, around.size) : geometry
    case 'turning': {
      if (!isFramed(geometry)) return geometry
      const angle = angleTo(geometry, input.at) + state.offset
      const even = input.mods.shift ? Math.round(angle / 15) * 15 : angle
      return turnedShape(geometry, even, around.size)
    }
    case 'bending':
      return movedVertex(state.base, state.ref, clampPoint(input.at, around.size))
    case 'edging':
      return movedEdge(state.base, state.ref, input.at.x - state.from.x, input.at.y - state.from.y, around)
  }
}

function handled(
  state: Editing,
  input: { at: Place; mods: Down['mods'] },
  around: Surroundings,
): Step<SelectState> {
  const object = around.scene.get(state.id)
  if (!object) return [idle, noLift]
  const snaps = around.snapping && state.name !== 'turning' && state.name !== 'edging'
  const others = (one: LabelObject) => one.id !== state.id && around.mayTouch(one)
  const found = snaps ? snapTo(input.at, around.reach, around.scene, others) : null
  const lifted = new Map([
    [object.id, edited(state, object, found ? { ...input, at: found } : input, around)],
  ])
  const mark: Effect[] = around.snapping ? [{ type: 'snapped', at: found }] : []
  return [{ ...state, lifted }, { type: 'lift', lifted }, ...mark]
}

function dragged(
  state: SelectState,
  input: Extract<Input, { type: 'move' }>,
  around: Surroundings,
): Step<SelectState> {
  switch (state.name) {
    case 'idle':
      return [state]
    case 'pressed': {
      if (distance(state.from, input.at) <= around.reach / 2) return [state]
      const begun: SelectState =
        state.on === 'object'
          ? { name: 'moving', from: state.from, lifted: new Map() }
          : { name: 'framing', from: state.from, to: input.at }
      return dragged(begun, input, around)
    }
    case 'moving': {
      const lifted = movedBy(state.from, input.at, around)
      return [
        { ...state, lifted },
        { type: 'lift', lifted },
      ]
    }
    case 'framing':
      return [
        { ...state, to: input.at },
        { type: 'draft', draft: { kind: 'marquee', geometry: boxBetween(state.from, input.at) } },
      ]
    default:
      return handled(state, input, around)
  }
}

function framed(from: Place, to: Place, around: Surroundings): string[] {
  const frame = spanning(from, to)
  return around.scene
    .within(frame)
    .flatMap((object) =>
      around.mayTouch(object) && covers(frame, boundsOf(object.geometry)) ? [object.id] : [],
    )
}

function released(
  state: SelectState,
  input: Extract<Input, { type: 'up' }>,
  around: Surroundings,
): Step<SelectState> {
  if (state.name === 'pressed') {
    return state.on === 'nothing' && !input.mods.shift ? [idle, { type: 'select', ids: [] }] : [idle]
  }
  if (state.name === 'framing') {
    const found = framed(state.from, input.at, around)
    const ids = input.mods.shift ? [...new Set([...around.selection, ...found])] : found
    return [idle, { type: 'draft', draft: null }, { type: 'select', ids }]
  }
  if (state.name === 'idle' || state.lifted.size === 0) return [idle]
  if (state.name === 'moving') return [idle, noLift, { type: 'reshape', shapes: state.lifted }]
  const object = around.scene.get(state.id)
  const geometry = state.lifted.get(state.id)
  const noMark: Effect = { type: 'snapped', at: null }
  return object && geometry ? [idle, noMark, ...kept(object, geometry)] : [idle, noMark, noLift]
}

function cancelled(state: SelectState, around: Surroundings): Step<SelectState> {
  if (state.name !== 'idle') return [idle, noLift, { type: 'draft', draft: null }]
  return around.vertex ? [idle, noVertex] : [idle, { type: 'select', ids: [] }]
}

export const selectTool: Tool<SelectState> = {
  id: 'select',
  start: idle,
  step(state, input, around) {
    switch (input.type) {
      case 'down':
        return pressed(input, around)
      case 'move':
        return dragged(state, input, around)
      case 'up':
        return released(state, input, around)
      case 'arrow':
        return [idle, ...nudged(input, around)]
      case 'enter':
        return [idle, ...nextVertex(around, input.mods.shift)]
      case 'insert':
        return [idle, ...inserted(around)]
      case 'sight':
        return [idle, ...sighted(around)]
      case 'back':
      case 'delete':
        return [idle, ...deleted(around)]
      case 'cancel':
        return cancelled(state, around)
    }
  },
}
