import { Download } from 'lucide-react'
import { address } from '../../api/client'
import type { Asset, Changes, HistoryItem, View } from '../../api/shapes'
import type { Styles } from '../../canvas/render/style'
import { type MessageKey, type Translate, useT } from '../../ui/messages'
import { duration, exact } from '../../ui/time'
import css from './assets.module.css'
import { ChangePicture } from './ChangePicture'
import change from './change.module.css'

/** What a version changed, in words: `2 added, 1 moved`. */
export function changeWords(t: Translate, changes: Changes): string {
  const order = ['added', 'removed', 'moved', 'reclassified', 'attributes'] as const
  const said = order
    .filter((name) => changes[name] > 0)
    .map((name) => t(`assets.change.${name}`, { n: changes[name] }))
  return said.length ? said.join(', ') : t('assets.change.none')
}

const KNOWN = new Set([
  'asset.imported',
  'asset.thumbnail_seen',
  'asset.viewed',
  'task.claimed',
  'task.reserved',
  'task.unreserved',
  'task.blocked',
  'task.unblocked',
  'task.skipped',
  'task.unskipped',
  'lease.returned',
  'lease.ended',
  'lease.taken_over',
  'label.imported',
  'label.submitted',
  'label.recalled',
  'label.adopted',
  'draft.discarded',
  'issue.opened',
  'issue.answered',
  'issue.resolved',
  'issue.reopened',
  'review.accepted',
  'review.fixed',
  'review.returned',
])

/** An event's name in words; an unknown one is shown as it is written in the ledger. */
function actionWords(t: Translate, { action, steered }: HistoryItem): string {
  if (steered) return t(steered.undone ? 'steer.did.undone' : (`steer.did.${steered.verb}` as MessageKey))
  return KNOWN.has(action) ? t(`assets.did.${action}` as MessageKey) : action
}

/** What a change of many set, in words; nothing where its name says all. */
function steeredWords(t: Translate, steered: HistoryItem['steered']): string | null {
  if (steered?.verb === 'priority') return t('steer.toPriority', { n: String(steered.value) })
  if (steered?.verb === 'split') return t('steer.toSplit', { split: steered.value ?? t('steer.split.none') })
  return null
}

const SIGNS = { added: '+', removed: '−', changed: '~' } as const

/** The version that stood before, by number; null for the first. */
export function versionBefore(items: readonly HistoryItem[], n: number): string | null {
  const earlier = items.flatMap(({ version }) => (version && version.n < n ? [version] : []))
  return earlier.toSorted((a, b) => b.n - a.n)[0]?.id ?? null
}

const drawable = (changes: Changes) => Object.values(changes).some((n) => n > 0)

interface Props {
  readonly projectId: string
  readonly asset: Asset
  /** The open view, whose pixels the pictures of changes may show. */
  readonly view: View | null
  readonly styles: Styles
  readonly items: readonly HistoryItem[]
  readonly version: string | null
  /** Shows a version in the viewer; absent where there is none. */
  readonly onVersion: ((id: string) => void) | null
  /** Receipts belong to people who may read the ledger. */
  readonly receipts: boolean
}

/** Everything that happened to an asset, newest last, as a vertical line. */
export function Timeline(props: Props) {
  const { projectId, asset, view, styles, items, version, onVersion, receipts } = props
  const t = useT()
  const signs = ['added', 'removed', 'changed'] as const
  return (
    <>
      {items.some(({ changes }) => changes && drawable(changes)) ? (
        <p className={change['legend']}>
          {signs.map((sign) => (
            <span key={sign}>
              <b>{SIGNS[sign]}</b> {t(`assets.sign.${sign}`)}
            </span>
          ))}
          {view ? null : <span>{t('assets.picture.withoutPixels')}</span>}
        </p>
      ) : null}
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
                  <span className={css['did']}>{actionWords(t, item)}</span>{' '}
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
              {v && item.changes && drawable(item.changes) ? (
                <ChangePicture
                  projectId={projectId}
                  asset={asset}
                  view={view}
                  styles={styles}
                  version={v.id}
                  before={versionBefore(items, v.n)}
                  words={changeWords(t, item.changes)}
                />
              ) : null}
              {steeredWords(t, item.steered) ? (
                <div className={css['entryFacts']}>{steeredWords(t, item.steered)}</div>
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
    </>
  )
}
