import { Check } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { Issue } from '../../api/shapes'
import { Button, Kbd } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { ago } from '../../ui/time'
import { keyOf } from './keymap'
import { replyTo, resolve } from './routes'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly issues: readonly Issue[]
  /** The remark that the keys are at. */
  readonly active: string | null
  /** What a remark is about, in words. */
  readonly what: (issue: Issue) => string
  readonly onGo: (issue: Issue) => void
  readonly onChange: (issue: Issue) => void
}

/** Not dealt with: nobody answered it or marked it as done. */
export const isToDo = ({ status }: Issue) => status === 'open'

/** Remarks and questions on this picture, each with its object or place; what is to do comes first. */
export function Issues({ projectId, issues, active, what, onGo, onChange }: Props) {
  const t = useT()
  const open = issues.filter(isToDo).length
  if (issues.length === 0) return null
  const numbered = issues.map((issue, i) => ({ issue, n: i + 1 }))
  const sorted = numbered.toSorted((a, b) => Number(isToDo(b.issue)) - Number(isToDo(a.issue)))
  return (
    <section className={css['panel']} aria-label={t('workbench.issues')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.issues')}</h2>
        <span className={css['count']} role="status">
          {t('workbench.issues.open', { n: open })}
        </span>
        <Kbd keys={keyOf('nextRemark')} />
      </header>
      <ol className={css['issues']}>
        {sorted.map(({ issue, n }) => (
          <One
            key={issue.id}
            projectId={projectId}
            issue={issue}
            n={n}
            active={issue.id === active}
            what={what}
            onGo={onGo}
            onChange={onChange}
          />
        ))}
      </ol>
    </section>
  )
}

interface OneProps extends Omit<Props, 'issues' | 'active'> {
  readonly issue: Issue
  readonly n: number
  readonly active: boolean
}

function One({ projectId, issue, n, active, what, onGo, onChange }: OneProps) {
  const t = useT()
  const [text, setText] = useState<string | null>(null)
  const item = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (active) item.current?.scrollIntoView({ block: 'nearest' })
  }, [active])
  const isOpen = issue.status === 'open' || issue.status === 'answered'
  const isDone = issue.type === 'issue' && issue.status === 'answered'
  const send = async () => {
    if (!text?.trim()) return
    const answer = await replyTo(projectId, issue.id, text.trim())
    if (!answer.ok) return
    setText(null)
    onChange(answer.value ?? issue)
  }
  const fix = async () => {
    const answer = await resolve(projectId, issue.id)
    if (answer.ok) onChange(answer.value ?? { ...issue, status: 'resolved' })
  }
  return (
    <li ref={item} className={css['issue']} data-open={isToDo(issue)} aria-current={active}>
      <button
        type="button"
        className={css['pin']}
        aria-label={t('workbench.issue.go', { n })}
        onClick={() => onGo(issue)}
      >
        {isToDo(issue) ? n : <Check size={13} strokeWidth={2.5} aria-hidden />}
      </button>
      <div className={css['grow']}>
        <p className={css['about']}>{what(issue)}</p>
        {issue.comments.map((comment) => (
          <p key={`${comment.at}${comment.text}`} className={css['comment']}>
            <span className={css['faint']}>
              {comment.by.name}, {ago(comment.at)}
            </span>
            <br />
            {comment.text}
          </p>
        ))}
        {text === null ? null : (
          <textarea
            className={css['reply']}
            aria-label={t('workbench.issue.reply')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <div className={css['buttons']}>
          <span className={css['faint']}>
            {t(isDone ? 'workbench.issue.status.done' : `workbench.issue.status.${issue.status}`)}
          </span>
          <span className={css['push']} />
          <Button kind="quiet" onClick={() => (text === null ? setText('') : void send())}>
            {t('workbench.issue.reply')}
          </Button>
          {isOpen && !isDone ? (
            <Button {...(active ? { keys: keyOf('remarkDone') } : {})} onClick={() => void fix()}>
              {t('workbench.issue.fixed')}
            </Button>
          ) : null}
        </div>
      </div>
    </li>
  )
}
