import { useQuery } from '@tanstack/react-query'
import { UserPlus, Users } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { me, members as membersQuery, memberUses, project as projectQuery } from '../../api/queries'
import type { Capability, Member, MemberUses, Role } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Empty, ProblemNote } from '../../ui/Feedback'
import { BareSelect, Check, Select, TextField } from '../../ui/Field'
import { useKeys } from '../../ui/keys'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { Page } from '../../ui/Page'
import { Tag } from '../../ui/Tag'
import { ago, exact } from '../../ui/time'
import { Bulk } from './Bulk'
import { Limits, type LimitsChange } from './Limits'
import { mayTouch, rolesToGive } from './rules'
import { Uses } from './Uses'

interface InProject {
  readonly projectId: string
}

interface Addition {
  email: string
  role: Role
  release_approver: boolean
}

type Change = Partial<Pick<Member, 'role' | 'status' | 'release_approver'> & LimitsChange>

function AddMember({
  projectId,
  roles,
  open,
  onClose,
}: InProject & { roles: readonly Role[]; open: boolean; onClose: () => void }) {
  const t = useT()
  const add = useAct(
    (body: Addition) => call<Member>(`/projects/${projectId}/members`, { method: 'POST', body }),
    [['project', projectId]],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const email = String(form.get('email')).trim()
    const role = form.get('role') as Role
    if (await add.run({ email, role, release_approver: form.get('approver') === 'on' })) onClose()
  }
  return (
    <Dialog open={open} onClose={onClose} title={t('members.add')}>
      <form className={layout['stack']} onSubmit={submit}>
        {add.problem ? <ProblemNote problem={add.problem} /> : null}
        <TextField
          label={t('signIn.email')}
          name="email"
          type="email"
          hint={t('members.emailHint')}
          required
          autoFocus
        />
        <Select label={t('members.role')} name="role" defaultValue="labeler">
          {roles.map((role) => (
            <option key={role} value={role}>
              {t(`role.${role}`)}
            </option>
          ))}
        </Select>
        <Check name="approver" label={t('members.approver')} hint={t('members.approverHint')} />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={add.busy}>
            {t('members.addGo')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface RowProps {
  readonly member: Member
  /** Absent for those who may not see what others did. */
  readonly uses: readonly MemberUses[] | undefined
  readonly self: boolean
  readonly roles: readonly Role[]
  readonly may: boolean
  readonly busy: boolean
  readonly onChange: (change: Change) => void
  /** Absent for those who manage no members. */
  readonly onLimits: (() => void) | undefined
}

function Row({ member, uses, self, roles, may, busy, onChange, onLimits }: RowProps) {
  const t = useT()
  const suspended = member.status === 'suspended'
  return (
    <tr>
      <th scope="row" className={layout['strong']}>
        {member.name} {self ? <Tag>{t('members.you')}</Tag> : null}
      </th>
      <td>{member.email ?? <span className={layout['dim']}>{t('members.emailHidden')}</span>}</td>
      <td>
        {may ? (
          <BareSelect
            name={t('members.roleOf', { name: member.name })}
            value={member.role}
            disabled={busy}
            onChange={(event) => onChange({ role: event.target.value as Role })}
          >
            {roles.map((role) => (
              <option key={role} value={role}>
                {t(`role.${role}`)}
              </option>
            ))}
          </BareSelect>
        ) : (
          t(`role.${member.role}`)
        )}
      </td>
      <td>
        {may ? (
          <Check
            label={t('members.approves')}
            checked={member.release_approver}
            disabled={busy}
            aria-label={t('members.approverOf', { name: member.name })}
            onChange={(event) => onChange({ release_approver: event.target.checked })}
          />
        ) : member.release_approver ? (
          <Tag tone="sealed">{t('members.approves')}</Tag>
        ) : null}
      </td>
      <td title={exact(member.since)}>{ago(member.since)}</td>
      {uses === undefined ? null : (
        <td>
          <Uses uses={uses.find((one) => one.user_id === member.user_id)} />
        </td>
      )}
      <td>
        <Tag tone={suspended ? 'refuse' : 'ok'}>{t(`members.status.${member.status}`)}</Tag>{' '}
        {member.networks || member.valid_from || member.valid_until ? (
          <Tag tone="wait">{t('access.limited')}</Tag>
        ) : null}
      </td>
      <td className={layout['number']}>
        {onLimits ? (
          <Button aria-label={t('access.limitsOf', { name: member.name })} onClick={onLimits}>
            {t('access.limitsButton')}
          </Button>
        ) : null}{' '}
        {may && !self ? (
          <Button disabled={busy} onClick={() => onChange({ status: suspended ? 'active' : 'suspended' })}>
            {t(suspended ? 'members.reactivate' : 'members.suspend')}
          </Button>
        ) : null}
      </td>
    </tr>
  )
}

function Table({
  projectId,
  items,
  held,
}: InProject & {
  readonly items: readonly Member[]
  /** What the reader may do in this project. */
  readonly held: readonly Capability[]
}) {
  const t = useT()
  const self = useQuery(me)
  const uses = useQuery({ ...memberUses(projectId), enabled: held.includes('Members') })
  const change = useAct(
    ({ id, body }: { id: string; body: Change }) =>
      call<Member>(`/projects/${projectId}/members/${id}`, { method: 'PATCH', body }),
    [['project', projectId]],
  )
  const [limited, setLimited] = useState<Member | null>(null)
  return (
    <div className={layout['stack']}>
      {change.problem && !limited ? <ProblemNote problem={change.problem} /> : null}
      <div className={layout['scroll']}>
        <table className={`${layout['table']} ${layout['whole']}`}>
          <thead>
            <tr>
              <th>{t('account.name')}</th>
              <th>{t('signIn.email')}</th>
              <th>{t('members.role')}</th>
              <th>{t('nav.releases')}</th>
              <th>{t('members.since')}</th>
              {uses.data ? <th>{t('members.lastUse')}</th> : null}
              <th>{t('members.status')}</th>
              <th>
                <span className={layout['hidden']}>{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((member) => (
              <Row
                key={member.user_id}
                member={member}
                uses={uses.data?.items}
                self={member.user_id === self.data?.id}
                roles={rolesToGive(held.includes('Configure'), member.role)}
                may={mayTouch(held, member.role)}
                busy={change.busy}
                onChange={(body) => void change.run({ id: member.user_id, body })}
                onLimits={held.includes('Members') ? () => setLimited(member) : undefined}
              />
            ))}
          </tbody>
        </table>
      </div>
      {limited ? (
        <Limits
          projectId={projectId}
          member={limited}
          may={mayTouch(held, limited.role)}
          change={change}
          onClose={() => {
            change.clear()
            setLimited(null)
          }}
        />
      ) : null}
    </div>
  )
}

/** Who takes part, in which role, and who may approve releases. */
export function MembersPage({ projectId }: InProject) {
  const t = useT()
  const [adding, setAdding] = useState<'one' | 'many' | null>(null)
  const project = useQuery(projectQuery(projectId))
  const list = useQuery(membersQuery(projectId))
  const held = project.data?.capabilities ?? []
  const may = held.includes('Members')
  const configure = held.includes('Configure')
  useKeys(
    may
      ? [
          { keys: 'n', label: t('members.add'), run: () => setAdding('one') },
          { keys: 'Shift+n', label: t('members.bulk'), run: () => setAdding('many') },
        ]
      : [],
  )
  const button = may ? (
    <>
      <Button keys="Shift+n" onClick={() => setAdding('many')}>
        <Users size={16} strokeWidth={1.5} aria-hidden />
        {t('members.bulk')}
      </Button>
      <Button kind="primary" keys="n" onClick={() => setAdding('one')}>
        <UserPlus size={16} strokeWidth={1.5} aria-hidden />
        {t('members.add')}
      </Button>
    </>
  ) : null
  return (
    <Page title={t('nav.members')} lead={t('members.lead')} action={button}>
      <Await query={list} what={t('members.loading')}>
        {({ items }) =>
          items.length ? (
            <Table projectId={projectId} items={items} held={held} />
          ) : (
            <Empty title={t('members.emptyTitle')}>{t('members.emptyText')}</Empty>
          )
        }
      </Await>
      {adding === 'many' ? (
        <Bulk projectId={projectId} roles={rolesToGive(configure, null)} onClose={() => setAdding(null)} />
      ) : null}
      {adding === 'one' ? (
        <AddMember
          projectId={projectId}
          roles={rolesToGive(configure, null)}
          open
          onClose={() => setAdding(null)}
        />
      ) : null}
    </Page>
  )
}
