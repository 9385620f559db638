import { useQuery } from '@tanstack/react-query'
import { useRouterState } from '@tanstack/react-router'
import { CircleHelp, Contrast, Keyboard, LogOut, Search, Shield } from 'lucide-react'
import { useEffect, useState } from 'react'
import { me } from '../api/queries'
import type { Me } from '../api/shapes'
import { IconButton } from '../ui/IconButton'
import { useT } from '../ui/messages'
import { setTheme, type Theme, useTheme } from '../ui/preferences'
import { countdown, duration } from '../ui/time'
import { AccountMenu } from './AccountMenu'
import css from './shell.module.css'

const NEXT: Readonly<Record<Theme, Theme>> = { light: 'dark', dark: 'reading', reading: 'light' }
const SOON_MS = 5 * 60_000

/** Milliseconds until the time left reads differently: whole minutes, in the last five seconds. */
function untilNext(left: number): number {
  const unit = left < SOON_MS ? 1000 : 60_000
  return (left % unit) + 20
}

function SessionLeft({ session }: { readonly session: Me['session'] }) {
  const t = useT()
  const [now, setNow] = useState(Date.now())
  const ends = [session.idle_ends_at, session.absolute_ends_at].sort()[0] ?? session.idle_ends_at
  const left = new Date(ends).getTime() - now
  const soon = left < SOON_MS
  useEffect(() => {
    // Over a remote desktop each second that is drawn is sent: seconds are shown when they matter.
    const timer = setTimeout(() => setNow(Date.now()), untilNext(left))
    return () => clearTimeout(timer)
  }, [left])
  return (
    <span
      className={css['left']}
      data-soon={soon}
      role="timer"
      aria-label={t('path.sessionLeft')}
      title={t('path.sessionLeft')}
    >
      {soon ? countdown(ends, now) : duration(Math.floor(left / 60_000) * 60)}
    </span>
  )
}

interface Props {
  /** The generated sentence of the project on screen; null where its policy is not set; absent outside a project. */
  readonly sentence?: string | null | undefined
  readonly onSignOut: () => void
  readonly onKeys: () => void
  readonly onFind: () => void
  readonly onHelp: () => void
}

/** The first line of every screen: the allowed data path in words, and how long the session still lasts. */
export function PathBar({ sentence, onSignOut, onKeys, onFind, onHelp }: Props) {
  const t = useT()
  const theme = useTheme()
  const self = useQuery(me)
  const atHome = useRouterState({ select: ({ location }) => location.pathname === '/' })
  const outside = atHome ? 'path.outside' : 'path.elsewhere'
  const text = sentence ?? t(sentence === null ? 'path.noPolicy' : outside)
  return (
    <div className={css['path']} data-state={sentence ? 'set' : 'none'}>
      <Shield size={16} strokeWidth={1.5} aria-hidden />
      <div className={css['sentence']} title={text}>
        <span>{text}</span>
      </div>
      {self.data ? <SessionLeft session={self.data.session} /> : null}
      <IconButton
        name={t('palette.open')}
        keys="Ctrl+k"
        icon={<Search size={16} strokeWidth={1.5} />}
        onClick={onFind}
      />
      <IconButton
        name={t('path.theme', { theme: t(`theme.${theme}`) })}
        keys="Shift+t"
        icon={<Contrast size={16} strokeWidth={1.5} />}
        onClick={() => setTheme(NEXT[theme])}
      />
      <IconButton
        name={t('path.keys')}
        keys="?"
        icon={<Keyboard size={16} strokeWidth={1.5} />}
        onClick={onKeys}
      />
      <IconButton
        name={t('help.key')}
        keys="F1"
        icon={<CircleHelp size={16} strokeWidth={1.5} />}
        onClick={onHelp}
      />
      {self.data ? (
        <>
          <AccountMenu me={self.data} />
          <IconButton
            name={t('path.signOut')}
            icon={<LogOut size={16} strokeWidth={1.5} />}
            onClick={onSignOut}
          />
        </>
      ) : (
        // Their places are kept, so that nothing beside them moves when it is known who this is.
        <>
          <span className={css['hold']} />
          <span className={css['hold']} />
        </>
      )}
    </div>
  )
}

/** The theme after this one, for the key that changes it. */
export function nextTheme(theme: Theme): Theme {
  return NEXT[theme]
}
