import type { MemberUses } from '../../api/shapes'
import layout from '../../ui/layout.module.css'
import { type MessageKey, useT } from '../../ui/messages'
import { ago, exact } from '../../ui/time'
import css from './members.module.css'

/** When somebody last used each of their rights; a right that was never used is seen by its absence. */
export function Uses({ uses }: { readonly uses: MemberUses | undefined }) {
  const t = useT()
  if (!uses?.rights.length) return <span className={layout['dim']}>{t('members.neverUsed')}</span>
  const latest = [...uses.rights].sort((a, b) => b.last.localeCompare(a.last))
  return (
    <ul
      className={css['uses']}
      title={uses.known_from ? t('members.knownFrom', { at: exact(uses.known_from) }) : undefined}
    >
      {latest.map(({ right, last }) => (
        <li key={right}>
          {t(`right.${right}` as MessageKey)}{' '}
          <time dateTime={last} title={exact(last)}>
            {ago(last)}
          </time>
        </li>
      ))}
    </ul>
  )
}
