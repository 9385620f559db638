import { useQuery } from '@tanstack/react-query'
import { call } from '../../api/client'
import { mySessions } from '../../api/queries'
import type { OwnSession } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { ago, exact } from '../../ui/time'

function Table({ items }: { readonly items: readonly OwnSession[] }) {
  const t = useT()
  const end = useAct((path: string) => call<null>(path, { method: 'POST' }), [mySessions.queryKey])
  const ends = (one: OwnSession) =>
    [one.idle_ends_at, one.ends_at].flatMap((at) => (at ? [at] : [])).sort()[0] ?? one.ends_at
  return (
    <div className={layout['stack']}>
      {end.problem ? <ProblemNote problem={end.problem} /> : null}
      <div className={layout['scroll']}>
        <table className={`${layout['table']} ${layout['whole']}`}>
          <thead>
            <tr>
              <th>{t('sessions.kind')}</th>
              <th>{t('sessions.since')}</th>
              <th>{t('sessions.active')}</th>
              <th>{t('sessions.ends')}</th>
              <th>
                <span className={layout['hidden']}>{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {t(`sessions.kind.${one.kind}`)}{' '}
                  {one.current ? <Tag tone="ok">{t('sessions.this')}</Tag> : null}
                </th>
                <td>{exact(one.created_at)}</td>
                <td title={exact(one.active_at)}>{ago(one.active_at)}</td>
                <td>{exact(ends(one))}</td>
                <td className={layout['number']}>
                  {one.current ? null : (
                    <Button
                      disabled={end.busy}
                      aria-label={t('sessions.endOf', { at: exact(one.created_at) })}
                      onClick={() => void end.run(`/me/sessions/${one.id}/end`)}
                    >
                      {t('sessions.end')}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {items.length > 1 ? (
        <div>
          <Button kind="danger" disabled={end.busy} onClick={() => void end.run('/me/sessions/end-others')}>
            {t('sessions.endOthers')}
          </Button>
        </div>
      ) : (
        <p className={layout['note']}>{t('sessions.only')}</p>
      )}
    </div>
  )
}

/** Where this person is signed in now; each can be ended at once. */
export function Sessions() {
  const t = useT()
  const list = useQuery(mySessions)
  return (
    <Await query={list} what={t('sessions.loading')}>
      {({ items }) => <Table items={items} />}
    </Await>
  )
}
