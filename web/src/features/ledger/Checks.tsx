import { Check, CircleDashed, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { sha256OfBase64, verifyReceipt } from '../../api/receipt'
import type { LedgerEventDetail } from '../../api/shapes'
import { type MessageKey, useT } from '../../ui/messages'
import { readEntry } from './filters'
import css from './ledger.module.css'

type State = 'open' | 'good' | 'bad'
interface Findings {
  readonly receipt: State
  readonly entry: State
  readonly payload: State
}

const said = (good: boolean): State => (good ? 'good' : 'bad')

async function check(event: LedgerEventDetail, receipt: string | null, vkey: string): Promise<Findings> {
  const proved = receipt === null ? null : await verifyReceipt(receipt, vkey)
  const commitment = readEntry(event.entry)?.pc
  const digest = event.opened === null ? null : await sha256OfBase64(event.opened)
  return {
    receipt: proved ? said(proved.ok && proved.index === event.leaf) : 'open',
    entry: proved ? said(proved.ok && proved.entry === event.entry) : 'open',
    payload: event.opened === null ? 'open' : said(digest !== null && digest === commitment),
  }
}

const ICONS = { open: CircleDashed, good: Check, bad: X } as const

/** What this browser has worked out by itself about one event: its place in the log and what it says. */
export function Checks(props: {
  readonly event: LedgerEventDetail
  /** Null while no signed checkpoint covers the event. */
  readonly receipt: string | null
  readonly vkey: string
}) {
  const t = useT()
  const { event, receipt, vkey } = props
  const [found, setFound] = useState<Findings | null>(null)
  useEffect(() => {
    let here = true
    setFound(null)
    void check(event, receipt, vkey).then((findings) => {
      if (here) setFound(findings)
    })
    return () => {
      here = false
    }
  }, [event, receipt, vkey])
  if (!found) return <p role="status">{t('ledger.checkingEvent')}</p>
  return (
    <ul className={css['checks']}>
      {(['receipt', 'entry', 'payload'] as const).map((what) => {
        const Icon = ICONS[found[what]]
        return (
          <li key={what} data-state={found[what]}>
            <Icon size={16} strokeWidth={2} aria-hidden />
            <span>{t(`ledger.check.${what}.${found[what]}` as MessageKey)}</span>
          </li>
        )
      })}
    </ul>
  )
}
