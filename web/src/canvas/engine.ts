/** The drawing state of one task: label, selection, tool and history. Framework-free; read through `getSnapshot`. */
import { grouped, type Lift, lifted } from './arrange'
import { type Change, type ChangeSet, replacing } from './changes'
import { type ClassRule, type ClassRules, classKey } from './classes'
import { copiesOf } from './copies'
import { drawnObject, type Mutable, note, showEffect, vertexLeft } from './effects'
import { type Capture, type History, noHistory, recorded, redone, undone } from './history'
import { Journal } from './journal'
import type {
  AttrValue,
  Classification,
  Geometry,
  Label,
  LabelObject,
  NodeSight,
  PageRef,
  Relation,
} from './label'
import { at, type Bounds, type Point, type Size } from './points'
import { followed, sameEnds } from './relations'
import { Scene } from './scene'
import {
  type Brush,
  type EngineOptions,
  firstSnapshot,
  handReach,
  nothingBegun,
  ofTheHand,
  type Snapshot,
  type ToolId,
} from './snapshot'
import { sighted } from './tools/adjust'
import { type Running, start } from './tools/running'
import type { BrushTip, Effect, Input, Lifted, Notice, Surroundings } from './tools/tool'
import { vertexCount } from './vertices'

/** As the label's shape has it; a paste beyond it would be refused by the server. */
const mostObjects = 20_000
/** From here on a paste is worth a word. */
const manyVertices = 50_000

/** One task's drawing state. Inputs go to the tool in hand, its effects are carried out here. */
export class Engine {
  private readonly scene: Scene
  private readonly newId: () => string
  private readonly listeners = new Set<() => void>()
  private history: History = noHistory
  private tool: Running = start.select()
  private snapshot: Snapshot
  private calm: Snapshot
  private readonly journal = new Journal()
  private readonly rules: ClassRules
  private sticky = new Map<string, readonly AttrValue[]>()
  private clipboard: readonly LabelObject[] = []
  private readonly permits: Pick<Surroundings, 'skeletonOf' | 'mayTouch' | 'mayTurn'> = {
    skeletonOf: (object) => this.ruleOf(object)?.skeleton ?? null,
    mayTouch: ({ id }) => {
      const { locked, hidden, allHidden } = this.snapshot
      return !allHidden && !locked.has(id) && !hidden.has(id)
    },
    mayTurn: (object) =>
      object.geometry.kind === 'ellipse' || (this.ruleOf(object)?.geometry.has('rbox') ?? false),
  }
  /** CSS pixels per picture pixel now, and the picture place in the middle of the surface. */
  private view: { scale: number; centre: Point<'image'> }

  constructor(options: EngineOptions) {
    this.scene = new Scene(options.label, options.page)
    this.newId = options.newId
    this.view = { scale: 1, centre: at(options.size.width / 2, options.size.height / 2) }
    this.rules = options.rules ?? new Map()
    this.snapshot = firstSnapshot(options, this.scene)
    this.calm = this.snapshot
  }

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The present state; the same object until something changes. */
  readonly getSnapshot = (): Snapshot => this.snapshot

  /** As `getSnapshot`, but the same object while only the hand moves: for what does not draw the hand. */
  readonly getCalm = (): Snapshot => this.calm

  /** Where objects changed after a revision; null when that may be anywhere. */
  changedSince(revision: number): readonly Bounds<'image'>[] | null {
    return this.journal.since(revision, this.snapshot.revision)
  }

  /** The label as it stands. */
  toLabel(): Label {
    return this.scene.toLabel()
  }

  /** Tells the engine what the surface shows, for tolerances and the keyboard cursor's start. Draws nothing anew. */
  setView(scale: number, centre: Point<'image'>): void {
    this.view = { scale, centre }
  }

  /** How many picture pixels a hand's imprecision covers now. */
  get reach(): number {
    return handReach / this.view.scale
  }

