import type { LedgerEvent } from '../../api/shapes'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { exact } from '../../ui/time'
import { readEntry } from './filters'
import css from './ledger.module.css'

interface Props {
  readonly events: readonly LedgerEvent[]
  readonly chosen: string | undefined
  readonly onChoose: (id: string) => void
}

function facts(event: LedgerEvent): string {
  return Object.entries(event.facts ?? {})
    .map(([name, value]) => `${name}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
    .join(' ')
}

function Leaf({ event }: { readonly event: LedgerEvent }) {
  const t = useT()
  return (
    <td className={css['mono']}>
      {event.leaf === null ? <span title={t('ledger.notYet')}>…</span> : event.leaf.toLocaleString()}
    </td>
  )
}

function Action({ event, onChoose }: { readonly event: LedgerEvent; readonly onChoose: Props['onChoose'] }) {
  return (
    <th scope="row" className={css['mono']}>
      <button type="button" className={css['open']} onClick={() => onChoose(event.id)}>
        {event.action}
      </button>{' '}
      {event.outcome === 'ok' ? null : <Tag tone="refuse">{event.outcome}</Tag>}
    </th>
  )
}

/** What a member with the right to audit reads: names and facts, opened with the project's key. */
export function Events({ events, chosen, onChoose }: Props) {
  const t = useT()
  return (
    <table className={`${layout['table']} ${css['events']}`}>
      <thead>
        <tr>
          <th>{t('ledger.leaf')}</th>
          <th>{t('ledger.when')}</th>
          <th>{t('ledger.action')}</th>
          <th>{t('ledger.who')}</th>
          <th>{t('ledger.what')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id} aria-current={event.id === chosen ? 'true' : undefined}>
            <Leaf event={event} />
            <td>
              <time dateTime={event.at}>{exact(event.at)}</time>
            </td>
            <Action event={event} onChoose={onChoose} />
            <td>{event.actor?.name || t('assets.bySystem')}</td>
            <td className={css['facts']}>
              <div>{facts(event) || event.object_type}</div>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** The same rows as whoever holds the log without any key sees them. */
export function StrangersEvents({ events, chosen, onChoose }: Props) {
  const t = useT()
  return (
    <table className={`${layout['table']} ${css['events']}`}>
      <thead>
        <tr>
          <th>{t('ledger.leaf')}</th>
          <th>{t('ledger.when')}</th>
          <th>{t('ledger.action')}</th>
          <th>{t('ledger.thing')}</th>
          <th>{t('ledger.pseudonym')}</th>
          <th>{t('ledger.commitment')}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => {
          const entry = readEntry(event.entry)
          return (
            <tr key={event.id} aria-current={event.id === chosen ? 'true' : undefined}>
              <Leaf event={event} />
              <td className={css['mono']}>{entry?.at}</td>
              <Action event={event} onChoose={onChoose} />
              <td className={css['mono']}>{entry?.object}</td>
              <td className={css['facts']}>
                <div>{entry?.project}</div>
              </td>
              <td className={css['facts']}>
                <div>{entry?.pc}</div>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
