import type { Guideline, Issue } from '../../api/shapes'
import { useT } from '../../ui/messages'
import { ClassSearch } from './ClassSearch'
import { GuidelineDialog, QuestionDialog, SkipDialog } from './Dialogs'
import { RelateDialog } from './Relations'
import { ask, giveBack, skip } from './routes'
import type { Session } from './session'
import type { Finish } from './useFinish'
import type { Entry, Vocabulary } from './vocabulary'

/** Which question is on the screen. */
export type Open = 'skip' | 'question' | 'guideline' | 'class' | 'relation' | null

interface Props {
  readonly open: Open
  readonly session: Session
  readonly vocabulary: Vocabulary
  readonly guideline: Guideline | null
  readonly finish: Finish
  readonly onClass: (entry: Entry) => void
  readonly onAsked: (issue: Issue | undefined) => void
  readonly onSkipped: () => void
  readonly onClose: () => void
}

/** The questions that a key or a control brings up. */
export function BenchDialogs({ open, session, vocabulary, guideline, finish, ...on }: Props) {
  const t = useT()
  const { holding, autosave, engine } = session
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
          about={finish.selectedName() ?? t('workbench.question.all')}
          onAsk={async (text) => {
            const { page } = engine.getSnapshot().page
            const answer = await ask(holding, { object: finish.selectedId(), page, at: null, text })
            if (answer.ok) on.onAsked(answer.value)
            return answer
          }}
          onAsked={on.onClose}
          onClose={on.onClose}
        />
      )
    case 'guideline':
      return guideline ? <GuidelineDialog guideline={guideline} onClose={on.onClose} /> : null
    case 'class':
      return <ClassSearch vocabulary={vocabulary} onPick={on.onClass} onClose={on.onClose} />
    case 'relation':
      return <RelateDialog engine={engine} vocabulary={vocabulary} onClose={on.onClose} />
    case null:
      return null
  }
}
