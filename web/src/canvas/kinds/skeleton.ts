/** Skeletons: named nodes. Which of them are joined is the class's matter, not the geometry's. */
import type { Position, SkeletonGeometry, SkeletonNode } from '../label'
import type { Kind } from './kind'
import { around, clamping, shifting, stretching } from './positions'

/** The nodes that are in the picture. */
export const placedNodes = ({ points }: SkeletonGeometry): SkeletonNode[] => points.filter(({ v }) => v > 0)

/** The skeleton with each node in the picture put elsewhere; the others stay at 0, 0. */
function mapped(shape: SkeletonGeometry, change: (position: Position) => Position): SkeletonGeometry {
  const points = shape.points.map((node) => {
    if (node.v === 0) return node
    const [x, y] = change([node.x, node.y])
    return { ...node, x, y }
  })
  return { kind: 'skeleton', points }
}

export const skeletonKind: Kind<SkeletonGeometry> = {
  bounds: (shape) => around(placedNodes(shape).map(({ x, y }): Position => [x, y])),
  area(shape) {
    const edge = skeletonKind.bounds(shape)
    return (edge.right - edge.left) * (edge.bottom - edge.top)
  },
  // A person is picked anywhere between the nodes; a smaller object inside wins by its area.
  contains(shape, point) {
    const edge = skeletonKind.bounds(shape)
    return point.x >= edge.left && point.x <= edge.right && point.y >= edge.top && point.y <= edge.bottom
  },
  distance: (shape, point) =>
    Math.min(...placedNodes(shape).map(({ x, y }) => Math.hypot(x - point.x, y - point.y))),
  moved: (shape, dx, dy) => mapped(shape, shifting(dx, dy)),
  fitted: (shape, to) => mapped(shape, stretching(skeletonKind.bounds(shape), to)),
  clamped: (shape, size) => mapped(shape, clamping(size)),
  drawable: (shape) => placedNodes(shape).length > 0,
  trace(pen, shape, { scale, left, top }) {
    for (const { x, y } of placedNodes(shape)) {
      const [px, py] = [(x - left) * scale, (y - top) * scale]
      pen.moveTo(px + 3, py)
      pen.arc(px, py, 3, 0, 2 * Math.PI)
    }
  },
}
