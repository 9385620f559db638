import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { type MadeToken, myTokens, type NewToken } from '../../api/access'
import { call } from '../../api/client'
import { myProjects } from '../../api/queries'
import type { Capability } from '../../api/shapes'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { Check, Select, TextArea, TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { linesOf } from '../../ui/lines'
import { useT } from '../../ui/messages'
import { TokenTable } from '../../ui/TokenTable'

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

interface MakeProps {
  readonly onClose: () => void
  readonly onMade: (made: MadeToken) => void
}

function Make({ onClose, onMade }: MakeProps) {
  const t = useT()
  const projects = useQuery(myProjects)
  const [fault, setFault] = useState<string | null>(null)
  const make = useAct(
    (body: NewToken) => call<MadeToken>('/me/tokens', { method: 'POST', body }),
    [myTokens.queryKey],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const capabilities = RIGHTS.filter((right) => form.get(right) === 'on')
    setFault(capabilities.length ? null : t('access.chooseRight'))
    if (!capabilities.length) return
    const made = await make.run({
      name: String(form.get('name')).trim(),
      project: String(form.get('project')) || null,
      capabilities,
      networks: linesOf(String(form.get('networks'))),
      days: Number(form.get('days')),
    })
    if (made) onMade(made)
  }
  return (
    <Dialog open onClose={onClose} title={t('access.newToken')} wide>
      <form className={layout['stack']} onSubmit={submit}>
        {make.problem ? <ProblemNote problem={make.problem} /> : null}
        <TextField
          label={t('access.tokenName')}
          name="name"
          hint={t('access.tokenNameHint')}
          required
          maxLength={100}
          autoFocus
        />
        <Select label={t('access.tokenProject')} name="project">
          <option value="">{t('access.allProjects')}</option>
          {projects.data?.items.map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </Select>
        <fieldset>
          <legend>{t('access.tokenMay')}</legend>
          {RIGHTS.map((right) => (
            <Check
              key={right}
              name={right}
              label={t(`access.right.${right}`)}
              defaultChecked={right === 'Read'}
            />
          ))}
        </fieldset>
        {fault ? <p role="alert">{fault}</p> : null}
        <TextArea
          label={t('access.networks')}
          name="networks"
          rows={2}
          hint={t('access.networksHint')}
          spellCheck={false}
        />
        <TextField
          label={t('access.days')}
          name="days"
          type="number"
          min={1}
          max={365}
          defaultValue={90}
          hint={t('access.daysHint')}
          required
        />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={make.busy}>
            {t('access.make')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Shown({ made, onClose }: { readonly made: MadeToken; readonly onClose: () => void }) {
  const t = useT()
  const [copied, setCopied] = useState(false)
  const copy = async () => {
    await navigator.clipboard.writeText(made.token)
    setCopied(true)
  }
  return (
    <Dialog open onClose={onClose} title={t('access.madeTitle')}>
      <div className={layout['stack']}>
        <Notice>{t('access.madeText')}</Notice>
        <TextField
          label={t('access.theToken')}
          value={made.token}
          readOnly
          onFocus={(event) => event.target.select()}
        />
        <div className={layout['row']}>
          <Button kind="primary" onClick={() => void copy()}>
            {t('access.copy')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('access.done')}
          </Button>
          <span role="status" className={layout['note']}>
            {copied ? t('access.copied') : ''}
          </span>
        </div>
      </div>
    </Dialog>
  )
}

/** One's own tokens: made, shown once, listed, ended. */
export function Tokens() {
  const t = useT()
  const found = useQuery(myTokens)
  const [making, setMaking] = useState(false)
  const [made, setMade] = useState<MadeToken | null>(null)
  const end = useAct(
    (id: string) => call<void>(`/me/tokens/${id}/end`, { method: 'POST' }),
    [myTokens.queryKey],
  )
  return (
    <div className={layout['stack']}>
      <p className={layout['note']}>{t('access.ownTokensLead')}</p>
      {end.problem ? <ProblemNote problem={end.problem} /> : null}
      <Await query={found} what={t('access.loadingTokens')}>
        {({ items }) => <TokenTable items={items} busy={end.busy} onEnd={(id) => void end.run(id)} />}
      </Await>
      <div>
        <Button onClick={() => setMaking(true)}>{t('access.newToken')}</Button>
      </div>
      {making ? (
        <Make
          onClose={() => setMaking(false)}
          onMade={(fresh) => {
            setMaking(false)
            setMade(fresh)
          }}
        />
      ) : null}
      {made ? <Shown made={made} onClose={() => setMade(null)} /> : null}
    </div>
  )
}
