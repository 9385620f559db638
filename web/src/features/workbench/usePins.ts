import { useMemo } from 'react'
import type { Issue } from '../../api/shapes'
import type { Engine } from '../../canvas/engine'
import { boundsOf } from '../../canvas/geometry'
import { at, type Point } from '../../canvas/points'
import type { Pin } from '../../canvas/render/hand'
import type { Comment } from './routes'
import { useEngine } from './useEngine'

type Anchored = Pick<Comment, 'object' | 'page' | 'at'>

/** Where a remark points to: its place, or else the corner of its object; null when the object is gone. */
export function anchorOf(engine: Engine, remark: Anchored): Point<'image'> | null {
  if (remark.at) return at(remark.at[0], remark.at[1])
  const object = remark.object ? engine.getSnapshot().scene.get(remark.object) : undefined
  if (!object) return null
  const edge = boundsOf(object.geometry)
  return at(edge.right, edge.top)
}

const isOpen = ({ status }: Issue) => status === 'open' || status === 'answered'

/** The pins of the page on the surface: remarks that are still open, and those a reviewer is writing. */
export function usePins(engine: Engine, issues: readonly Issue[], drafts: readonly Comment[]): Pin[] {
  const { revision, page } = useEngine(engine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: objects move in place; the revision says when
  return useMemo(() => {
    const pin = (remark: Anchored, i: number, active: boolean): Pin[] => {
      const place = remark.page === null || remark.page === page.page ? anchorOf(engine, remark) : null
      return place ? [{ at: place, mark: String(i + 1), active }] : []
    }
    const open = issues.flatMap((issue, i) => (isOpen(issue) ? pin(issue, i, false) : []))
    return [...open, ...drafts.flatMap((draft, i) => pin(draft, i, true))]
  }, [engine, revision, page, issues, drafts])
}
