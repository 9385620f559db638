import type { Issue } from '../../api/shapes'
import type { Point } from '../../canvas/points'
import { useT } from '../../ui/messages'
import { ClassSearch } from './ClassSearch'
import { QuestionDialog, SkipDialog } from './Dialogs'
import { RelateDialog } from './Relations'
import { ask, giveBack, skip } from './routes'
import type { Session } from './session'
import type { Finish } from './useFinish'
import type { Entry, Vocabulary } from './vocabulary'

/** Which question is on the screen. */
export type Open = 'skip' | 'question' | 'class' | 'relation' | null

interface Props {
  readonly open: Open
  readonly session: Session
  readonly vocabulary: Vocabulary
  /** Where in the picture the pointer was. */
  readonly place: Point<'image'> | null
  readonly finish: Finish
  readonly onClass: (entry: Entry) => void
  readonly onAsked: (issue: Issue | undefined) => void
  readonly onSkipped: () => void
  /** The task waits for an answer now. */
  readonly onBlocked: () => void
  readonly onClose: () => void
}

/** The questions that a key or a control brings up. */
export function BenchDialogs({ open, session, vocabulary, place, finish, ...on }: Props) {
  const t = useT()
  const { holding, autosave, engine } = session
  const named = finish.selectedName()
  const placeWords = ({ x, y }: Point<'image'>) =>
    t('workbench.back.place', { x: x.toFixed(0), y: y.toFixed(0) })
  switch (open) {
    case 'skip':
      return (
        <SkipDialog
          onSkip={(reason, comment) => skip(holding, reason, comment)}
          onGiveBack={async () => {
            await autosave.flush()
            return giveBack(holding)
          }}
          onSkipped={on.onSkipped}
          onGivenBack={finish.leave}
          onClose={on.onClose}
        />
      )
    case 'question':
      return (
        <QuestionDialog
          about={[
            ...(named ? [{ kind: 'object' as const, words: named }] : []),
            ...(place ? [{ kind: 'place' as const, words: placeWords(place) }] : []),
            { kind: 'whole' as const, words: t('workbench.question.all') },
          ]}
          onAsk={async (text, about, blocking) => {
            const { part, page } = engine.getSnapshot().page
            if (blocking) await autosave.flush()
            const answer = await ask(holding, {
              object: about === 'object' ? finish.selectedId() : null,
              part: about === 'whole' ? null : part,
              page: about === 'whole' ? null : page,
              at: about === 'place' && place ? [place.x, place.y] : null,
              text,
              blocking,
            })
            if (answer.ok && !blocking) on.onAsked(answer.value)
            return answer
          }}
          onAsked={(blocking) => (blocking ? on.onBlocked() : on.onClose())}
          onClose={on.onClose}
        />
      )
    case 'class':
      return <ClassSearch vocabulary={vocabulary} onPick={on.onClass} onClose={on.onClose} />
    case 'relation':
      return <RelateDialog engine={engine} vocabulary={vocabulary} onClose={on.onClose} />
    case null:
      return null
  }
}
