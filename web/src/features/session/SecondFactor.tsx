import { useQuery } from '@tanstack/react-query'
import { KeyRound, ShieldCheck, Smartphone } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { addKey, type Factor, type Factors, factors, speaksToKeys } from '../../api/factors'
import { mySessions } from '../../api/queries'
import { useAct } from '../../api/useAct'
import { Await } from '../../ui/Await'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { Notice, ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import { ago, exact } from '../../ui/time'
import { AddApp } from './AddApp'

const STALE = [factors.queryKey, mySessions.queryKey] as const

function AddKey({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const add = useAct((name: string) => addKey(name), STALE)
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (await add.run(String(new FormData(event.currentTarget).get('name')).trim())) onClose()
  }
  return (
    <Dialog open onClose={onClose} title={t('factor.addKey')}>
      <form className={layout['stack']} onSubmit={submit}>
        <p>{t('factor.keyText')}</p>
        {add.problem ? <ProblemNote problem={add.problem} /> : null}
        <TextField
          label={t('factor.name')}
          hint={t('factor.keyName')}
          name="name"
          required
          maxLength={200}
          autoFocus
        />
        <div className={layout['row']}>
          <Button kind="primary" type="submit" keys="Enter" disabled={add.busy}>
            {t('factor.askKey')}
          </Button>
          <Button onClick={onClose} keys="Escape">
            {t('ui.cancel')}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

function Codes({ codes, onClose }: { readonly codes: readonly string[]; readonly onClose: () => void }) {
  const t = useT()
  return (
    <Dialog open onClose={onClose} title={t('factor.codes')}>
      <div className={layout['stack']}>
        <p>{t('factor.codesText')}</p>
        <pre className={layout['mono']}>{codes.join('\n')}</pre>
        <div>
          <Button kind="primary" onClick={onClose} keys="Escape">
            {t('factor.codesKept')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Table({ items }: { readonly items: readonly Factor[] }) {
  const t = useT()
  const remove = useAct((id: string) => call<null>(`/me/factors/${id}/remove`, { method: 'POST' }), STALE)
  return (
    <>
      {remove.problem ? <ProblemNote problem={remove.problem} /> : null}
      <div className={layout['scroll']}>
        <table className={`${layout['table']} ${layout['whole']}`}>
          <thead>
            <tr>
              <th scope="col">{t('factor.what')}</th>
              <th scope="col">{t('factor.added')}</th>
              <th scope="col">{t('factor.used')}</th>
              <th scope="col">
                <span className={layout['hidden']}>{t('members.actions')}</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {items.map((one) => (
              <tr key={one.id}>
                <th scope="row">
                  {one.name} <span className={layout['dim']}>{t(`factor.kind.${one.kind}`)}</span>
                </th>
                <td>{exact(one.added_at)}</td>
                <td>{one.used_at ? ago(one.used_at) : t('factor.never')}</td>
                <td className={layout['number']}>
                  <Button
                    kind="danger"
                    disabled={remove.busy}
                    aria-label={t('factor.removeOf', { name: one.name })}
                    onClick={() => void remove.run(one.id)}
                  >
                    {t('factor.remove')}
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  )
}

function Held({ has }: { readonly has: Factors }) {
  const t = useT()
  const [adding, setAdding] = useState<'app' | 'key' | null>(null)
  const [shown, setShown] = useState<readonly string[] | null>(null)
  const make = useAct(() => call<{ codes: string[] }>('/me/factors/codes', { method: 'POST' }), STALE)
  const some = has.items.length > 0
  return (
    <div className={layout['stack']}>
      <p>
        {some ? t('factor.stateOn', { n: has.items.length, codes: has.codes_left }) : t('factor.stateOff')}
      </p>
      {some && has.codes_left === 0 ? <Notice tone="wait">{t('factor.noCodes')}</Notice> : null}
      {make.problem ? <ProblemNote problem={make.problem} /> : null}
      {some ? <Table items={has.items} /> : null}
      <div className={layout['row']}>
        <Button kind={some ? 'plain' : 'primary'} onClick={() => setAdding('app')}>
          <Smartphone size={16} strokeWidth={1.5} aria-hidden />
          {t('factor.addApp')}
        </Button>
        <Button onClick={() => setAdding('key')} disabled={!speaksToKeys()}>
          <KeyRound size={16} strokeWidth={1.5} aria-hidden />
          {t('factor.addKey')}
        </Button>
        {some ? (
          <Button
            disabled={make.busy}
            onClick={async () => setShown((await make.run(undefined))?.codes ?? null)}
          >
            <ShieldCheck size={16} strokeWidth={1.5} aria-hidden />
            {t(has.codes_left ? 'factor.newCodes' : 'factor.makeCodes')}
          </Button>
        ) : null}
      </div>
      {speaksToKeys() ? null : <p className={layout['note']}>{t('factor.noKeysHere')}</p>}
      {adding === 'app' ? <AddApp onClose={() => setAdding(null)} /> : null}
      {adding === 'key' ? <AddKey onClose={() => setAdding(null)} /> : null}
      {shown ? <Codes codes={shown} onClose={() => setShown(null)} /> : null}
    </div>
  )
}

/** What this person shows beside a password or a link. */
export function SecondFactor() {
  const t = useT()
  const own = useQuery(factors)
  return (
    <Await query={own} what={t('factor.loading')}>
      {(has) => <Held has={has} />}
    </Await>
  )
}
