import { useState } from 'react'
import type { Issue } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { ago } from '../../ui/time'
import { replyTo, resolve } from './routes'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly issues: readonly Issue[]
  readonly onGo: (issue: Issue) => void
  readonly onChange: (issue: Issue) => void
}

/** Remarks and questions on this picture, each with its place. */
export function Issues({ projectId, issues, onGo, onChange }: Props) {
  const t = useT()
  const open = issues.filter(({ status }) => status === 'open').length
  if (issues.length === 0) return null
  return (
    <section className={css['panel']} aria-label={t('workbench.issues')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.issues')}</h2>
        <span className={css['count']}>{t('workbench.issues.open', { n: open })}</span>
      </header>
      <ol className={css['issues']}>
        {issues.map((issue, i) => (
          <One key={issue.id} projectId={projectId} issue={issue} n={i + 1} onGo={onGo} onChange={onChange} />
        ))}
      </ol>
    </section>
  )
}

function One({
  projectId,
  issue,
  n,
  onGo,
  onChange,
}: Omit<Props, 'issues'> & { readonly issue: Issue; readonly n: number }) {
  const t = useT()
  const [text, setText] = useState<string | null>(null)
  const isOpen = issue.status === 'open' || issue.status === 'answered'
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
    <li className={css['issue']} data-open={isOpen}>
      <button
        type="button"
        className={css['pin']}
        aria-label={t('workbench.issue.go', { n })}
        onClick={() => onGo(issue)}
      >
        {n}
      </button>
      <div className={css['grow']}>
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
          <span className={css['faint']}>{t(`workbench.issue.status.${issue.status}`)}</span>
          <span className={css['push']} />
          <Button kind="quiet" onClick={() => (text === null ? setText('') : void send())}>
            {t('workbench.issue.reply')}
          </Button>
          {isOpen ? <Button onClick={() => void fix()}>{t('workbench.issue.fixed')}</Button> : null}
        </div>
      </div>
    </li>
  )
}
