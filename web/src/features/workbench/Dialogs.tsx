import { type ReactNode, useState } from 'react'
import type { Result } from '../../api/client'
import type { Guideline } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { Select, TextArea } from '../../ui/Field'
import { Markdown } from '../../ui/Markdown'
import { useT } from '../../ui/messages'
import css from './workbench.module.css'

const reasons = ['cannot_see', 'unclear', 'wrong_data', 'broken', 'other'] as const

/** Runs one call at a time and keeps its problem for the person to read. */
function useSend() {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<ReactNode>(null)
  const send = async (ask: () => Promise<Result<unknown>>, then: () => void) => {
    setBusy(true)
    const answer = await ask()
    setBusy(false)
    if (answer.ok) then()
    else setProblem(<ProblemNote problem={answer.problem} />)
  }
  return { busy, problem, send }
}

interface SkipProps {
  readonly onSkip: (reason: string, comment: string) => Promise<Result<unknown>>
  readonly onGiveBack: () => Promise<Result<unknown>>
  readonly onSkipped: () => void
  readonly onGivenBack: () => void
  readonly onClose: () => void
}

/** Why this picture is left to somebody else. */
export function SkipDialog({ onSkip, onGiveBack, onSkipped, onGivenBack, onClose }: SkipProps) {
  const t = useT()
  const { busy, problem, send } = useSend()
  const [reason, setReason] = useState<string>(reasons[0])
  const [comment, setComment] = useState('')
  const needsWords = reason === 'other' && comment.trim() === ''
  return (
    <Dialog open onClose={onClose} title={t('workbench.skip.title')}>
      <div className={css['form']}>
        <p>{t('workbench.skip.text')}</p>
        <Select
          label={t('workbench.skip.reason')}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          autoFocus
        >
          {reasons.map((one) => (
            <option key={one} value={one}>
              {t(`workbench.skip.${one}`)}
            </option>
          ))}
        </Select>
        <TextArea
          label={t('workbench.skip.comment')}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
        />
        {problem}
        <div className={css['buttons']}>
          <Button kind="quiet" disabled={busy} onClick={() => void send(onGiveBack, onGivenBack)}>
            {t('workbench.giveBack')}
          </Button>
          <span className={css['push']} />
          <Button onClick={onClose}>{t('workbench.cancel')}</Button>
          <Button
            kind="primary"
            disabled={busy || needsWords}
            onClick={() => void send(() => onSkip(reason, comment), onSkipped)}
          >
            {t('workbench.skip.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

interface QuestionProps {
  readonly about: string
  readonly onAsk: (text: string) => Promise<Result<unknown>>
  readonly onAsked: () => void
  readonly onClose: () => void
}

/** A question to those who wrote the guideline. */
export function QuestionDialog({ about, onAsk, onAsked, onClose }: QuestionProps) {
  const t = useT()
  const { busy, problem, send } = useSend()
  const [text, setText] = useState('')
  return (
    <Dialog open onClose={onClose} title={t('workbench.question.title')}>
      <div className={css['form']}>
        <p>{t('workbench.question.about', { what: about })}</p>
        <TextArea
          label={t('workbench.question.text')}
          value={text}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        {problem}
        <div className={css['buttons']}>
          <span className={css['push']} />
          <Button onClick={onClose}>{t('workbench.cancel')}</Button>
          <Button
            kind="primary"
            disabled={busy || text.trim() === ''}
            onClick={() => void send(() => onAsk(text.trim()), onAsked)}
          >
            {t('workbench.question.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

/** The words that apply to this task. */
export function GuidelineDialog({
  guideline,
  onClose,
}: {
  readonly guideline: Guideline
  readonly onClose: () => void
}) {
  const t = useT()
  return (
    <Dialog open wide onClose={onClose} title={t('workbench.guideline.title', { n: guideline.n })}>
      <Markdown text={guideline.text} />
    </Dialog>
  )
}
