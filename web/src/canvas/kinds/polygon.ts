/** Polygons of one or more pieces, with holes. */
import type { PolygonGeometry, Position } from '../label'
import { distanceToRing, pieceContains, ringArea, ringsOf } from '../rings'
import { type Kind, smallestSide } from './kind'
import { around, clamping, shifting, stretching } from './positions'
import { strideFor, traceRing } from './strokes'

function* positionsOf(polygon: PolygonGeometry): Generator<Position> {
  for (const [ring] of ringsOf(polygon)) yield* ring
}

const mapped = (polygon: PolygonGeometry, change: (position: Position) => Position): PolygonGeometry => ({
  kind: 'polygon',
  rings: polygon.rings.map((piece) => piece.map((ring) => ring.map(change))),
})

export const polygonKind: Kind<PolygonGeometry> = {
  bounds: (polygon) => around(positionsOf(polygon)),
  area(polygon) {
    let area = 0
    for (const [ring, , place] of ringsOf(polygon)) area += place === 0 ? ringArea(ring) : -ringArea(ring)
    return area
  },
  contains: (polygon, point) => polygon.rings.some((piece) => pieceContains(piece, point)),
  distance(polygon, point) {
    let best = Infinity
    for (const [ring] of ringsOf(polygon)) best = Math.min(best, distanceToRing(ring, point))
    return best
  },
  moved: (polygon, dx, dy) => mapped(polygon, shifting(dx, dy)),
  fitted: (polygon, to) => mapped(polygon, stretching(polygonKind.bounds(polygon), to)),
  clamped: (polygon, size) => mapped(polygon, clamping(size)),
  drawable(polygon) {
    const edge = polygonKind.bounds(polygon)
    const wide = edge.right - edge.left >= smallestSide && edge.bottom - edge.top >= smallestSide
    return wide && polygonKind.area(polygon) > 0
  },
  trace(pen, polygon, camera, pixels) {
    for (const [ring] of ringsOf(polygon)) traceRing(pen, ring, camera, strideFor(pixels, ring.length), true)
  },
}
