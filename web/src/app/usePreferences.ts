import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { call } from '../api/client'
import { preferences as preferencesQuery } from '../api/queries'
import type { PreferenceName, Preferences } from '../api/shapes'
import { keyChoices, putKeyChoices, readChoices, whenKeyChoices } from '../ui/choices'
import { language, setLanguage, whenLanguage } from '../ui/messages'
import {
  panelOpen,
  readTheme,
  setPanelOpen,
  setSingleKeys,
  setTheme,
  singleKeys,
  theme,
  whenAppearance,
} from '../ui/preferences'

const SETTLE_MS = 400

const appearance = () => ({
  theme: theme(),
  language: language(),
  singleKeys: singleKeys(),
  panel: panelOpen(),
})

/** What each preference is now, as it is stored. */
const NOW = { appearance, keys: keyChoices } as const satisfies Partial<Record<PreferenceName, () => object>>
type Kept = keyof typeof NOW

/** What the server is known to hold, so that what came from there is not sent back. */
const held = new Map<Kept, string>()
function send(name: Kept, onKept: (name: Kept, value: Record<string, unknown>) => void): void {
  const value = { ...NOW[name]() }
  const text = JSON.stringify(value)
  if (held.get(name) === text) return
  held.set(name, text)
  void call(`/me/preferences/${name}`, { method: 'PUT', body: { value }, keepalive: true }).then((answer) => {
    if (answer.ok) onKept(name, value)
    // Not kept: the next change sends all of it again.
    else held.delete(name)
  })
}

/** Puts in force what the server holds. What it does not hold stays as this browser has it. */
function adopt({ items }: Preferences): void {
  const look = items.appearance ?? {}
  const chosen = readTheme(look['theme'])
  if (chosen && chosen !== theme()) setTheme(chosen)
  const { language: words, singleKeys: single, panel } = look
  if ((words === 'en' || words === 'de') && words !== language()) setLanguage(words)
  if (typeof single === 'boolean' && single !== singleKeys()) setSingleKeys(single)
  if (typeof panel === 'boolean' && panel !== panelOpen()) setPanelOpen(panel)
  putKeyChoices(readChoices(items.keys))
  for (const name of ['appearance', 'keys'] as const) held.set(name, JSON.stringify(NOW[name]()))
}

/** Look, language and keys follow the person: read once after sign-in, written when they change. */
export function usePreferences(): void {
  const cache = useQueryClient()
  const { data } = useQuery(preferencesQuery)
  const read = data !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the first answer is adopted; later ones are our own
  useEffect(() => {
    if (!data) return
    adopt(data)
    const timers = new Map<Kept, ReturnType<typeof setTimeout>>()
    const onKept = (name: Kept, value: Record<string, unknown>) =>
      cache.setQueryData(preferencesQuery.queryKey, (old) => ({ items: { ...old?.items, [name]: value } }))
    const later = (name: Kept) => () => {
      clearTimeout(timers.get(name))
      timers.set(
        name,
        setTimeout(() => send(name, onKept), SETTLE_MS),
      )
    }
    const off = [
      whenAppearance(later('appearance')),
      whenLanguage(later('appearance')),
      whenKeyChoices(later('keys')),
    ]
    return () => {
      for (const each of off) each()
      for (const timer of timers.values()) clearTimeout(timer)
    }
  }, [read, cache])
}