  /** Hands an input to the tool in hand. */
  dispatch(input: Input): void {
    if (this.snapshot.readOnly && this.tool.id !== 'select' && this.tool.id !== 'place') return
    const [tool, effects] = this.tool.step(input, this.surroundings())
    this.tool = tool
    if (effects.length > 0) this.update((next) => this.carryOut(effects, next))
  }

  /** Takes another tool in hand; what the old one had begun is dropped. */
  setTool(id: ToolId): void {
    this.tool = start[id]()
    this.update((next) =>
      Object.assign(next, { ...nothingBegun, tool: id, cutting: next.cutting && id === 'polygon' }),
    )
  }

  /** The class that the next objects get. */
  setBrush(brush: Brush | null): void {
    this.update((next) => Object.assign(next, { brush }))
  }

  /** Sets the brush tip: size, shape, eraser or not. */
  setTip(change: Partial<BrushTip>): void {
    this.update((next) => Object.assign(next, { tip: { ...next.tip, ...change } }))
  }

  /** Selects exactly these objects. */
  select(ids: readonly string[]): void {
    this.update((next) => Object.assign(next, { selection: new Set(ids), vertex: null }))
  }

  /** Picks a vertex of the first row of the selected object: a node of a skeleton, a point of a line. */
  pickVertex(vertex: number): void {
    this.update((next) => Object.assign(next, { vertex: { piece: 0, ring: 0, vertex } }))
  }

  /** Says how a node of the selected skeleton is seen. */
  setSight(node: number, sight: NodeSight): void {
    this.pickVertex(node)
    const effects = sighted(this.surroundings(), sight)
    this.update((next) => this.carryOut(effects, next))
  }

  /** Puts another page on the surface. */
  show(page: PageRef, size: Size): void {
    this.scene.show(page)
    this.tool = start[this.tool.id]()
    this.update((next) =>
      Object.assign(next, {
        page,
        size,
        ...nothingBegun,
        selection: new Set(),
      }),
    )
  }

  /** Changes how the hand draws: whether places snap to outlines, whether the polygon tool cuts holes. */
  draw(how: { snapping?: boolean; cutting?: boolean }): void {
    this.update((next) => Object.assign(next, how, { snapped: null }))
  }

  /** Locks exactly these objects: the hand can neither pick nor change them. Nothing of the label changes. */
  lock(ids: Iterable<string>): void {
    this.update((next) => Object.assign(next, { locked: new Set(ids), vertex: null }))
  }

  /** Changes how objects are shown. Nothing of the label changes. */
  showObjects(how: { hidden?: ReadonlySet<string>; allHidden?: boolean; dimmed?: boolean }): void {
    this.update((next) => Object.assign(next, how))
  }

  /** Stops or allows every change of the label. */
  setReadOnly(readOnly: boolean): void {
    if (readOnly) this.tool = start.select()
    this.update((next) =>
      Object.assign(next, readOnly ? { ...nothingBegun, readOnly, tool: 'select' } : { readOnly }),
    )
  }

  /** Changes objects by id; a function that returns the same object changes nothing. */
  edit(
    ids: Iterable<string>,
    change: (object: LabelObject) => LabelObject | null,
    capture: Capture = { mode: 'step' },
  ): void {
    const changes = [...ids].flatMap((id): Change[] => {
      const before = this.scene.get(id)
      if (!before) return []
      const after = change(before)
      return after === before ? [] : [{ kind: 'object', before, after }]
    })
    this.commit(changes, capture)
  }

  /** Takes another label in place of this one, as one step that can be undone. */
  replace(label: Label): void {
    this.update((next) => Object.assign(next, { locked: new Set() }))
    this.commit(replacing(this.scene, label), { mode: 'step' })
  }

  /** Puts objects into the label. */
  add(objects: readonly LabelObject[], capture: Capture = { mode: 'step' }): void {
    this.commit(
      objects.map((after) => ({ kind: 'object', before: this.scene.get(after.id) ?? null, after })),
      capture,
    )
  }

  /** Carries out a change set that was reckoned outside, as one step, and selects what it names. */
  carry(changes: ChangeSet, select: readonly string[], capture: Capture = { mode: 'step' }): void {
    this.commit(changes, capture)
    this.select(select)
  }

