/** The objects of a label, findable by id, by place and in drawing order. */
import { type Change, type ChangeSet, idOf } from './changes'
import { areaOf, boundsOf, contains, distanceToOutline } from './geometry'
import {
  type Classification,
  type Label,
  type LabelObject,
  onPage,
  type PageRef,
  type Relation,
} from './label'
import { type Bounds, bounds, type Point } from './points'
import { SpatialIndex } from './spatial'

/** What tools and the renderer may ask of a scene. */
export interface SceneReader {
  readonly size: number
  get(id: string): LabelObject | undefined
  /** The objects of the page on the surface that touch the area, in drawing order: lowest first. */
  within(area: Bounds<'image'>): LabelObject[]
  /** The object under a place. A smaller object wins over a larger one that lies around it on the same height. */
  hit(point: Point<'image'>, reach: number, may?: (object: LabelObject) => boolean): LabelObject | null
  all(): Iterable<LabelObject>
  /** The answers about whole pictures and pages. */
  answers(): Iterable<Classification>
  relations(): Iterable<Relation>
  /** The place in the order in which objects came; it decides what lies above at the same height. */
  orderOf(object: LabelObject): number
}

/** Holds the label's objects; changed only by change sets. */
export class Scene implements SceneReader {
  private readonly objects = new Map<string, LabelObject>()
  private readonly held = new Map<string, Classification>()
  private readonly links = new Map<string, Relation>()
  private readonly order = new Map<string, number>()
  private nextOrder = 0
  private index = new SpatialIndex()

  constructor(
    label: Label,
    private page: PageRef,
  ) {
    for (const object of label.objects) this.hold(object)
    for (const answer of label.classifications) this.held.set(answer.id, answer)
    for (const relation of label.relations) this.link(relation)
    this.reindex()
  }

  get size(): number {
    return this.objects.size
  }

  get(id: string): LabelObject | undefined {
    return this.objects.get(id)
  }

  /** The answer kept under that id. */
  answer(id: string): Classification | undefined {
    return this.held.get(id)
  }

  all(): Iterable<LabelObject> {
    return this.objects.values()
  }

  answers(): Iterable<Classification> {
    return this.held.values()
  }

  /** The relation kept under that id. */
  relation(id: string): Relation | undefined {
    return this.links.get(id)
  }

  relations(): Iterable<Relation> {
    return this.links.values()
  }

  within(area: Bounds<'image'>): LabelObject[] {
    const found: LabelObject[] = []
    for (const id of this.index.search(area)) {
      const object = this.objects.get(id)
      if (object) found.push(object)
    }
    return found.sort((a, b) => this.compare(a, b))
  }

  hit(
    point: Point<'image'>,
    reach: number,
    may: (object: LabelObject) => boolean = () => true,
  ): LabelObject | null {
    const near = bounds(point.x - reach, point.y - reach, point.x + reach, point.y + reach)
    let best: LabelObject | null = null
    for (const object of this.within(near)) {
      if (!may(object)) continue
      if (!contains(object.geometry, point) && distanceToOutline(object.geometry, point) > reach) continue
      if (
        !best ||
        object.z > best.z ||
        (object.z === best.z && areaOf(object.geometry) <= areaOf(best.geometry))
      )
        best = object
    }
    return best
  }

  /** Puts another page on the surface. */
  show(page: PageRef): void {
    this.page = page
    this.reindex()
  }

  /** Carries out a change set. */
  apply(changes: ChangeSet): void {
    for (const change of changes) this.applyOne(change)
  }

  /** The whole label, objects in the order in which they came. */
  toLabel(): Label {
    const objects = [...this.objects.values()].sort((a, b) => this.orderOf(a) - this.orderOf(b))
    return {
      schema: 'lk-label/1',
      objects,
      classifications: [...this.held.values()],
      relations: [...this.links.values()].sort((a, b) => this.placeOf(a) - this.placeOf(b)),
    }
  }

  private applyOne(change: Change): void {
    const id = idOf(change)
    if (change.kind === 'classification') {
      if (change.after) this.held.set(id, change.after)
      else this.held.delete(id)
      return
    }
    if (change.kind === 'relation') {
      if (change.after) this.link(change.after)
      else this.links.delete(id)
      return
    }
    if (change.after) {
      this.hold(change.after)
      if (onPage(change.after, this.page)) this.index.put(id, boundsOf(change.after.geometry))
    } else {
      // The order number stays, so that undo brings the object back to its old place in the list.
      this.objects.delete(id)
      this.index.remove(id)
    }
  }

  private link(relation: Relation): void {
    this.links.set(relation.id, relation)
    if (!this.order.has(relation.id)) this.order.set(relation.id, this.nextOrder++)
  }

  private placeOf({ id }: { readonly id: string }): number {
    return this.order.get(id) ?? 0
  }

  private hold(object: LabelObject): void {
    this.objects.set(object.id, object)
    if (!this.order.has(object.id)) this.order.set(object.id, this.nextOrder++)
  }

  orderOf(object: LabelObject): number {
    return this.order.get(object.id) ?? 0
  }

  private compare(a: LabelObject, b: LabelObject): number {
    return a.z - b.z || this.orderOf(a) - this.orderOf(b)
  }

  private reindex(): void {
    const shown = [...this.objects.values()].filter((object) => onPage(object, this.page))
    this.index = new SpatialIndex(shown.map((object) => [object.id, boundsOf(object.geometry)] as const))
  }
}
