import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type FactorRole, type Rules as Known, rules as rulesQuery } from '../../api/access'
import { call } from '../../api/client'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { ProblemNote } from '../../ui/Feedback'
import { Check, TextArea } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { linesOf } from '../../ui/lines'
import { useT } from '../../ui/messages'

const ROLES: readonly FactorRole[] = [
  'admin',
  'project_admin',
  'team_manager',
  'reviewer',
  'labeler',
  'auditor',
]

function Form({ known }: { readonly known: Known }) {
  const t = useT()
  const [said, setSaid] = useState(false)
  const put = useAct(
    (body: Omit<Known, 'address'>) => call<void>('/site/rules', { method: 'PUT', body }),
    [rulesQuery.queryKey],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const done = await put.run({
      networks: linesOf(String(form.get('networks'))),
      factor_required: form.get('factor') === 'on',
      factor_roles: ROLES.filter((role) => form.get(role) === 'on'),
    })
    setSaid(done !== null)
  }
  return (
    <form className={layout['stack']} onSubmit={submit} onChange={() => setSaid(false)}>
      {put.problem ? <ProblemNote problem={put.problem} /> : null}
      <TextArea
        label={t('access.networks')}
        name="networks"
        rows={4}
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
        label={t('access.factor')}
        hint={t('access.factorHint')}
        defaultChecked={known.factor_required}
      />
      <fieldset>
        <legend>{t('access.factorRoles')}</legend>
        {ROLES.map((role) => (
          <Check
            key={role}
            name={role}
            label={role === 'admin' ? t('access.admins') : t(`role.${role}`)}
            defaultChecked={known.factor_roles.includes(role)}
          />
        ))}
      </fieldset>
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

/** From where the organisation's people may work, and who must show a second factor. */
export function Rules() {
  const t = useT()
  const found = useQuery(rulesQuery)
  return (
    <Await query={found} what={t('access.loading')}>
      {(known) => <Form key={JSON.stringify(known)} known={known} />}
    </Await>
  )
}