  /** Shows objects with other geometry without recording anything; null ends it. */
  preview(lifted: Lifted | null): void {
    this.update((next) => Object.assign(next, { lifted: next.readOnly ? null : lifted }))
  }

  /** Puts an answer about the whole picture, or takes it away. */
  answer(id: string, after: Classification | null, capture: Capture = { mode: 'step' }): void {
    this.commit([{ kind: 'classification', before: this.scene.answer(id) ?? null, after }], capture)
  }

  /** Puts the selected objects higher or lower among those they overlap, or above or below all. */
  lift(how: Lift): void {
    const { page, selection } = this.snapshot
    this.commit(lifted(this.scene, page, selection, how), { mode: 'step' })
  }

  /** Makes the selected objects one group, or each of them its own again. */
  group(together: boolean): void {
    const { selection } = this.snapshot
    if (together && selection.size < 2) return
    this.commit(grouped(this.scene, selection, together ? this.newId() : null), { mode: 'step' })
  }

  /** Puts a relation between objects; an equal one is not put twice. */
  relate(relation: Omit<Relation, 'id'>): void {
    const same = (one: Relation) => sameEnds(one, relation)
    if ([...this.scene.relations()].some(same)) return
    this.commit([{ kind: 'relation', before: null, after: { ...relation, id: this.newId() } }], {
      mode: 'step',
    })
  }

  /** Changes a relation, or takes it away. */
  editRelation(id: string, change: (relation: Relation) => Relation | null, capture?: Capture): void {
    const before = this.scene.relation(id)
    if (before)
      this.commit([{ kind: 'relation', before, after: change(before) }], capture ?? { mode: 'step' })
  }

  /** Sets an object's attributes and remembers them for the next object of its class. */
  setAttributes(id: string, attributes: readonly AttrValue[]): void {
    const object = this.scene.get(id)
    if (!object) return
    this.sticky.set(classKey(object.task, object.class), attributes)
    this.edit([id], (old) => ({ ...old, attributes }), { mode: 'join', name: `attributes ${id}` })
  }

  /** Remembers objects for `paste`, inside this task only. */
  copy(ids: Iterable<string>): void {
    this.clipboard = [...ids].flatMap((id) => this.scene.get(id) ?? [])
  }

  /** Puts copies of the remembered objects on the present page, a little aside, and selects them. */
  paste(): void {
    this.insertCopies(this.clipboard)
  }

  /** Puts copies of objects a little aside and selects them. */
  duplicate(ids: Iterable<string>): void {
    this.insertCopies([...ids].flatMap((id) => this.scene.get(id) ?? []))
  }

  /** Takes the last change back. While an outline is being drawn, takes its last point back. */
  undo(): void {
    const { draft } = this.snapshot
    if (draft?.kind === 'path' || (draft?.kind === 'shape' && draft.next)) this.dispatch({ type: 'back' })
    else this.travel(undone(this.history))
  }

  /** Does the last undone change again. */
  redo(): void {
    this.travel(redone(this.history))
  }

  private travel(step: [ChangeSet, History] | null): void {
    if (!step || this.snapshot.readOnly) return
    this.history = step[1]
    this.update((next) => this.put(step[0], next))
  }

  private surroundings(): Surroundings {
    const { size, selection, vertex, snapping, cutting, brush, tip } = this.snapshot
    return {
      size,
      reach: this.reach,
      scene: this.scene,
      selection,
      centre: this.view.centre,
      vertex,
      snapping,
      cutting,
      tip,
      skeleton: (brush && this.rules.get(classKey(brush.task, brush.class))?.skeleton) ?? null,
      ...this.permits,
    }
  }

  /** Whether the object may be given a turn. */
  mayTurn(object: LabelObject): boolean {
    return this.permits.mayTurn(object)
  }

  private ruleOf(object: LabelObject): ClassRule | undefined {
    return this.rules.get(classKey(object.task, object.class))
  }

