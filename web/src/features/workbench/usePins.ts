import { useMemo } from 'react'
import type { Issue } from '../../api/shapes'
import type { Engine } from '../../canvas/engine'
import type { Pin } from '../../canvas/render/hand'
import { foundOf, liesOn, type Spot } from '../../canvas/spots'
import type { Comment } from './routes'
import { useEngine } from './useEngine'

const isOpen = ({ status }: Issue) => status === 'open' || status === 'answered'

/**
 * The pins of the page on the surface: remarks that are still open, those a reviewer is writing, and the one that was
 * gone to last, whatever became of it.
 */
export function usePins(
  engine: Engine,
  issues: readonly Issue[],
  drafts: readonly Comment[],
  at: string | null,
): Pin[] {
  const { revision, page } = useEngine(engine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: objects move in place; the revision says when
  return useMemo(() => {
    const pin = (remark: Spot, i: number, active: boolean): Pin[] => {
      const object = remark.object ? engine.getSnapshot().scene.get(remark.object) : undefined
      const place = liesOn(remark, page) ? foundOf(remark, object, [page], page)?.place : null
      return place ? [{ at: place, mark: String(i + 1), active }] : []
    }
    const open = issues.flatMap((issue, i) =>
      isOpen(issue) || issue.id === at ? pin(issue, i, issue.id === at) : [],
    )
    return [...open, ...drafts.flatMap((draft, i) => pin(draft, i, true))]
  }, [engine, revision, page, issues, drafts, at])
}
