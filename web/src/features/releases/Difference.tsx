import { Link } from '@tanstack/react-router'
import type { Release } from '../../api/shapes'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import css from './releases.module.css'
import { SIGNS } from './stamps'

const WHAT = ['assets', 'labels'] as const

/** What this release adds to, takes from and changes in the one that was ready before it, in counts with their signs. */
export function Difference({
  projectId,
  release,
}: {
  readonly projectId: string
  readonly release: Release
}) {
  const t = useT()
  const { previous } = release.changes
  return (
    <div className={layout['stack']}>
      <p className={layout['note']}>
        {previous ? (
          <>
            {t('releases.comparedWith')}{' '}
            <Link to="/projects/$p/releases/$r" params={{ p: projectId, r: previous.id }}>
              {t('releases.nth', { n: previous.n })}
            </Link>
          </>
        ) : (
          t('releases.firstOne')
        )}
      </p>
      <table className={`${layout['table']} ${css['difference']}`}>
        <thead>
          <tr>
            <th>
              <span className={layout['hidden']}>{t('releases.what')}</span>
            </th>
            {SIGNS.map(([kind, sign]) => (
              <th key={kind} className={layout['number']}>
                <span aria-hidden>{sign} </span>
                {t(`releases.difference.${kind}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WHAT.map((what) => (
            <tr key={what}>
              <th scope="row">{t(`releases.${what}`)}</th>
              {SIGNS.map(([kind]) => (
                <td
                  key={kind}
                  className={layout['number']}
                  data-kind={release.changes[what][kind] ? kind : 'none'}
                >
                  {release.changes[what][kind].toLocaleString()}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
