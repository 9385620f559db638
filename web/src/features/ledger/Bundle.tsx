import { Download } from 'lucide-react'
import { useState } from 'react'
import { address, query } from '../../api/client'
import control from '../../ui/controls.module.css'
import { Dialog } from '../../ui/Dialog'
import { Check } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { countOf, filtersOf, type LedgerSearch } from './filters'

const MOST = 1000

/** Receipts of what the filters show, in one file for somebody outside; names and facts only if that is ticked. */
export function Bundle(props: {
  readonly projectId: string
  readonly search: LedgerSearch
  readonly open: boolean
  readonly onClose: () => void
}) {
  const t = useT()
  const [told, setTold] = useState(false)
  const { projectId, search, open, onClose } = props
  return (
    <Dialog open={open} onClose={onClose} title={t('ledger.bundle')}>
      <div className={layout['stack']}>
        <p>{t(countOf(search) ? 'ledger.bundleFiltered' : 'ledger.bundleAll', { n: MOST })}</p>
        <Check
          label={t('ledger.bundleTold')}
          hint={t('ledger.bundleToldHint')}
          checked={told}
          onChange={(event) => setTold(event.target.checked)}
        />
        <div>
          <a
            className={`${control['button']} ${control['primary']}`}
            href={address(
              `/projects/${projectId}/ledger/bundle${query({ ...filtersOf(search), told: String(told) })}`,
            )}
            download="ledger-receipts.zip"
            onClick={onClose}
          >
            <Download size={16} strokeWidth={1.5} aria-hidden />
            {t('ledger.bundleGo')}
          </a>
        </div>
        <p className={layout['note']}>{t('ledger.bundleCheck')}</p>
        <pre className={layout['mono']}>
          {'labelkeep audit receipts ledger-receipts.zip --key KEY\nlabelkeep audit bundle OUTDIR'}
        </pre>
      </div>
    </Dialog>
  )
}
