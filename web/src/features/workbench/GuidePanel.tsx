import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { guidelineReading } from '../../api/queries'
import type { Guideline } from '../../api/shapes'
import { Button } from '../../ui/Button'
import { Markdown } from '../../ui/Markdown'
import { useT } from '../../ui/messages'
import { changesSince } from './guidelineChanges'
import { keyOf } from './keymap'
import { acknowledge, guidelineOf, guidelineOpened } from './routes'
import css from './workbench.module.css'

interface Props {
  readonly projectId: string
  readonly guideline: Guideline
  readonly onClose: () => void
}

/** The guideline beside the picture, with what is new since this person said that they had read it. */
export function GuidePanel({ projectId, guideline, onClose }: Props) {
  const t = useT()
  const cache = useQueryClient()
  const reading = useQuery(guidelineReading(projectId))
  const known = reading.data?.acknowledged ?? null
  const before = useQuery({
    queryKey: ['project', projectId, 'guideline', known],
    queryFn: () => (known ? guidelineOf(projectId, known) : null),
    enabled: known !== null && known !== guideline.id,
  })
  useEffect(() => void guidelineOpened(projectId, guideline.id), [projectId, guideline.id])
  const old = known === guideline.id ? null : before.data?.ok ? before.data.value.text : null
  const read = async () => {
    const answer = await acknowledge(projectId, guideline.id)
    if (answer.ok) cache.setQueryData(guidelineReading(projectId).queryKey, answer.value)
  }
  return (
    <aside className={css['guide']} aria-label={t('workbench.guideline.title', { n: guideline.n })}>
      <header className={css['guideHead']}>
        <h2>{t('workbench.guideline', { n: guideline.n })}</h2>
        <span className={css['push']} />
        <Button kind="quiet" keys={keyOf('guideline')} onClick={onClose}>
          {t('workbench.close')}
        </Button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by the keyboard */}
      <section className={css['guideText']} tabIndex={0} aria-label={t('workbench.guideline.text')}>
        {guideline.change_note ? <p className={css['faint']}>{guideline.change_note}</p> : null}
        {changesSince(old, guideline.text).map(({ text, state }, i) => {
          // biome-ignore lint/suspicious/noArrayIndexKey: passages of a fixed text
          if (state === 'same') return <Markdown key={i} text={text} />
          const Mark = state === 'new' ? 'ins' : 'del'
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: passages of a fixed text
            <Mark key={i} className={css['passage']} data-state={state}>
              <span className={css['passageWord']}>{t(`workbench.guideline.${state}`)}</span>
              <Markdown text={text} />
            </Mark>
          )
        })}
      </section>
      <footer className={css['guideFoot']}>
        {known === guideline.id ? (
          <span className={css['faint']}>{t('workbench.guideline.known')}</span>
        ) : (
          <Button disabled={reading.isPending} onClick={() => void read()}>
            {t('workbench.guideline.acknowledge')}
          </Button>
        )}
      </footer>
    </aside>
  )
}
