import { Check, X } from 'lucide-react'
import type { Release } from '../../api/shapes'
import { useT } from '../../ui/messages'
import { exact } from '../../ui/time'
import css from './releases.module.css'
import { stampsOf } from './stamps'

/** Requested, approved, written, downloaded: where a release is on its way, and by whom. */
export function Stamps({ release }: { readonly release: Release }) {
  const t = useT()
  return (
    <ol className={css['stamps']}>
      {stampsOf(release).map((stamp) => (
        <li key={stamp.kind} className={css['stamp']} data-state={stamp.state}>
          <span className={css['mark']} aria-hidden>
            {stamp.state === 'done' ? <Check size={10} strokeWidth={3} /> : null}
            {stamp.state === 'refused' ? <X size={10} strokeWidth={3} /> : null}
          </span>
          <div className={css['stampName']}>{t(`releases.stamp.${stamp.kind}.${stamp.state}`)}</div>
          <div className={css['stampFacts']}>
            {stamp.kind === 'approved' && stamp.state !== 'refused'
              ? t('releases.approvalsOf', { n: release.approvals.length, needed: release.approvals_needed })
              : null}
            {stamp.kind === 'downloaded'
              ? t('releases.downloadsOf', {
                  n: release.recipients.filter((one) => one.downloaded_at).length,
                  all: release.recipients.length,
                })
              : null}
            {stamp.by.length ? <div>{stamp.by.map((person) => person.name).join(', ')}</div> : null}
            {stamp.at ? <time dateTime={stamp.at}>{exact(stamp.at)}</time> : null}
          </div>
        </li>
      ))}
    </ol>
  )
}
