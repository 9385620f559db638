import { Download } from 'lucide-react'
import { address } from '../../api/client'
import type { Changes, HistoryItem } from '../../api/shapes'
import { type MessageKey, type Translate, useT } from '../../ui/messages'
import { duration, exact } from '../../ui/time'
import css from './assets.module.css'

/** What a version changed, in words: `2 added, 1 moved`. */
export function changeWords(t: Translate, changes: Changes): string {
  const order = ['added', 'removed', 'moved', 'reclassified', 'attributes'] as const
  const said = order
    .filter((name) => changes[name] > 0)
    .map((name) => t(`assets.change.${name}`, { n: changes[name] }))
  return said.length ? said.join(', ') : t('assets.change.none')
}

const KNOWN = new Set([
  'asset.thumbnail_seen',
  'asset.viewed',
  'task.claimed',
  'task.skipped',
  'lease.returned',
  'lease.ended',
  'lease.taken_over',
  'label.imported',
  'label.submitted',
  'label.recalled',
  'review.accepted',
  'review.fixed',
  'review.returned',
])

/** An event's name in words; an unknown one is shown as it is written in the ledger. */
function actionWords(t: Translate, action: string): string {
  return KNOWN.has(action) ? t(`assets.did.${action}` as MessageKey) : action
}

interface Props {
  readonly projectId: string
  readonly items: readonly HistoryItem[]
  readonly version: string | null
  /** Shows a version in the viewer; absent where there is none. */
  readonly onVersion: ((id: string) => void) | null
  /** Receipts belong to people who may read the ledger. */
  readonly receipts: boolean
}

/** Everything that happened to an asset, newest last, as a vertical line. */
export function Timeline({ projectId, items, version, onVersion, receipts }: Props) {
  const t = useT()
  return (
    <ol className={css['timeline']}>
      {items.map((item) => {
        const v = item.version
        return (
          <li
            key={item.event_id ?? `${item.at} ${item.action}`}
            className={css['entry']}
            data-version={v !== null}
            data-on={v !== null && v.id === version}
          >
            <div className={css['entryHead']}>
              <span>
                <span className={css['did']}>{actionWords(t, item.action)}</span>{' '}
                {item.by ? item.by.name : t('assets.bySystem')}
              </span>
              <time dateTime={item.at}>{exact(item.at)}</time>
            </div>
            {v ? (
              <div className={css['entryFacts']}>
                {t('assets.version', { n: v.n, objects: v.objects })}
                {item.changes ? ` · ${changeWords(t, item.changes)}` : ''}
              </div>
            ) : null}
            {item.judged ? (
              <div className={css['entryFacts']}>{t('assets.judged', { ...item.judged })}</div>
            ) : null}
            {item.seconds ? (
              <div className={css['entryFacts']}>
                {t('assets.seconds', {
                  active: duration(item.seconds.active),
                  elapsed: duration(item.seconds.elapsed),
                })}
              </div>
            ) : null}
            {item.note ? <p className={css['quote']}>{item.note}</p> : null}
            <div className={css['entryActions']}>
              {v && onVersion ? (
                <button
                  type="button"
                  className={css['link']}
                  aria-pressed={v.id === version}
                  onClick={() => onVersion(v.id)}
                >
                  {t('assets.showVersion')}
                </button>
              ) : null}
              {receipts && item.event_id ? (
                <a
                  href={address(`/projects/${projectId}/ledger/${item.event_id}/receipt`)}
                  download={`receipt-${item.event_id}.txt`}
                >
                  <Download size={12} strokeWidth={1.5} aria-hidden /> {t('ledger.receipt')}
                </a>
              ) : null}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
