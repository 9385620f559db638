import { CircleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { difference } from '../../canvas/changes'
import type { Engine } from '../../canvas/engine'
import { Button } from '../../ui/Button'
import { useT } from '../../ui/messages'
import type { Autosave, SaveState } from './autosave'
import { useSaving } from './useEngine'
import css from './workbench.module.css'

function Banner({ grave, children }: { readonly grave?: boolean; readonly children: ReactNode }) {
  return (
    <div className={css['banner']} data-grave={grave === true} role="alert">
      <CircleAlert size={16} strokeWidth={1.5} aria-hidden />
      {children}
    </div>
  )
}

interface Props {
  readonly engine: Engine
  readonly autosave: Autosave
  readonly onTakeOver: () => void
  /** Takes the label that was saved elsewhere in place of the one here. */
  readonly onTheirs: (state: Extract<SaveState, { name: 'conflict' }>) => void
}

/** What stands in the way of saving, in words, with what to do. */
export function SaveBanner({ engine, autosave, onTakeOver, onTheirs }: Props) {
  const t = useT()
  const state = useSaving(autosave)
  switch (state.name) {
    case 'retrying':
      return <Banner>{t('workbench.retrying')}</Banner>
    case 'refused':
      return <Banner grave>{t('workbench.refused', { detail: state.problem.detail })}</Banner>
    case 'ended':
      return <Banner grave>{t('workbench.ended')}</Banner>
    case 'adopted':
      return (
        <Banner>
          <span className={css['grow']}>{t('workbench.adopted')}</span>
          <Button onClick={onTakeOver}>{t('workbench.adopted.take')}</Button>
        </Banner>
      )
    case 'conflict': {
      const mine = engine.toLabel()
      const { added, removed, changed } = difference(mine, state.theirs.label)
      const counts = {
        mine: mine.objects.length,
        theirs: state.theirs.label.objects.length,
        changed: added.length + removed.length + changed.length,
      }
      return (
        <Banner grave>
          <span className={css['grow']}>
            <strong>{t('workbench.conflict.title')}</strong> {t('workbench.conflict.text', counts)}
          </span>
          <Button onClick={() => autosave.settle(state.theirs.version, 'mine')}>
            {t('workbench.conflict.mine')}
          </Button>
          <Button onClick={() => onTheirs(state)}>{t('workbench.conflict.theirs')}</Button>
        </Banner>
      )
    }
    default:
      return null
  }
}

/** One sentence that may be closed. */
export function Say({
  grave,
  text,
  onClose,
  action,
}: {
  readonly grave: boolean
  readonly text: string
  readonly onClose: () => void
  readonly action?: ReactNode
}) {
  const t = useT()
  return (
    <Banner grave={grave}>
      <span className={css['grow']}>{text}</span>
      {action}
      <Button kind="quiet" onClick={onClose}>
        {t('workbench.close')}
      </Button>
    </Banner>
  )
}
