import { Button } from './Button'
import layout from './layout.module.css'
import type { MessageKey } from './messages'
import { useT } from './messages'
import { exact } from './time'

export interface TokenLine {
  readonly id: string
  readonly person_name: string
  readonly name: string | null
  readonly project: string | null
  readonly project_name: string | null
  readonly capabilities: readonly string[] | null
  readonly networks: readonly string[] | null
  readonly last_use: string | null
  readonly ends_at: string
}

interface Props {
  readonly items: readonly TokenLine[]
  /** Whether to say whose each is: everybody's are listed. */
  readonly people?: boolean
  readonly busy: boolean
  readonly onEnd: (id: string) => void
}

/** Tokens as one's account and the organisation show them: what each opens, never the secret. */
export function TokenTable({ items, people = false, busy, onEnd }: Props) {
  const t = useT()
  if (!items.length) return <p className={layout['dim']}>{t('access.noTokens')}</p>
  return (
    <div className={layout['scroll']}>
      <table className={`${layout['table']} ${layout['whole']}`}>
        <thead>
          <tr>
            <th scope="col">{t('access.tokenName')}</th>
            {people ? <th scope="col">{t('access.tokenOf')}</th> : null}
            <th scope="col">{t('access.tokenProject')}</th>
            <th scope="col">{t('access.tokenMay')}</th>
            <th scope="col">{t('access.tokenFrom')}</th>
            <th scope="col">{t('access.lastUse')}</th>
            <th scope="col">{t('access.ends')}</th>
            <th>
              <span className={layout['hidden']}>{t('members.actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((one) => (
            <tr key={one.id}>
              <th scope="row">{one.name ?? t('access.unnamed')}</th>
              {people ? <td>{one.person_name}</td> : null}
              <td>
                {one.project_name ??
                  (one.project ? one.project : t(people ? 'access.everyProject' : 'access.allProjects'))}
              </td>
              <td>
                {one.capabilities?.map((right) => t(`access.right.${right}` as MessageKey)).join(', ') ??
                  t('access.everything')}
              </td>
              <td>{one.networks?.join(', ') ?? t('access.everywhere')}</td>
              <td>{one.last_use?.slice(0, 10) ?? t('access.never')}</td>
              <td>{exact(one.ends_at)}</td>
              <td className={layout['number']}>
                <Button
                  disabled={busy}
                  aria-label={t('access.endOf', { name: one.name ?? t('access.unnamed') })}
                  onClick={() => onEnd(one.id)}
                >
                  {t('access.end')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
