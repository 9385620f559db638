import { type ReactNode, useState } from 'react'
import type { Result } from '../../api/client'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { Select, TextArea } from '../../ui/Field'
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

/** What a question is about. */
export type About = 'object' | 'place' | 'whole'

interface QuestionProps {
  /** What may be asked about, with its words; the first is proposed. */
  readonly about: readonly { readonly kind: About; readonly words: string }[]
  readonly onAsk: (text: string, about: About, blocking: boolean) => Promise<Result<unknown>>
  readonly onAsked: (blocking: boolean) => void
  readonly onClose: () => void
}

/** A question to those who wrote the guideline. */
export function QuestionDialog({ about, onAsk, onAsked, onClose }: QuestionProps) {
  const t = useT()
  const { busy, problem, send } = useSend()
  const [text, setText] = useState('')
  const [kind, setKind] = useState<About>(about[0]?.kind ?? 'whole')
  const [blocking, setBlocking] = useState(false)
  return (
    <Dialog open onClose={onClose} title={t('workbench.question.title')}>
      <div className={css['form']}>
        <Select
          label={t('workbench.question.what')}
          value={kind}
          onChange={(event) => setKind(event.target.value as About)}
        >
          {about.map((one) => (
            <option key={one.kind} value={one.kind}>
              {one.words}
            </option>
          ))}
        </Select>
        <TextArea
          label={t('workbench.question.text')}
          value={text}
          autoFocus
          onChange={(event) => setText(event.target.value)}
        />
        <label className={css['check']}>
          <input type="checkbox" checked={blocking} onChange={(event) => setBlocking(event.target.checked)} />
          {t('workbench.question.blocking')}
        </label>
        {problem}
        <div className={css['buttons']}>
          <span className={css['push']} />
          <Button onClick={onClose}>{t('workbench.cancel')}</Button>
          <Button
            kind="primary"
            disabled={busy || text.trim() === ''}
            onClick={() =>
              void send(
                () => onAsk(text.trim(), kind, blocking),
                () => onAsked(blocking),
              )
            }
          >
            {t('workbench.question.do')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
