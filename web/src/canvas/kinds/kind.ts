/** What every kind of geometry can do. One file of this folder says it for one kind; `geometry.ts` is the table of them. */
import type { Camera } from '../camera'
import type { Geometry } from '../label'
import type { Bounds, Point, Size } from '../points'

/** A shape smaller than this on a side is a slip of the hand, not an object (original pixels). */
export const smallestSide = 0.5

/** What a 2D context and a Path2D have in common. */
export type Pen = Pick<CanvasPath, 'moveTo' | 'lineTo' | 'closePath' | 'rect' | 'arc' | 'ellipse'>

export interface Kind<Shape extends Geometry> {
  /** The smallest upright rectangle around the shape. */
  bounds(shape: Shape): Bounds<'image'>
  /** In square pixels of the original; 0 for what has no inside. */
  area(shape: Shape): number
  /** Whether the place is inside. */
  contains(shape: Shape, point: Point<'image'>): boolean
  /** From the place to the outline, in pixels of the original. */
  distance(shape: Shape, point: Point<'image'>): number
  moved(shape: Shape, dx: number, dy: number): Shape
  /** Stretched so that its bounds become `to`. A flat side cannot be stretched and stays. */
  fitted(shape: Shape, to: Bounds<'image'>): Shape
  /** Held inside the picture. */
  clamped(shape: Shape, size: Size): Shape
  /** Whether it is big enough to be meant. */
  drawable(shape: Shape): boolean
  /** Lays the outline into a path on the screen. `pixels` is its larger side on the screen, for leaving vertices out. */
  trace(pen: Pen, shape: Shape, camera: Camera, pixels: number): void
}
