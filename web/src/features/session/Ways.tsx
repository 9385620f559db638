import { useQuery } from '@tanstack/react-query'
import { KeyRound } from 'lucide-react'
import { useState } from 'react'
import { call } from '../../api/client'
import { waysIn } from '../../api/providers'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { useT } from '../../ui/messages'
import { takeRefusal } from './refusal'
import css from './session.module.css'

/** One button for each provider; the browser leaves for it and comes back signed in. */
export function Ways() {
  const t = useT()
  const [refusal] = useState(takeRefusal)
  const { data } = useQuery(waysIn)
  const begin = useAct((id: string) =>
    call<{ url: string }>(`/sign-in/oidc/${id}`, { method: 'POST', body: {} }),
  )
  const go = async (id: string) => {
    const begun = await begin.run(id)
    if (begun) window.location.assign(begun.url)
  }
  return (
    <>
      {refusal ? (
        <ProblemNote problem={{ status: 401, code: refusal, detail: t(refusal), facts: {} }} />
      ) : null}
      {begin.problem ? <ProblemNote problem={begin.problem} /> : null}
      {data?.items.length ? (
        <div className={css['form']}>
          {data.items.map(({ id, label }) => (
            <Button key={id} disabled={begin.busy} onClick={() => void go(id)}>
              <KeyRound size={16} strokeWidth={1.5} aria-hidden />
              {t('providers.go', { label })}
            </Button>
          ))}
        </div>
      ) : null}
    </>
  )
}
