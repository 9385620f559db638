import { Link } from '@tanstack/react-router'
import { type FormEvent, useRef } from 'react'
import { call } from '../../api/client'
import type { Thread } from '../../api/questions'
import { useAct } from '../../api/useAct'
import { Button, ButtonLink } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { TextArea } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { type Translate, useT } from '../../ui/messages'
import { Thumbnail } from '../../ui/Thumbnail'
import { ago, exact } from '../../ui/time'
import css from './questions.module.css'

interface Props {
  readonly projectId: string
  readonly thread: Thread
  /** Whether this person may open the picture away from a task. */
  readonly explores: boolean
  /** Set where the picture stands beside the thread already: brings its place back to the middle. */
  readonly onPlace?: (() => void) | undefined
}

/** `at x 10, y 20 on page 2`, or that it is about the whole picture. */
function placeWords(t: Translate, { at, page, object }: Thread): string {
  const said = [
    at ? t('questions.at', { x: Math.round(at[0]), y: Math.round(at[1]) }) : '',
    page ? t('questions.page', { n: page + 1 }) : '',
    object ? t('questions.object') : '',
  ].filter(Boolean)
  return said.length ? said.join(' · ') : t('questions.whole')
}

function Said({ comments }: Pick<Thread, 'comments'>) {
  return (
    <ol className={css['said']}>
      {comments.map((one) => (
        <li key={`${one.at} ${one.by.id}`}>
          <div className={css['who']}>
            <b>{one.by.name}</b> <time title={exact(one.at)}>{ago(one.at)}</time>
          </div>
          <p>{one.text}</p>
        </li>
      ))}
    </ol>
  )
}

/** The picture at the thread's place: in one's own task, or as an asset. */
export function placeOf(projectId: string, thread: Thread, explores: boolean) {
  const search = { thread: thread.id }
  if (thread.task) return { to: `/projects/$p/${thread.task}`, params: { p: projectId }, search } as const
  return explores
    ? ({ to: '/projects/$p/assets/$a', params: { p: projectId, a: thread.asset }, search } as const)
    : null
}

function Way({ projectId, thread, explores, onPlace }: Props) {
  const t = useT()
  if (onPlace)
    return (
      <div className={layout['row']}>
        <Button keys="Enter" onClick={onPlace}>
          {t('questions.again')}
        </Button>
      </div>
    )
  const way = placeOf(projectId, thread, explores)
  return way ? (
    <div className={layout['row']}>
      <ButtonLink keys="Enter" {...way}>
        {t(thread.task ? 'questions.inTask' : 'questions.open')}
      </ButtonLink>
    </div>
  ) : null
}

/** One thread: where it belongs, what was said, and what can be done with it. */
export function ThreadPanel({ projectId, thread, explores, onPlace }: Props) {
  const t = useT()
  const form = useRef<HTMLFormElement>(null)
  const closed = thread.status === 'resolved'
  const post = useAct(
    ([what, body]: readonly [string, object]) =>
      call<unknown>(`/projects/${projectId}/issues/${thread.id}/${what}`, { method: 'POST', body }),
    [['project', projectId]],
  )
  const answer = async (event?: FormEvent) => {
    event?.preventDefault()
    const field = form.current?.elements.namedItem('text')
    if (!(field instanceof HTMLTextAreaElement) || !field.value.trim() || post.busy) return
    if ((await post.run(['comments', { text: field.value.trim() }])) !== null) field.value = ''
  }
  const turn = () => void post.run([thread.status === 'open' || !closed ? 'resolve' : 'reopen', {}])
  const word = t(closed ? 'questions.reopen' : thread.closes ? 'questions.close' : 'questions.dealt')
  useKeys([
    { keys: 'c', label: word, run: turn },
    ...(closed
      ? []
      : [
          {
            keys: 'a',
            label: t('questions.answer'),
            run: () => form.current?.querySelector('textarea')?.focus(),
          },
        ]),
  ])
  return (
    <section className={css['panel']} data-beside={onPlace !== undefined} aria-label={t('questions.thread')}>
      <div className={css['place']}>
        {explores && !onPlace ? (
          <Thumbnail className={css['thumb']} projectId={projectId} assetId={thread.asset} alt="" />
        ) : null}
        <div>
          {onPlace ? null : explores ? (
            <Link to="/projects/$p/assets/$a" params={{ p: projectId, a: thread.asset }}>
              {thread.asset_name}
            </Link>
          ) : (
            <b>{thread.asset_name}</b>
          )}
          <div className={layout['note']}>{placeWords(t, thread)}</div>
          {thread.blocking && thread.status === 'open' ? (
            <div className={layout['note']}>{t('questions.blocking')}</div>
          ) : null}
        </div>
      </div>
      <Way {...{ projectId, thread, explores, onPlace }} />
      <Said comments={thread.comments} />
      {post.problem ? <ProblemNote problem={post.problem} /> : null}
      <form ref={form} className={layout['stack']} onSubmit={(event) => void answer(event)}>
        {closed ? null : (
          <TextArea
            key={thread.id}
            label={t('questions.answer')}
            name="text"
            maxLength={4000}
            rows={3}
            hint={t('questions.answerHint')}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void answer()
              if (event.key === 'Escape') event.currentTarget.blur()
            }}
          />
        )}
        <div className={layout['row']}>
          {closed ? null : (
            <Button kind="primary" type="submit" keys="Ctrl+Enter" disabled={post.busy}>
              {t('questions.send')}
            </Button>
          )}
          <Button onClick={turn} keys="c" disabled={post.busy}>
            {word}
          </Button>
        </div>
      </form>
    </section>
  )
}
