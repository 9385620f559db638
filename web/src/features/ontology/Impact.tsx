import { TriangleAlert } from 'lucide-react'
import type { Ontology, OntologyChange, OntologyImpact } from '../../api/shapes'
import { problemOf } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Loading, Notice, ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import type { Place } from './draft'
import css from './editor.module.css'
import type { Fault } from './faults'

/** What must be put right, and advice; each leads to its place. */
export function Faults({
  faults,
  onGo,
}: {
  readonly faults: readonly Fault[]
  readonly onGo: (place: Place) => void
}) {
  const t = useT()
  if (faults.length === 0) return null
  const wrong = faults.filter((fault) => !fault.advice).length
  return (
    <section className={css['box']} aria-live="polite">
      <h2>{wrong ? t('ontology.wrong', { n: wrong }) : t('ontology.advice')}</h2>
      <ul className={css['changes']}>
        {faults.slice(0, 20).map((fault) => (
          <li key={fault.at + fault.code}>
            <button
              type="button"
              className={css['faultLine']}
              data-advice={fault.advice}
              onClick={() => onGo(fault.place)}
            >
              <TriangleAlert size={14} strokeWidth={1.5} aria-hidden />
              {t(fault.words, fault.params)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Change({
  change,
  onRetire,
}: {
  readonly change: OntologyChange
  readonly onRetire: ((ref: string) => void) | null
}) {
  const t = useT()
  const count = change.more
    ? t('ontology.touchesMore')
    : change.labels
      ? t('ontology.touches', { n: change.labels, objects: change.objects })
      : t('ontology.touchesNone')
  const ref = change.kind === 'class.removed' ? change.class : null
  return (
    <li className={css['change']}>
      <Tag tone={change.compatible ? 'ok' : 'refuse'}>
        {t(change.compatible ? 'ontology.fits' : 'ontology.breaks')}
      </Tag>
      <span>
        {change.what} <span className={css['quietLabel']}>{count}</span>
      </span>
      {ref && onRetire ? <Button onClick={() => onRetire(ref)}>{t('ontology.retireInstead')}</Button> : null}
    </li>
  )
}

interface Props {
  readonly query: {
    readonly data: OntologyImpact | undefined
    readonly error: Error | null
    readonly refetch: () => unknown
  }
  readonly fresh: boolean
  readonly waits: boolean
  readonly before: Ontology | null
  readonly onRetire: (ref: string) => void
}

/** Each change that publishing would bring, whether labels stay right, and how many it touches. */
export function Impact({ query, fresh, waits, before, onRetire }: Props) {
  const t = useT()
  const { data } = query
  return (
    <section className={css['box']} aria-live="polite" aria-busy={!fresh}>
      <h2>{t('ontology.impact')}</h2>
      {waits ? <p className={css['quietLabel']}>{t('ontology.impactWaits')}</p> : null}
      {!waits && query.error ? (
        <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      ) : null}
      {!waits && !data && !query.error ? <Loading what={t('ontology.impactLoading')} /> : null}
      {!waits && data && !query.error ? (
        <>
          {data.changes.length === 0 ? <p className={css['quietLabel']}>{t('ontology.impactNone')}</p> : null}
          {data.changes.length && data.compatible ? <p>{t('ontology.impactFine')}</p> : null}
          {data.compatible ? null : (
            <Notice tone="wait">
              {t(data.publishable ? 'ontology.impactUnused' : 'ontology.impactBreaks')}
            </Notice>
          )}
          <ul className={css['changes']}>
            {data.changes.slice(0, 100).map((change) => (
              <Change key={change.kind + change.what} change={change} onRetire={before ? onRetire : null} />
            ))}
          </ul>
        </>
      ) : null}
    </section>
  )
}
