import { type RefObject, useState } from 'react'
import type { Issue, ObjectVerdict } from '../../api/shapes'
import { boundsOf } from '../../canvas/geometry'
import { at } from '../../canvas/points'
import type { DrawnDifference } from '../../canvas/render/differences'
import { foundOf } from '../../canvas/spots'
import type { SurfaceHandle } from '../../surfaces/raster'
import { useT } from '../../ui/messages'
import { stepped } from './comparing'
import { isToDo } from './Issues'
import { type Kind, resolve } from './routes'
import type { Session } from './session'
import type { Compare } from './useCompare'
import type { Said } from './useFinish'
import type { usePages } from './usePages'
import type { Remarks } from './useRemarks'
import type { Verdicts } from './useVerdicts'

interface Around {
  readonly session: Session
  readonly kind: Kind
  readonly issues: readonly Issue[]
  readonly remarks: Remarks
  readonly verdicts: Verdicts
  readonly compare: Compare
  readonly pages: ReturnType<typeof usePages>
  readonly surface: RefObject<SurfaceHandle | null>
  readonly onSay: (said: Said) => void
  readonly onIssue: (issue: Issue) => void
}

/** Going through differences, objects and remarks by keys; a reviewer gives verdicts, a labeler marks remarks as done. */
export function useReviewing(around: Around) {
  const { session, kind, issues, remarks, verdicts, compare, pages, surface, onSay, onIssue } = around
  const { engine, holding } = session
  const t = useT()
  const [remark, setRemark] = useState<string | null>(null)
  const say = (text: string) => onSay({ grave: false, text })

  const goTo = (item: DrawnDifference) => {
    compare.look(item.id)
    const object = engine.getSnapshot().scene.get(item.id)
    if (object) return pages.reveal(object)
    // What is gone is no object any more: the place where it was is brought in sight.
    const gone = item.before
    if (!gone) return
    const { left, top, right, bottom } = boundsOf(gone.geometry)
    engine.select([])
    pages.go({ part: gone.part, page: gone.page })
    surface.current?.showPlace(at((left + right) / 2, (top + bottom) / 2))
  }
  const step = (by: 1 | -1) => {
    const item = compare.step(by)
    if (item) return goTo(item)
    if (compare.mode === 'off') compare.setMode('over')
  }
  const nextOpen = () => {
    const object = verdicts.open()
    if (object) pages.reveal(object)
    return object !== null
  }
  const goToIssue = (issue: Issue) => {
    setRemark(issue.id)
    const object = issue.object ? engine.getSnapshot().scene.get(issue.object) : undefined
    const found = foundOf(issue, object, session.pages, engine.getSnapshot().page)
    if (object) pages.reveal(object)
    else if (found) pages.revealPlace(found)
  }
  const nextRemark = (among: readonly Issue[]) => {
    const next = stepped(among.filter(isToDo), remark, 1)
    if (next) goToIssue(next)
    else say(t('workbench.issues.none'))
  }
  const done = async () => {
    const issue = issues.find(({ id }) => id === remark)
    if (!issue || !isToDo(issue)) return nextRemark(issues)
    const answer = await resolve(holding.project, issue.id)
    if (!answer.ok) return onSay({ grave: true, text: answer.problem.detail })
    onIssue(answer.value)
    nextRemark(issues.filter(({ id }) => id !== issue.id))
  }
  const marks: ReadonlyMap<string, ObjectVerdict> = kind === 'review' ? verdicts.marks : compare.judged
  const { readOnly } = engine.getCalm()
  return {
    goTo,
    goToIssue,
    step,
    marks,
    remark,
    what(issue: Issue) {
      if (!issue.object) return issue.at ? remarks.what(issue) : t('workbench.issue.whole')
      return engine.getSnapshot().scene.get(issue.object) ? remarks.what(issue) : t('workbench.issue.gone')
    },
    acts: {
      compare: compare.cycle,
      nextDifference() {
        // With nothing to compare the key still leads a reviewer on: to the next object that nothing was said of.
        const nothing = compare.items.length === 0 && (compare.mode !== 'off' || compare.versions.length < 2)
        if (kind === 'review' && nothing && nextOpen()) return
        step(1)
      },
      previousDifference: () => step(-1),
      olderVersion: () => compare.pick(compare.picked - 1),
      newerVersion: () => compare.pick(compare.picked + 1),
      acceptObject() {
        if (readOnly) return
        const said = verdicts.accept()
        if (said === 'none') {
          if (!nextOpen()) say(t('workbench.object.none'))
        } else if (said === 'remarked') say(t('workbench.object.remarked'))
        else if (said === 'accepted') nextOpen()
      },
      rejectObject() {
        if (!readOnly && !verdicts.reject()) say(t('workbench.object.none'))
      },
      nextRemark: () => nextRemark(issues),
      remarkDone: () => void done(),
    },
  }
}
