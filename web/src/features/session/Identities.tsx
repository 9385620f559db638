import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { call } from '../../api/client'
import { myIdentities, type OwnIdentity, type WayIn, waysIn } from '../../api/providers'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Section } from '../../ui/Page'
import { exact } from '../../ui/time'
import { takeRefusal } from './refusal'

function List({ items, ways }: { readonly items: readonly OwnIdentity[]; readonly ways: readonly WayIn[] }) {
  const t = useT()
  const end = useAct(
    (id: string) => call<null>(`/me/identities/${id}/end`, { method: 'POST' }),
    [myIdentities.queryKey],
  )
  const begin = useAct((provider: string) =>
    call<{ url: string }>('/me/identities', { method: 'POST', body: { provider } }),
  )
  const link = async (id: string) => {
    const begun = await begin.run(id)
    if (begun) window.location.assign(begun.url)
  }
  const linked = new Set(items.map(({ provider }) => provider))
  const problem = end.problem ?? begin.problem
  return (
    <div className={layout['stack']}>
      {problem ? <ProblemNote problem={problem} /> : null}
      {items.length ? (
        <table className={`${layout['table']} ${layout['whole']}`}>
          <thead>
            <tr>
              <th>{t('providers.provider')}</th>
              <th>{t('providers.since')}</th>
              <th>
                <span className={layout['hidden']}>{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map(({ id, label, since }) => (
              <tr key={id}>
                <th scope="row">{label}</th>
                <td>{exact(since)}</td>
                <td className={layout['number']}>
                  <Button
                    disabled={end.busy}
                    aria-label={t('providers.unlinkOf', { label })}
                    onClick={() => void end.run(id)}
                  >
                    {t('providers.unlink')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className={layout['note']}>{t('providers.none')}</p>
      )}
      <div>
        {ways
          .filter(({ id }) => !linked.has(id))
          .map(({ id, label }) => (
            <Button key={id} disabled={begin.busy} onClick={() => void link(id)}>
              {t('providers.link', { label })}
            </Button>
          ))}
      </div>
    </div>
  )
}

/** By which providers this person signs in; nothing where there are none. */
export function Identities() {
  const t = useT()
  const [refusal] = useState(takeRefusal)
  const list = useQuery(myIdentities)
  const { data: ways } = useQuery(waysIn)
  if (!ways?.items.length && !list.data?.items.length && !refusal) return null
  return (
    <Section title={t('providers.title')}>
      {refusal ? (
        <ProblemNote problem={{ status: 401, code: refusal, detail: t(refusal), facts: {} }} />
      ) : null}
      <Await query={list} what={t('providers.loading')}>
        {({ items }) => <List items={items} ways={ways?.items ?? []} />}
      </Await>
    </Section>
  )
}
