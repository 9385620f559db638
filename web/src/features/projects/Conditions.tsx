import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { conditions as conditionsQuery, type Conditions as Known } from '../../api/access'
import { call } from '../../api/client'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { Check, TextArea } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { linesOf } from '../../ui/lines'
import { useT } from '../../ui/messages'

function Form({ projectId, known }: { readonly projectId: string; readonly known: Known }) {
  const t = useT()
  const [said, setSaid] = useState(false)
  const put = useAct(
    (body: Omit<Known, 'address'>) =>
      call<void>(`/projects/${projectId}/conditions`, { method: 'PUT', body }),
    [conditionsQuery(projectId).queryKey],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const networks = linesOf(String(form.get('networks')))
    setSaid((await put.run({ networks, factor_required: form.get('factor') === 'on' })) !== null)
  }
  return (
    <form className={layout['stack']} onSubmit={submit} onChange={() => setSaid(false)}>
      {put.problem ? <ProblemNote problem={put.problem} /> : null}
      <TextArea
        label={t('access.networks')}
        name="networks"
        rows={3}
        spellCheck={false}
        hint={
          <>
            {t('access.networksHint')}{' '}
            {known.address ? t('access.yourAddress', { address: known.address }) : t('access.noAddress')}
          </>
        }
        defaultValue={known.networks?.join('\n') ?? ''}
      />
      <Check
        name="factor"
        label={t('access.projectFactor')}
        hint={t('access.factorHint')}
        defaultChecked={known.factor_required}
      />
      <div className={layout['row']}>
        <Button kind="primary" type="submit" keys="Enter" disabled={put.busy}>
          {t('access.save')}
        </Button>
        <span role="status" className={layout['note']}>
          {said ? t('access.saved') : ''}
        </span>
      </div>
    </form>
  )
}

/** From where a project's members may work, and whether they must show a second factor. */
export function Conditions({ projectId }: { readonly projectId: string }) {
  const t = useT()
  const found = useQuery(conditionsQuery(projectId))
  return (
    <Await query={found} what={t('access.loading')}>
      {(known) => <Form key={JSON.stringify(known)} projectId={projectId} known={known} />}
    </Await>
  )
}
