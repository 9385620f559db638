import { X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/Button'
import { IconButton } from '../../ui/IconButton'
import { useT } from '../../ui/messages'
import type { Comment } from './routes'
import type { Remarks } from './useRemarks'
import css from './workbench.module.css'

const categories = ['geometry', 'class', 'missing', 'attribute', 'guideline', 'other'] as const

interface Props {
  readonly remarks: Remarks
  readonly busy: boolean
  /** The reviewer changed the label; what they changed does not go back with the remarks. */
  readonly changed: boolean
  readonly onSend: () => void
  /** Accepts, with the remarks as a word to the labeler. */
  readonly onAccept: () => void
  /** Leaves the field for the picture. */
  readonly onLeave: () => void
}

/** Remarks for the labeler, each pinned to an object or a place. */
export function SendBack({ remarks, busy, changed, onSend, onAccept, onLeave }: Props) {
  const { comments, writing, what, set: onChange, end: onCancel } = remarks
  const t = useT()
  const last = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new remark is written at once
  useEffect(() => last.current?.focus(), [comments.length, writing])
  const set = (i: number, more: Partial<Comment>) =>
    onChange(comments.map((one, at) => (at === i ? { ...one, ...more } : one)))
  const complete = comments.length > 0 && comments.every(({ text }) => text.trim() !== '')
  return (
    <section className={`${css['panel']} ${css['sendBack']}`} aria-label={t('workbench.back.title')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.back.title')}</h2>
      </header>
      <p className={css['faint']}>{t('workbench.back.hint')}</p>
      {changed ? <p className={css['changedHint']}>{t('workbench.back.changed')}</p> : null}
      {comments.map((comment, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: remarks have no id before they are sent; their number is their name
        <div key={i} className={css['remark']}>
          <div className={css['remarkHead']}>
            <span className={css['pinMark']} aria-hidden>
              {i + 1}
            </span>
            <span className={css['grow']}>{what(comment)}</span>
            <select
              className={css['field']}
              aria-label={t('workbench.back.category')}
              value={comment.category}
              onChange={(event) => set(i, { category: event.target.value })}
            >
              {categories.map((one) => (
                <option key={one} value={one}>
                  {t(`workbench.category.${one}`)}
                </option>
              ))}
            </select>
            <IconButton
              name={t('workbench.back.remove', { n: i + 1 })}
              icon={<X size={16} strokeWidth={1.5} />}
              onClick={() => onChange(comments.toSpliced(i, 1))}
            />
          </div>
          <textarea
            ref={i === Math.min(writing, comments.length - 1) ? last : null}
            className={css['reply']}
            aria-label={t('workbench.back.remark', { n: i + 1, what: what(comment) })}
            placeholder={t('workbench.back.text')}
            value={comment.text}
            onChange={(event) => set(i, { text: event.target.value })}
            onKeyDown={(event) => {
              if (event.key === 'Escape') onLeave()
            }}
          />
        </div>
      ))}
      <div className={css['buttons']}>
        <Button onClick={onCancel}>{t('workbench.cancel')}</Button>
        <span className={css['push']} />
        <Button disabled={busy || !complete} onClick={onAccept}>
          {t(changed ? 'workbench.back.acceptChanged' : 'workbench.back.accept')}
        </Button>
        <Button kind="danger" keys="Ctrl+Enter" disabled={busy || !complete} onClick={onSend}>
          {t('workbench.back.do', { n: comments.length })}
        </Button>
      </div>
    </section>
  )
}