  private insertCopies(objects: readonly LabelObject[]): void {
    if (objects.length === 0 || this.snapshot.readOnly) return
    if (this.scene.size + objects.length > mostObjects) {
      this.tell('too_many_objects')
      return
    }
    const { page, size } = this.snapshot
    const where = { page, size, aside: 12 / this.view.scale }
    const changes = copiesOf(objects, this.scene.relations(), where, this.newId)
    this.commit(changes, { mode: 'step' })
    this.select(
      changes.flatMap((change) => (change.kind === 'object' && change.after ? [change.after.id] : [])),
    )
    const vertices = objects.reduce((sum, { geometry }) => sum + vertexCount(geometry), 0)
    if (vertices > manyVertices) this.tell('many_vertices')
  }

  private tell(what: Notice): void {
    this.update((next) => note(next, what))
  }

  private commit(changes: ChangeSet, capture: Capture): void {
    this.update((next) => this.note(changes, capture, next))
  }

  private put(changes: ChangeSet, next: Mutable): void {
    this.scene.apply(changes)
    next.revision += 1
    this.journal.note(next.revision, changes, next.page)
    next.selection = new Set([...next.selection].filter((id) => this.scene.get(id)))
    // A vertex number means nothing once the outline may have another number of vertices.
    if (changes.some((change) => change.kind === 'object')) next.vertex = vertexLeft(this.scene, next)
  }

  private carryOut(effects: readonly Effect[], next: Mutable): void {
    for (const effect of effects) this.carryOutOne(effect, next)
  }

  private carryOutOne(effect: Effect, next: Mutable): void {
    switch (effect.type) {
      case 'create':
        this.create(effect.geometry, next)
        break
      case 'reshape':
        this.reshape(effect.shapes, effect.join, next)
        break
      case 'remove':
        this.note(
          effect.ids.flatMap((id) => this.change(id, null)),
          { mode: 'step' },
          next,
        )
        break
      default:
        showEffect(effect, next)
    }
  }

  private create(geometry: Geometry, next: Mutable): void {
    if (!next.brush || next.readOnly) return
    const attributes = this.sticky.get(classKey(next.brush.task, next.brush.class)) ?? []
    const after = drawnObject(this.newId(), next.brush, next.page, geometry, attributes)
    this.note([{ kind: 'object', before: null, after }], { mode: 'step' }, next)
    next.selection = new Set([after.id])
  }

  private reshape(shapes: ReadonlyMap<string, Geometry>, join: string | undefined, next: Mutable): void {
    const capture: Capture =
      join === undefined ? { mode: 'step' } : { mode: 'join', name: `${join} ${[...shapes.keys()]}` }
    const changes = [...shapes].flatMap(([id, geometry]) =>
      this.change(id, (object) => ({ ...object, geometry })),
    )
    this.note(changes, capture, next)
  }

  private change(id: string, to: ((object: LabelObject) => LabelObject) | null): Change[] {
    const before = this.scene.get(id)
    return before ? [{ kind: 'object', before, after: to ? to(before) : null }] : []
  }

  private note(changes: ChangeSet, capture: Capture, next: Mutable): void {
    if (next.readOnly && capture.mode !== 'silent') return
    const open = changes.filter(({ before }) => !before || !next.locked.has(before.id))
    if (open.length < changes.length) note(next, 'locked')
    if (open.length === 0) return
    const whole = followed(open, this.scene.relations())
    this.history = recorded(this.history, whole, capture)
    this.put(whole, next)
  }

  private update(change: (next: Mutable) => void): void {
    const next: Mutable = { ...this.snapshot }
    change(next)
    next.canUndo = this.history.past.length > 0
    next.canRedo = this.history.future.length > 0
    const before = this.calm
    const moves = (Object.keys(next) as (keyof Snapshot)[]).some(
      (key) => !ofTheHand.has(key) && next[key] !== before[key],
    )
    this.snapshot = next
    if (moves) this.calm = next
    for (const listener of this.listeners) listener()
  }
}
