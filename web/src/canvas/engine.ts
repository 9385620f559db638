/** The drawing state of one task: label, selection, tool and history. Framework-free; read through `getSnapshot`. */
import type { Change, ChangeSet } from './changes'
import { copiesOf } from './copies'
import { type Capture, type History, noHistory, recorded, redone, undone } from './history'
import type { AttrValue, Classification, Geometry, Label, LabelObject, PageRef } from './label'
import { at, type Point, type Size } from './points'
import { followed } from './relations'
import type { VertexRef } from './rings'
import { Scene } from './scene'
import { type Brush, type EngineOptions, firstSnapshot, type Snapshot, type ToolId } from './snapshot'
import { type Running, start } from './tools/running'
import type { BrushTip, Effect, Input, Lifted, Surroundings } from './tools/tool'

type Mutable = { -readonly [Key in keyof Snapshot]: Snapshot[Key] }

/** One task's drawing state. Inputs go to the tool in hand, its effects are carried out here. */
export class Engine {
  private readonly scene: Scene
  private readonly newId: () => string
  private readonly listeners = new Set<() => void>()
  private history: History = noHistory
  private tool: Running = start.select()
  private snapshot: Snapshot
  private sticky = new Map<string, readonly AttrValue[]>()
  private clipboard: readonly LabelObject[] = []
  /** CSS pixels per picture pixel now, and the picture place in the middle of the surface. */
  private view: { scale: number; centre: Point<'image'> }

  constructor(options: EngineOptions) {
    this.scene = new Scene(options.label, options.page)
    this.newId = options.newId
    this.view = { scale: 1, centre: at(options.size.width / 2, options.size.height / 2) }
    this.snapshot = firstSnapshot(options, this.scene)
  }

  /** Calls `listener` after each change until the returned function is called. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** The present state; the same object until something changes. */
  readonly getSnapshot = (): Snapshot => this.snapshot

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
    return 8 / this.view.scale
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
      Object.assign(next, { tool: id, draft: null, lifted: null, pen: null, vertex: null, placed: null }),
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

  /** Puts another page on the surface. */
  show(page: PageRef, size: Size): void {
    this.scene.show(page)
    this.tool = start[this.tool.id]()
    this.update((next) =>
      Object.assign(next, {
        page,
        size,
        selection: new Set(),
        draft: null,
        lifted: null,
        pen: null,
        vertex: null,
        placed: null,
      }),
    )
  }

  /** Changes how objects are shown. Nothing of the label changes. */
  showObjects(how: { hidden?: ReadonlySet<string>; allHidden?: boolean; dimmed?: boolean }): void {
    this.update((next) => Object.assign(next, how))
  }

  /** Stops or allows every change of the label. */
  setReadOnly(readOnly: boolean): void {
    if (readOnly) this.tool = start.select()
    this.update((next) =>
      Object.assign(
        next,
        readOnly ? { readOnly, tool: 'select', draft: null, lifted: null, pen: null } : { readOnly },
      ),
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
    const wanted = new Set(label.objects.map(({ id }) => id))
    const gone = [...this.scene.all()].filter(({ id }) => !wanted.has(id))
    const answered = new Set(label.classifications.map(({ id }) => id))
    const unanswered = [...this.scene.answers()].filter(({ id }) => !answered.has(id))
    const related = new Set(label.relations.map(({ id }) => id))
    const unrelated = [...this.scene.relations()].filter(({ id }) => !related.has(id))
    const objects: Change[] = [
      ...gone.map((before): Change => ({ kind: 'object', before, after: null })),
      ...label.objects.map(
        (after): Change => ({ kind: 'object', before: this.scene.get(after.id) ?? null, after }),
      ),
    ]
    const answers: Change[] = [
      ...unanswered.map((before): Change => ({ kind: 'classification', before, after: null })),
      ...label.classifications.map(
        (after): Change => ({ kind: 'classification', before: this.scene.answer(after.id) ?? null, after }),
      ),
    ]
    const relations: Change[] = [
      ...unrelated.map((before): Change => ({ kind: 'relation', before, after: null })),
      ...label.relations.map(
        (after): Change => ({ kind: 'relation', before: this.scene.relation(after.id) ?? null, after }),
      ),
    ]
    this.commit([...objects, ...answers, ...relations], { mode: 'step' })
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

  /** Sets an object's attributes and remembers them for the next object of its class. */
  setAttributes(id: string, attributes: readonly AttrValue[]): void {
    const object = this.scene.get(id)
    if (!object) return
    this.sticky.set(`${object.task}/${object.class}`, attributes)
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
    if (this.snapshot.draft?.kind === 'path') this.dispatch({ type: 'back' })
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
    const { size, selection, vertex, tip } = this.snapshot
    return { size, reach: this.reach, scene: this.scene, selection, centre: this.view.centre, vertex, tip }
  }

  private insertCopies(objects: readonly LabelObject[]): void {
    const copies = copiesOf(objects, this.snapshot, 12 / this.view.scale, this.newId)
    if (copies.length === 0 || this.snapshot.readOnly) return
    this.add(copies)
    this.select(copies.map((copy) => copy.id))
  }

  private commit(changes: ChangeSet, capture: Capture): void {
    this.update((next) => this.note(changes, capture, next))
  }

  private put(changes: ChangeSet, next: Mutable): void {
    this.scene.apply(changes)
    next.revision += 1
    next.selection = new Set([...next.selection].filter((id) => this.scene.get(id)))
    // A vertex number means nothing once the outline may have another number of vertices.
    if (changes.some((change) => change.kind === 'object')) next.vertex = this.stillThere(next)
  }

  private stillThere(next: Mutable): VertexRef | null {
    const [id] = next.selection
    const geometry = id === undefined ? undefined : this.scene.get(id)?.geometry
    if (!next.vertex || geometry?.kind !== 'polygon') return null
    return geometry.rings[next.vertex.piece]?.[next.vertex.ring]?.[next.vertex.vertex] ? next.vertex : null
  }

  private carryOut(effects: readonly Effect[], next: Mutable): void {
    for (const effect of effects) this.carryOutOne(effect, next)
  }

  private carryOutOne(effect: Effect, next: Mutable): void {
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
      case 'notice':
        next.notice = { what: effect.notice, n: (next.notice?.n ?? 0) + 1 }
        break
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
    }
  }

  private create(geometry: Geometry, next: Mutable): void {
    if (!next.brush || next.readOnly) return
    const attributes = this.sticky.get(`${next.brush.task}/${next.brush.class}`) ?? []
    const source = { kind: 'human', ref: null } as const
    const after: LabelObject = {
      id: this.newId(),
      ...next.brush,
      ...next.page,
      geometry,
      attributes,
      z: 0,
      source,
      group: null,
    }
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
    if (changes.length === 0 || (next.readOnly && capture.mode !== 'silent')) return
    const whole = followed(changes, this.scene.relations())
    this.history = recorded(this.history, whole, capture)
    this.put(whole, next)
  }

  private update(change: (next: Mutable) => void): void {
    const next: Mutable = { ...this.snapshot }
    change(next)
    next.canUndo = this.history.past.length > 0
    next.canRedo = this.history.future.length > 0
    this.snapshot = next
    for (const listener of this.listeners) listener()
  }
}
