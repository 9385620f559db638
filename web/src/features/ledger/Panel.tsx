import { useQuery } from '@tanstack/react-query'
import { Download, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { address } from '../../api/client'
import { checkpoint, ledgerEvent, receipt as receiptQuery } from '../../api/queries'
import type { LedgerEventDetail } from '../../api/shapes'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import control from '../../ui/controls.module.css'
import { IconButton } from '../../ui/IconButton'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Facts } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { exact } from '../../ui/time'
import { Checks } from './Checks'
import { type LedgerSearch, readEntry } from './filters'
import css from './ledger.module.css'

interface Props {
  readonly projectId: string
  readonly eventId: string
  readonly onSearch: (search: LedgerSearch) => void
  readonly onClose: () => void
}

const shown = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value, null, 1))

/** The proof: what the browser found, and the receipt to take away. */
function Proof({ projectId, event }: { readonly projectId: string; readonly event: LedgerEventDetail }) {
  const t = useT()
  const key = useQuery(checkpoint(projectId))
  const receipt = useQuery({
    ...receiptQuery(projectId, event.id),
    enabled: event.leaf !== null,
    retry: false,
  })
  const settled = event.leaf === null || receipt.data !== undefined || receipt.error !== null
  return (
    <section>
      <h3>{t('ledger.proof')}</h3>
      {key.data && settled ? (
        <Checks event={event} receipt={receipt.data ?? null} vkey={key.data.vkey} />
      ) : (
        <p role="status">{t('ledger.checkingEvent')}</p>
      )}
      {event.leaf === null ? null : (
        <a
          className={control['button']}
          href={address(`/projects/${projectId}/ledger/${event.id}/receipt`)}
          download={`receipt-${event.leaf}.txt`}
        >
          <Download size={16} strokeWidth={1.5} aria-hidden />
          {t('ledger.receiptOf', { n: String(event.leaf) })}
        </a>
      )}
    </section>
  )
}

function Told({
  event,
  onSearch,
}: {
  readonly event: LedgerEventDetail
  readonly onSearch: Props['onSearch']
}) {
  const t = useT()
  const { actor, object_id: object } = event
  const facts = Object.entries(event.facts ?? {})
  return (
    <section>
      <h3>{t('ledger.told')}</h3>
      <Facts
        items={[
          [t('ledger.when'), exact(event.at)],
          [t('ledger.who'), actor?.name || t('assets.bySystem')],
          [
            t('ledger.thing'),
            <span key="thing" className={css['mono']}>
              {event.object_type} {object}
            </span>,
          ],
          ...facts.map(
            ([name, value]) =>
              [
                name.replaceAll('_', ' '),
                <span key={name} className={css['mono']}>
                  {shown(value)}
                </span>,
              ] as const,
          ),
        ]}
      />
      {event.facts === null ? <p className={layout['dim']}>{t('ledger.erased')}</p> : null}
      <div className={layout['row']}>
        {actor ? (
          <Button onClick={() => onSearch({ actor: actor.id })}>{t('ledger.allOfPerson')}</Button>
        ) : null}
        {object ? <Button onClick={() => onSearch({ object })}>{t('ledger.allOfThing')}</Button> : null}
      </div>
    </section>
  )
}

function Stranger({ event }: { readonly event: LedgerEventDetail }) {
  const t = useT()
  const entry = readEntry(event.entry)
  return (
    <section>
      <h3>{t('ledger.stranger')}</h3>
      <p className={layout['note']}>{t('ledger.strangerMeans')}</p>
      <pre className={css['entry']}>{entry ? JSON.stringify(entry, null, 2) : event.entry}</pre>
    </section>
  )
}

/** One event: what it says to you, what it says to a stranger, and the proof that it is in the log. */
export function Panel({ projectId, eventId, onSearch, onClose }: Props) {
  const t = useT()
  const event = useQuery(ledgerEvent(projectId, eventId))
  const self = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: each event begins at its top
  useEffect(() => {
    // Newer browsers hand back a promise, which is no clean-up.
    void self.current?.scrollTo(0, 0)
  }, [eventId])
  return (
    <aside ref={self} className={css['panel']} aria-label={t('ledger.panel')} tabIndex={-1}>
      <div className={css['panelHead']}>
        <h2 className={css['mono']}>{event.data?.action ?? '…'}</h2>
        {event.data && event.data.outcome !== 'ok' ? <Tag tone="refuse">{event.data.outcome}</Tag> : null}
        <IconButton
          name={t('ui.close')}
          keys="Escape"
          icon={<X size={16} strokeWidth={1.5} />}
          onClick={onClose}
        />
      </div>
      <Await query={event} what={t('ledger.loadingEvent')}>
        {(value) => (
          <>
            <Told event={value} onSearch={onSearch} />
            <Proof projectId={projectId} event={value} />
            <Stranger event={value} />
          </>
        )}
      </Await>
    </aside>
  )
}
