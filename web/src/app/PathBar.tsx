import { useQuery } from '@tanstack/react-query'
import { Contrast, Keyboard, LogOut, Shield } from 'lucide-react'
import { useEffect, useState } from 'react'
import { me } from '../api/queries'
import type { Me } from '../api/shapes'
import { IconButton } from '../ui/IconButton'
import { useT } from '../ui/messages'
import { setTheme, type Theme, useTheme } from '../ui/preferences'
import { countdown } from '../ui/time'
import { AccountMenu } from './AccountMenu'
import css from './shell.module.css'

const NEXT: Readonly<Record<Theme, Theme>> = { light: 'dark', dark: 'reading', reading: 'light' }
const SOON_MS = 5 * 60_000

function SessionLeft({ session }: { readonly session: Me['session'] }) {
  const t = useT()
  const [now, setNow] = useState(Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1000)
    return () => clearInterval(timer)
  }, [])
  const ends = [session.idle_ends_at, session.absolute_ends_at].sort()[0] ?? session.idle_ends_at
  const soon = new Date(ends).getTime() - now < SOON_MS
  return (
    <span
      className={css['left']}
      data-soon={soon}
      role="timer"
      aria-label={t('path.sessionLeft')}
      title={t('path.sessionLeft')}
    >
      {countdown(ends, now)}
    </span>
  )
}

interface Props {
  /** The generated sentence of the project on screen; null where its policy is not set; absent outside a project. */
  readonly sentence?: string | null | undefined
  readonly onSignOut: () => void
  readonly onKeys: () => void
}

/** The first line of every screen: the allowed data path in words, and how long the session still lasts. */
export function PathBar({ sentence, onSignOut, onKeys }: Props) {
  const t = useT()
  const theme = useTheme()
  const self = useQuery(me)
  const text = sentence ?? t(sentence === null ? 'path.noPolicy' : 'path.outside')
  return (
    <div className={css['path']} data-state={sentence ? 'set' : 'none'}>
      <Shield size={16} strokeWidth={1.5} aria-hidden />
      <div className={css['sentence']} title={text}>
        <span>{text}</span>
      </div>
      {self.data ? <SessionLeft session={self.data.session} /> : null}
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
      {self.data ? (
        <>
          <AccountMenu me={self.data} />
          <IconButton
            name={t('path.signOut')}
            icon={<LogOut size={16} strokeWidth={1.5} />}
            onClick={onSignOut}
          />
        </>
      ) : null}
    </div>
  )
}

/** The theme after this one, for the key that changes it. */
export function nextTheme(theme: Theme): Theme {
  return NEXT[theme]
}
