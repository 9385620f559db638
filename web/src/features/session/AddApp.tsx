import { type FormEvent, useState } from 'react'
import { call } from '../../api/client'
import { factors, type NewApp } from '../../api/factors'
import { mySessions } from '../../api/queries'
import { useAct } from '../../api/useAct'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { ProblemNote } from '../../ui/Feedback'
import { TextField } from '../../ui/Field'
import layout from '../../ui/layout.module.css'
import { useT } from '../../ui/messages'
import css from './session.module.css'

/** A QR picture: dark modules on white in every theme, because cameras want it so. */
function Qr({ rows, name }: { readonly rows: readonly string[]; readonly name: string }) {
  const path = rows.flatMap((row, y) =>
    [...row].flatMap((module, x) => (module === '1' ? [`M${x} ${y}h1v1h-1z`] : [])),
  )
  return (
    <svg className={css['qr']} viewBox={`0 0 ${rows.length} ${rows.length}`} role="img" aria-label={name}>
      <rect width={rows.length} height={rows.length} fill="#fff" />
      <path d={path.join('')} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}

function Confirm({ app, onClose }: { readonly app: NewApp; readonly onClose: () => void }) {
  const t = useT()
  const confirm = useAct(
    (code: string) => call<null>(`/me/factors/apps/${app.id}/confirm`, { method: 'POST', body: { code } }),
    [factors.queryKey, mySessions.queryKey],
  )
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    if ((await confirm.run(String(new FormData(event.currentTarget).get('code')))) !== null) onClose()
  }
  return (
    <form className={layout['stack']} onSubmit={submit}>
      <p>{t('factor.scan')}</p>
      <Qr rows={app.qr} name={t('factor.qr')} />
      <p>
        {t('factor.byHand')}
        <br />
        <code className={layout['mono']}>{app.secret.match(/.{1,4}/g)?.join(' ')}</code>
      </p>
      {confirm.problem ? <ProblemNote problem={confirm.problem} /> : null}
      <TextField
        label={t('factor.firstCode')}
        name="code"
        autoComplete="one-time-code"
        inputMode="numeric"
        maxLength={10}
        required
        autoFocus
      />
      <p className={layout['note']}>{t('factor.endsOthers')}</p>
      <div className={layout['row']}>
        <Button kind="primary" type="submit" keys="Enter" disabled={confirm.busy}>
          {t('factor.confirm')}
        </Button>
        <Button onClick={onClose} keys="Escape">
          {t('ui.cancel')}
        </Button>
      </div>
    </form>
  )
}

/** Sets up an authenticator app: a name, its QR picture, the first code. */
export function AddApp({ onClose }: { readonly onClose: () => void }) {
  const t = useT()
  const [app, setApp] = useState<NewApp | null>(null)
  const begin = useAct((name: string) => call<NewApp>('/me/factors/apps', { method: 'POST', body: { name } }))
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    setApp(await begin.run(String(new FormData(event.currentTarget).get('name')).trim()))
  }
  return (
    <Dialog open onClose={onClose} title={t('factor.addApp')}>
      {app ? (
        <Confirm app={app} onClose={onClose} />
      ) : (
        <form className={layout['stack']} onSubmit={submit}>
          <p>{t('factor.appText')}</p>
          {begin.problem ? <ProblemNote problem={begin.problem} /> : null}
          <TextField
            label={t('factor.name')}
            hint={t('factor.appName')}
            name="name"
            required
            maxLength={200}
            autoFocus
          />
          <div className={layout['row']}>
            <Button kind="primary" type="submit" keys="Enter" disabled={begin.busy}>
              {t('factor.begin')}
            </Button>
            <Button onClick={onClose} keys="Escape">
              {t('ui.cancel')}
            </Button>
          </div>
        </form>
      )}
    </Dialog>
  )
}
