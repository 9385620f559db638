import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useNavigate, useParams, useRouterState } from '@tanstack/react-router'
import { ChevronRight, WifiOff } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { call, whenSignedOut } from '../api/client'
import { me, project as projectQuery } from '../api/queries'
import { useReach } from '../api/reach'
import { docFor } from '../features/help/docFor'
import { Guide } from '../features/help/Guide'
import { HelpDialog } from '../features/help/HelpDialog'
import { Palette } from '../features/help/Palette'
import type { Place } from '../features/help/Reader'
import { useKeys } from '../ui/keys'
import { useLanguage, useT } from '../ui/messages'
import { setTheme, useTheme } from '../ui/preferences'
import { clock } from '../ui/time'
import { KeysOverlay } from './KeysOverlay'
import { nextTheme, PathBar } from './PathBar'
import { ProjectBar, roomsFor } from './ProjectBar'
import { StepUp } from './StepUp'
import css from './shell.module.css'
import { usePreferences } from './usePreferences'
import { atWorkbench } from './Workbench'

function Unreachable() {
  const t = useT()
  const { reached, savedAt } = useReach()
  const cache = useQueryClient()
  const was = useRef(reached)
  useEffect(() => {
    if (reached && !was.current) void cache.invalidateQueries()
    was.current = reached
  }, [reached, cache])
  if (reached) return <div />
  return (
    <div className={css['banner']} role="alert">
      <WifiOff size={16} strokeWidth={1.5} aria-hidden />
      {savedAt === null ? t('reach.gone') : t('reach.goneSaved', { time: clock(savedAt) })}
    </div>
  )
}

/** Leaves for the sign-in page once the server says that the session is over. */
function useSignedOut(): void {
  const cache = useQueryClient()
  const navigate = useNavigate()
  useEffect(
    () =>
      whenSignedOut(() => {
        const { pathname, search } = window.location
        if (pathname === '/sign-in') return
        cache.clear()
        window.sessionStorage.clear()
        void navigate({ to: '/sign-in', search: pathname === '/' ? {} : { next: pathname + search } })
      }),
    [cache, navigate],
  )
}

/** Asks again how long the session lasts when the person goes somewhere: only a person's act, never a clock. */
function useFreshSession(): void {
  const cache = useQueryClient()
  const path = useRouterState({ select: (state) => state.location.pathname })
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is the trigger
  useEffect(() => {
    void cache.invalidateQueries({ queryKey: me.queryKey })
  }, [path, cache])
}

function useSignOut(): () => void {
  const cache = useQueryClient()
  return async () => {
    await call('/sign-out', { method: 'POST' })
    cache.clear()
    window.sessionStorage.clear()
    // A full load, so that nothing of an asset stays in this page's memory.
    window.location.assign('/sign-in')
  }
}

/** The frame of every signed-in screen. */
export function Shell() {
  const t = useT()
  const language = useLanguage()
  const theme = useTheme()
  const navigate = useNavigate()
  const [keysOpen, setKeysOpen] = useState(false)
  const [finding, setFinding] = useState(false)
  const [place, setPlace] = useState<Place | null>(null)
  const help = () => setPlace({ path: docFor(window.location.pathname), hash: '' })
  const { p } = useParams({ strict: false })
  const current = useQuery({ ...projectQuery(p ?? ''), enabled: p !== undefined })
  const self = useQuery(me)
  const atBench = useRouterState({
    select: (state) => atWorkbench(state.location.pathname),
  })
  const signOut = useSignOut()
  useSignedOut()
  usePreferences()
  useFreshSession()
  const rooms = current.data ? roomsFor(current.data) : []
  useKeys([
    { keys: '?', label: t('path.keys'), group: t('keys.everywhere'), run: () => setKeysOpen(true) },
    { keys: 'F1', label: t('help.key'), group: t('keys.everywhere'), run: help },
    {
      keys: 'Ctrl+k',
      label: t('palette.open'),
      group: t('keys.everywhere'),
      run: () => setFinding(true),
    },
    {
      keys: 'Shift+t',
      label: t('keys.theme'),
      group: t('keys.everywhere'),
      run: () => setTheme(nextTheme(theme)),
    },
    { keys: 'g h', label: t('nav.home'), group: t('keys.go'), run: () => void navigate({ to: '/' }) },
    {
      keys: 'g s',
      label: t('settings.title'),
      group: t('keys.go'),
      run: () => void navigate({ to: '/settings' }),
    },
    { keys: 'g b', label: t('about.title'), group: t('keys.go'), run: () => void navigate({ to: '/about' }) },
    ...(self.data?.site_role === 'admin'
      ? [
          {
            keys: 'g n',
            label: t('office.title'),
            group: t('keys.go'),
            run: () => void navigate({ to: '/organisation' }),
          },
        ]
      : []),
    ...rooms.map((room) => ({
      keys: `g ${room.key}`,
      label: t(room.name),
      group: t('keys.go'),
      run: () => void navigate({ to: room.to, params: { p: p ?? '' } }),
    })),
  ])
  return (
    <div className={css['shell']} data-bench={atBench}>
      <a className={css['skip']} href="#main">
        {t('shell.skip')}
      </a>
      <header>
        <PathBar
          sentence={p ? current.data && (current.data.sentences?.[language] ?? null) : undefined}
          onSignOut={signOut}
          onKeys={() => setKeysOpen(true)}
          onFind={() => setFinding(true)}
          onHelp={help}
        />
        {/* The workbench has a bar of its own; two would take from the picture. */}
        {atBench ? null : (
          <div className={css['bar']}>
            <Link className={css['home']} to="/" title={`${t('nav.home')} (G H)`}>
              Labelkeep
            </Link>
            {current.data ? (
              <>
                <ChevronRight size={14} strokeWidth={1.5} aria-hidden />
                <span className={css['name']} title={current.data.name}>
                  {current.data.name}
                </span>
                <ProjectBar project={current.data} />
              </>
            ) : null}
          </div>
        )}
      </header>
      <Unreachable />
      <main id="main" className={css['main']} tabIndex={-1}>
        <Outlet />
      </main>
      <Guide />
      <StepUp />
      <Palette open={finding} onClose={() => setFinding(false)} onHelp={setPlace} />
      <HelpDialog place={place} onGo={setPlace} onClose={() => setPlace(null)} />
      <KeysOverlay open={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  )
}
