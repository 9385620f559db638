import { Check, Undo2 } from 'lucide-react'
import type { ObjectVerdict } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import { keyOf } from './keymap'
import css from './workbench.module.css'

interface Props {
  readonly marks: ReadonlyMap<string, ObjectVerdict>
  /** Of how many objects. */
  readonly objects: number
  readonly disabled: boolean
  readonly onAccept: () => void
  readonly onReject: () => void
}

/** How far a review is, object by object, and the two verdicts on the selected one. */
export function ObjectVerdicts({ marks, objects, disabled, onAccept, onReject }: Props) {
  const t = useT()
  const count = (wanted: ObjectVerdict) => [...marks.values()].filter((one) => one === wanted).length
  if (objects === 0) return null
  return (
    <section className={`${css['panel']} ${css['fixed']}`} aria-label={t('workbench.object.title')}>
      <header className={css['panelHead']}>
        <h2>{t('workbench.object.title')}</h2>
        <span className={css['tally']} role="status">
          <Check size={14} strokeWidth={2} aria-hidden />
          {t('workbench.object.accepted', { n: count('accept') })}
          <Undo2 size={14} strokeWidth={2} aria-hidden />
          {t('workbench.object.rejected', { n: count('reject'), of: objects })}
        </span>
      </header>
      <div className={css['buttons']}>
        <Button keys={keyOf('acceptObject')} disabled={disabled} onClick={onAccept}>
          {t('workbench.object.do.accept')}
        </Button>
        <Button keys={keyOf('rejectObject')} disabled={disabled} onClick={onReject}>
          {t('workbench.object.do.reject')}
        </Button>
      </div>
    </section>
  )
}
