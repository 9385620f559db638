/** What every geometry can do, whatever its kind. The kinds say it in `kinds/`; this is the table and the common words. */
import type { Camera } from './camera'
import { bboxKind } from './kinds/bbox'
import { ellipseKind } from './kinds/ellipse'
import type { Kind, Pen } from './kinds/kind'
import { maskKind } from './kinds/mask'
import { pointKind } from './kinds/point'
import { polygonKind } from './kinds/polygon'
import { polylineKind } from './kinds/polyline'
import { skeletonKind } from './kinds/skeleton'
import type { BoxGeometry, Geometry, PolygonGeometry, Position } from './label'
import { type Bounds, type Point, type Size, spanning } from './points'

type Kinds = { readonly [Name in Geometry['kind']]: Kind<Extract<Geometry, { kind: Name }>> }

const kinds: Kinds = {
  bbox: bboxKind,
  ellipse: ellipseKind,
  polygon: polygonKind,
  polyline: polylineKind,
  point: pointKind,
  skeleton: skeletonKind,
  mask: maskKind,
}

// The name and the kind of an entry belong together, which the compiler cannot follow through a union.
const kindOf = (geometry: Geometry) => kinds[geometry.kind] as unknown as Kind<Geometry>

/** The box between two corners. */
export function boxBetween(a: Point<'image'>, b: Point<'image'>): BoxGeometry {
  return boxOf(spanning(a, b))
}

/** The box with these edges. */
export function boxOf(edge: Bounds<'image'>): BoxGeometry {
  const { left, top, right, bottom } = edge
  return { kind: 'bbox', x: left, y: top, w: right - left, h: bottom - top, rotation: 0 }
}

/** A polygon of one piece without holes. */
export function polygonOf(points: readonly Point<'image'>[]): PolygonGeometry {
  return { kind: 'polygon', rings: [[points.map((point): Position => [point.x, point.y])]] }
}

/** The smallest upright rectangle around the geometry. */
export function boundsOf(geometry: Geometry): Bounds<'image'> {
  return kindOf(geometry).bounds(geometry)
}

/** Area in square pixels of the original, holes taken off; 0 for what has no inside. */
export function areaOf(geometry: Geometry): number {
  return kindOf(geometry).area(geometry)
}

/** Whether the place is inside the geometry. */
export function contains(geometry: Geometry, point: Point<'image'>): boolean {
  return kindOf(geometry).contains(geometry, point)
}

/** How far the place is from the outline, in pixels of the original. */
export function distanceToOutline(geometry: Geometry, point: Point<'image'>): number {
  return kindOf(geometry).distance(geometry, point)
}

/** The geometry moved. A box keeps its width and height to the last bit. */
export function moved(geometry: Geometry, dx: number, dy: number): Geometry {
  return dx === 0 && dy === 0 ? geometry : kindOf(geometry).moved(geometry, dx, dy)
}

/** The part of a wished move that keeps these bounds inside the picture; what already sticks out is not pushed. */
export function allowedMove(
  edge: Bounds<'image'>,
  dx: number,
  dy: number,
  size: Size,
): { dx: number; dy: number } {
  const limit = (wish: number, low: number, high: number) =>
    Math.min(Math.max(0, high), Math.max(Math.min(0, low), wish))
  return {
    dx: limit(dx, -edge.left, size.width - edge.right),
    dy: limit(dy, -edge.top, size.height - edge.bottom),
  }
}

/** The geometry stretched so that its bounds become `to`. A flat side cannot be stretched and stays. */
export function fitted(geometry: Geometry, to: Bounds<'image'>): Geometry {
  return kindOf(geometry).fitted(geometry, to)
}

/** The geometry held inside the picture. */
export function clamped(geometry: Geometry, size: Size): Geometry {
  return kindOf(geometry).clamped(geometry, size)
}

/** Whether the geometry is big enough to be meant. */
export function isDrawable(geometry: Geometry): boolean {
  return kindOf(geometry).drawable(geometry)
}

/** Lays the outline of a geometry into the path. `pixels` is its larger side on the screen. */
export function trace(pen: Pen, geometry: Geometry, camera: Camera, pixels = Number.POSITIVE_INFINITY): void {
  kindOf(geometry).trace(pen, geometry, camera, pixels)
}
