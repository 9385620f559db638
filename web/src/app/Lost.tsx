import { Button, ButtonLink } from '../ui/Button'
import { useT } from '../ui/messages'
import css from './shell.module.css'

/** An address that leads nowhere. */
export function Lost() {
  const t = useT()
  return (
    <div className={css['middle']}>
      <h1>{t('lost.title')}</h1>
      <p>{t('lost.text')}</p>
      <ButtonLink kind="primary" to="/">
        {t('lost.home')}
      </ButtonLink>
    </div>
  )
}

/** As `Lost`, where no shell stands around it. */
export function LostAlone() {
  return (
    <main>
      <Lost />
    </main>
  )
}

/** A screen that broke: what happened, what is safe, what to do. */
export function Crash({ error }: { readonly error: unknown }) {
  const t = useT()
  return (
    <div className={css['middle']} role="alert">
      <h1>{t('crash.title')}</h1>
      <p>{t('crash.text')}</p>
      <pre>{error instanceof Error ? error.message : String(error)}</pre>
      <Button kind="primary" onClick={() => window.location.reload()}>
        {t('crash.reload')}
      </Button>
    </div>
  )
}
