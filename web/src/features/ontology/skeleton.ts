/** The template of a skeleton: joints in a box from 0 to 1, and lines between them. Pure. */
import type { SkeletonTemplate } from '../../api/shapes'
import { slug } from './draft'

export const EMPTY_SKELETON: SkeletonTemplate = { nodes: [], edges: [] }

const placed = (at: number) => Math.round(Math.min(1, Math.max(0, at)) * 1000) / 1000
const joins = (edge: readonly string[], a: string, b: string) =>
  (edge[0] === a && edge[1] === b) || (edge[0] === b && edge[1] === a)

/** One more joint, tied to `from` when that one exists. */
export function addNode(
  skeleton: SkeletonTemplate,
  x: number,
  y: number,
  label: string,
  from: string | null,
): { skeleton: SkeletonTemplate; id: string } {
  const id = slug(
    label,
    skeleton.nodes.map((node) => node.id),
  )
  const nodes = [...skeleton.nodes, { id, label, x: placed(x), y: placed(y) }]
  const tied = from !== null && skeleton.nodes.some((node) => node.id === from)
  return { skeleton: { nodes, edges: tied ? [...skeleton.edges, [from, id]] : skeleton.edges }, id }
}

export function moveNode(skeleton: SkeletonTemplate, id: string, x: number, y: number): SkeletonTemplate {
  return {
    ...skeleton,
    nodes: skeleton.nodes.map((node) => (node.id === id ? { ...node, x: placed(x), y: placed(y) } : node)),
  }
}

export function nameNode(skeleton: SkeletonTemplate, id: string, label: string): SkeletonTemplate {
  return { ...skeleton, nodes: skeleton.nodes.map((node) => (node.id === id ? { ...node, label } : node)) }
}

/** The joint and every line that ended at it are gone. */
export function removeNode(skeleton: SkeletonTemplate, id: string): SkeletonTemplate {
  return {
    nodes: skeleton.nodes.filter((node) => node.id !== id),
    edges: skeleton.edges.filter((edge) => !edge.includes(id)),
  }
}

/** Joins two joints by a line, or takes the line away. */
export function toggleEdge(skeleton: SkeletonTemplate, a: string, b: string): SkeletonTemplate {
  if (a === b) return skeleton
  const kept = skeleton.edges.filter((edge) => !joins(edge, a, b))
  return { ...skeleton, edges: kept.length < skeleton.edges.length ? kept : [...kept, [a, b]] }
}
