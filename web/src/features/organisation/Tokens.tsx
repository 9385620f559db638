import { useQuery } from '@tanstack/react-query'
import { everybodysTokens } from '../../api/access'
import { call } from '../../api/client'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { ProblemNote } from '../../ui/Feedback'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { TokenTable } from '../../ui/TokenTable'

/** Which tokens there are, whose, and for what; each can be ended. */
export function Tokens() {
  const t = useT()
  const found = useQuery(everybodysTokens)
  const end = useAct(
    (id: string) => call<void>(`/site/tokens/${id}/end`, { method: 'POST' }),
    [everybodysTokens.queryKey],
  )
  return (
    <div className={layout['stack']}>
      {end.problem ? <ProblemNote problem={end.problem} /> : null}
      <Await query={found} what={t('access.loadingTokens')}>
        {({ items }) => <TokenTable items={items} people busy={end.busy} onEnd={(id) => void end.run(id)} />}
      </Await>
    </div>
  )
}
