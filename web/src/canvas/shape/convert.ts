/** Every shape with an inside as a polygon and as pixels. */
import { frameCorners, frameOf, fromOwn } from '../frames'
import { columnsOf, maskOf } from '../kinds/mask'
import type { EllipseGeometry, Geometry, PolygonGeometry, Position } from '../label'
import type { Columns } from '../mask/columns'
import { rastered, traced } from '../mask/outline'
import type { Size } from '../points'
import { repaired } from './clip'
import { Simplifier } from './simplify'

/** An ellipse's polygon strays at most this many pixels from it. */
const roundness = 0.05
/** Steps of a pixel lie within 0.71 px of the slope that they stand for; one made of them strays at most so far. */
const stairs = 0.75

function ellipseRing(shape: EllipseGeometry): Position[] {
  const largest = Math.max(shape.rx, shape.ry)
  const count = Math.max(12, Math.ceil(Math.PI / Math.acos(Math.max(0, 1 - roundness / largest)) || 0))
  const frame = frameOf(shape)
  return Array.from({ length: count }, (_, i): Position => {
    const angle = (2 * Math.PI * i) / count
    const { x, y } = fromOwn(frame, shape.rx * Math.cos(angle), shape.ry * Math.sin(angle))
    return [x, y]
  })
}

/** The shape's outline as a polygon, a mask's along its pixel edges; null for what has no inside. */
export function asPolygon(geometry: Geometry): PolygonGeometry | null {
  switch (geometry.kind) {
    case 'polygon':
      return geometry
    case 'bbox':
      return { kind: 'polygon', rings: [[frameCorners(frameOf(geometry))]] }
    case 'ellipse':
      return { kind: 'polygon', rings: [[ellipseRing(geometry)]] }
    case 'mask':
      return traced(columnsOf(geometry))
    case 'polyline':
      return geometry.closed && geometry.points.length > 2
        ? { kind: 'polygon', rings: [[geometry.points]] }
        : null
    case 'point':
    case 'skeleton':
      return null
  }
}

/** The pixels whose centres lie in the shape; null for what has no inside. */
export function asColumns(geometry: Geometry, size: Size): Columns | null {
  if (geometry.kind === 'mask') return columnsOf(geometry)
  const polygon = asPolygon(geometry)
  return polygon && rastered(polygon, size)
}

export type AreaKind = 'polygon' | 'mask'

/** The shape as another kind; null when it has no inside or nothing of it is left. A mask's stairs become slopes. */
export function converted(geometry: Geometry, to: AreaKind, size: Size): Geometry | null {
  if (geometry.kind === to) return geometry
  if (to === 'mask') {
    const columns = asColumns(geometry, size)
    return columns && maskOf(columns, size)
  }
  const polygon = asPolygon(geometry)
  if (!polygon || geometry.kind !== 'mask') return polygon
  const smooth = repaired(new Simplifier(polygon).at(stairs)).polygon
  return smooth.rings.length ? smooth : polygon
}
