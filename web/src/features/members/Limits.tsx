import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { explanation } from '../../api/access'
import type { Capability, Member } from '../../api/shapes'
import type { Act } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { Select, TextArea, TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { linesOf } from '../../ui/lines'
import { useT } from '../../ui/messages'
import { Tag } from '../../ui/Tag'
import { exact } from '../../ui/time'
import { fromLocal, toLocal } from './days'

const RIGHTS: readonly Capability[] = [
  'Read',
  'Work',
  'Label',
  'Review',
  'Explore',
  'Steer',
  'Import',
  'Members',
  'Configure',
  'Manage',
  'Release',
  'Approve',
  'Audit',
]

export type LimitsChange = Pick<Member, 'networks' | 'valid_from' | 'valid_until'>

function Why({ projectId, member }: { readonly projectId: string; readonly member: Member }) {
  const t = useT()
  const [right, setRight] = useState<Capability>('Read')
  const found = useQuery(explanation(projectId, member.user_id, right))
  return (
    <div className={layout['stack']}>
      <Select
        label={t('access.why')}
        value={right}
        onChange={(event) => setRight(event.target.value as Capability)}
      >
        {RIGHTS.map((one) => (
          <option key={one} value={one}>
            {t(`access.right.${one}`)}
          </option>
        ))}
      </Select>
      <Await query={found} what={t('access.whyLoading')}>
        {({ allowed, reasons }) => (
          <div aria-live="polite">
            <p>
              <Tag tone={allowed ? 'ok' : 'refuse'}>{t(allowed ? 'access.yes' : 'access.no')}</Tag>
            </p>
            <ul>
              {reasons.map((one) => (
                <li key={one.kind} className={one.holds ? undefined : layout['strong']}>
                  {t(`access.why.${one.kind}`, {
                    at: one.at ? exact(one.at) : '',
                    role: t(`role.${member.role}`),
                    networks: one.networks.join(', '),
                  })}
                </li>
              ))}
            </ul>
          </div>
        )}
      </Await>
    </div>
  )
}

interface Props {
  readonly projectId: string
  readonly member: Member
  readonly may: boolean
  readonly change: Act<{ id: string; body: LimitsChange }, Member>
  readonly onClose: () => void
}

/** From where and when a member may work here, and why they may do something or not. */
export function Limits({ projectId, member, may, change, onClose }: Props) {
  const t = useT()
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const body = {
      networks: linesOf(String(form.get('networks'))),
      valid_from: fromLocal(String(form.get('from'))),
      valid_until: fromLocal(String(form.get('until'))),
    }
    if (await change.run({ id: member.user_id, body })) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t('access.limitsOf', { name: member.name })} wide>
      <div className={layout['stack']}>
        {may ? (
          <form className={layout['stack']} onSubmit={submit}>
            {change.problem ? <ProblemNote problem={change.problem} /> : null}
            <TextField
              label={t('access.from')}
              name="from"
              type="datetime-local"
              hint={t('access.datesHint')}
              defaultValue={toLocal(member.valid_from)}
            />
            <TextField
              label={t('access.until')}
              name="until"
              type="datetime-local"
              hint={t('access.datesHint')}
              defaultValue={toLocal(member.valid_until)}
            />
            <TextArea
              label={t('access.networks')}
              name="networks"
              rows={2}
              spellCheck={false}
              hint={t('access.networksHint')}
              defaultValue={member.networks?.join('\n') ?? ''}
            />
            <div className={layout['row']}>
              <Button kind="primary" type="submit" keys="Enter" disabled={change.busy}>
                {t('access.saveLimits')}
              </Button>
              <Button onClick={onClose} keys="Escape">
                {t('ui.cancel')}
              </Button>
            </div>
          </form>
        ) : null}
        <Why projectId={projectId} member={member} />
      </div>
    </Dialog>
  )
}
