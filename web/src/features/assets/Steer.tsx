import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import type { AssetFilters } from '../../api/queries'
import {
  type Kept,
  type Steered,
  type SteerPreview,
  type SteerValue,
  type SteerVerb,
  steering,
} from '../../api/steering'
import { useAct } from '../../api/useAct'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Loading, ProblemNote } from '../../ui/Feedback'
import layout from '../../ui/layout.module.css'
import { type MessageKey, type Translate, useLanguage, useT } from '../../ui/messages'
import css from './chosen.module.css'
import type { Selection } from './selection'
import { choiceOf, valuesOf } from './steering'

interface Props {
  readonly projectId: string
  readonly verb: SteerVerb
  readonly selection: Selection
  readonly filters: AssetFilters
  readonly onClose: () => void
  readonly onDone: (done: Steered) => void
}

function valueWords(t: Translate, verb: SteerVerb, value: SteerValue): string {
  if (verb === 'split') return value === null ? t('steer.split.none') : t(`split.${value}` as MessageKey)
  return t(`steer.priority.${String(value)}` as MessageKey)
}

/** What stays as it is, each reason with its number and a few names. */
function Staying({ kept }: { readonly kept: readonly Kept[] }) {
  const t = useT()
  const language = useLanguage()
  if (kept.length === 0) return null
  return (
    <ul className={css['kept']}>
      {kept.map(({ why, n, examples }) => (
        <li key={why}>
          <span>
            <b>{n.toLocaleString(language)}</b> {t(`steer.why.${why}`)}
          </span>
          <span className={css['names']}>
            {examples.join(', ')}
            {n > examples.length ? ' …' : ''}
          </span>
        </li>
      ))}
    </ul>
  )
}

function Foretold({ preview }: { readonly preview: SteerPreview }) {
  const t = useT()
  const { changes, chosen, undoable } = preview
  return (
    <div className={css['foretold']}>
      <p className={css['big']}>
        <b>{t('steer.changes', { n: changes })}</b>{' '}
        {chosen > changes ? <span>{t('steer.stays', { n: chosen - changes })}</span> : null}
      </p>
      <Staying kept={preview.kept} />
      <p className={layout['note']}>{t(undoable ? 'steer.undoable' : 'steer.notUndoable')}</p>
    </div>
  )
}

/** One change of many assets: its value, what it would do and leave alone, then the deed. */
export function Steer({ projectId, verb, selection, filters, onClose, onDone }: Props) {
  const t = useT()
  const values = valuesOf(verb)
  const [value, setValue] = useState<SteerValue>(values[0] ?? null)
  const choice = choiceOf(verb, value, selection, filters)
  const preview = useQuery(steering(projectId, choice))
  const act = useAct(
    (expect: number) =>
      call<Steered>(`/projects/${projectId}/steering`, { method: 'POST', body: { ...choice, expect } }),
    [['project', projectId]],
  )
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!preview.data?.changes || act.busy) return
    const done = await act.run(preview.data.changes)
    if (done) onDone(done)
    else void preview.refetch()
  }
  return (
    <Dialog open onClose={onClose} title={t(`steer.do.${verb}`)}>
      <form className={layout['stack']} onSubmit={submit}>
        <p className={layout['note']}>{t(`steer.explains.${verb}`)}</p>
        {values.length ? (
          <fieldset className={css['values']}>
            <legend>{t(`steer.value.${verb}` as MessageKey)}</legend>
            {values.map((one) => (
              <label key={String(one)} className={css['value']}>
                <input
                  type="radio"
                  name="value"
                  checked={value === one}
                  autoFocus={one === values[0]}
                  onChange={() => {
                    act.clear()
                    setValue(one)
                  }}
                />
                {valueWords(t, verb, one)}
              </label>
            ))}
          </fieldset>
        ) : null}
        <div className={css['preview']} aria-live="polite">
          {preview.isPending ? <Loading what={t('steer.counting')} /> : null}
          {preview.error ? (
            <ProblemNote problem={problemOf(preview.error)} onRetry={() => void preview.refetch()} />
          ) : null}
          {preview.data ? <Foretold preview={preview.data} /> : null}
        </div>
        {act.problem ? <ProblemNote problem={act.problem} /> : null}
        <div className={layout['row']}>
          <Button
            kind="primary"
            type="submit"
            keys="Enter"
            // Not disabled: it has the focus from the start, so that Enter does it once the count is there.
            aria-disabled={!preview.data?.changes || act.busy}
            autoFocus={values.length === 0}
          >
            {t('steer.go', { n: preview.data?.changes ?? 0 })}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
