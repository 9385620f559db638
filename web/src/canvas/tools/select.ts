/** Picks, moves, resizes and edits by vertex. Nothing is recorded until the hand lets go. */
import { type Handle, handleAt, handles, resized } from '../boxes'
import { boundsOf, boxBetween, fitted } from '../geometry'
import type { LabelObject, PolygonGeometry } from '../label'
import { bounds, clampPoint, covers, distance, type Point } from '../points'
import { insertVertex, moveVertex, nearestEdge, nearestVertex, type VertexRef } from '../rings'
import { deleted, kept, movedBy, nextVertex, noLift, noVertex, nudged, only, removeVertex } from './adjust'
import type { Input, Lifted, Step, Surroundings, Tool } from './tool'

type Place = Point<'image'>

export type SelectState =
  | { readonly name: 'idle' }
  /** The button is down on an object or on nothing; a drag has not begun. */
  | { readonly name: 'pressed'; readonly from: Place; readonly on: 'object' | 'nothing' }
  | { readonly name: 'moving'; readonly from: Place; readonly lifted: Lifted }
  | { readonly name: 'resizing'; readonly id: string; readonly handle: Handle; readonly lifted: Lifted }
  /** `base` is the geometry that the vertex belongs to: with the inserted vertex when the drag began on an edge. */
  | {
      readonly name: 'bending'
      readonly id: string
      readonly ref: VertexRef
      readonly base: PolygonGeometry
      readonly lifted: Lifted
    }
  | { readonly name: 'framing'; readonly from: Place; readonly to: Place }

const idle: SelectState = { name: 'idle' }

/** The handle of a selected box that is under the hand. */
export function handleUnder(object: LabelObject, place: Place, reach: number): Handle | null {
  if (object.geometry.kind !== 'bbox') return null
  const edge = boundsOf(object.geometry)
  return handles.find((handle) => distance(handleAt(edge, handle), place) <= reach) ?? null
}

function insertAt(object: LabelObject, place: Place, around: Surroundings): SelectState | null {
  if (object.geometry.kind !== 'polygon') return null
  const edge = nearestEdge(object.geometry, place, around.reach)
  if (!edge) return null
  const base = insertVertex(object.geometry, edge, edge.at)
  const ref = { piece: edge.piece, ring: edge.ring, vertex: edge.vertex + 1 }
  return { name: 'bending', id: object.id, ref, base, lifted: new Map([[object.id, base]]) }
}

function onSelected(
  object: LabelObject,
  input: Extract<Input, { type: 'down' }>,
  around: Surroundings,
): Step<SelectState> | null {
  const handle = handleUnder(object, input.at, around.reach)
  if (handle) return [{ name: 'resizing', id: object.id, handle, lifted: new Map() }]
  if (object.geometry.kind !== 'polygon') return null
  const ref = nearestVertex(object.geometry, input.at, around.reach)
  if (ref && input.mods.alt) return [idle, ...removeVertex(object, object.geometry, ref)]
  if (ref)
    return [
      { name: 'bending', id: object.id, ref, base: object.geometry, lifted: new Map() },
      { type: 'vertex', vertex: ref },
    ]
  if (!input.mods.alt && input.clicks < 2) return null
  const inserted = insertAt(object, input.at, around)
  return inserted?.name === 'bending'
    ? [inserted, { type: 'lift', lifted: inserted.lifted }, { type: 'vertex', vertex: inserted.ref }]
    : null
}

function pressed(input: Extract<Input, { type: 'down' }>, around: Surroundings): Step<SelectState> {
  const selected = only(around)
  const edit = selected && onSelected(selected, input, around)
  if (edit) return edit
  const under = around.scene.hit(input.at, around.reach / 2)
  const state: SelectState = { name: 'pressed', from: input.at, on: under ? 'object' : 'nothing' }
  if (!under) return [state, noVertex]
  if (input.mods.shift) {
    const rest = [...around.selection].filter((id) => id !== under.id)
    return [
      state,
      noVertex,
      { type: 'select', ids: around.selection.has(under.id) ? rest : [...rest, under.id] },
    ]
  }
  return around.selection.has(under.id)
    ? [state, noVertex]
    : [state, noVertex, { type: 'select', ids: [under.id] }]
}

function dragged(state: SelectState, to: Place, around: Surroundings): Step<SelectState> {
  switch (state.name) {
    case 'idle':
      return [state]
    case 'pressed': {
      if (distance(state.from, to) <= around.reach / 2) return [state]
      const begun: SelectState =
        state.on === 'object'
          ? { name: 'moving', from: state.from, lifted: new Map() }
          : { name: 'framing', from: state.from, to }
      return dragged(begun, to, around)
    }
    case 'moving': {
      const lifted = movedBy(state.from, to, around)
      return [
        { ...state, lifted },
        { type: 'lift', lifted },
      ]
    }
    case 'resizing': {
      const object = around.scene.get(state.id)
      if (!object) return [idle, noLift]
      const lifted = new Map([
        [
          object.id,
          fitted(object.geometry, resized(boundsOf(object.geometry), state.handle, to, around.size)),
        ],
      ])
      return [
        { ...state, lifted },
        { type: 'lift', lifted },
      ]
    }
    case 'bending': {
      const lifted = new Map([[state.id, moveVertex(state.base, state.ref, clampPoint(to, around.size))]])
      return [
        { ...state, lifted },
        { type: 'lift', lifted },
      ]
    }
    case 'framing':
      return [
        { ...state, to },
        { type: 'draft', draft: { kind: 'marquee', geometry: boxBetween(state.from, to) } },
      ]
  }
}

function framed(from: Place, to: Place, around: Surroundings): string[] {
  const frame = bounds(
    Math.min(from.x, to.x),
    Math.min(from.y, to.y),
    Math.max(from.x, to.x),
    Math.max(from.y, to.y),
  )
  return around.scene
    .within(frame)
    .flatMap((object) => (covers(frame, boundsOf(object.geometry)) ? [object.id] : []))
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
  return object && geometry ? [idle, ...kept(object, geometry)] : [idle, noLift]
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
        return dragged(state, input.at, around)
      case 'up':
        return released(state, input, around)
      case 'arrow':
        return [idle, ...nudged(input, around)]
      case 'enter':
        return [idle, ...nextVertex(around, input.mods.shift)]
      case 'back':
      case 'delete':
        return [idle, ...deleted(around)]
      case 'cancel':
        return cancelled(state, around)
    }
  },
}
