import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { call } from '../../api/client'
import { preferences } from '../../api/queries'
import { whenDeed } from '../../ui/deeds'
import { afterDeed, type Guide, readGuide, unseen } from './guide'

/** Kept in this browser so that the guide's line is there at the first paint and moves nothing when the server answers. */
const MIRROR = 'labelkeep.guide'

function mirrored(): Guide {
  try {
    return readGuide(JSON.parse(window.localStorage.getItem(MIRROR) ?? '{}'))
  } catch {
    return unseen
  }
}

let now: Guide | null = null
let touched = false
const listeners = new Set<() => void>()

function current(): Guide {
  now ??= mirrored()
  return now
}

function set(next: Guide): void {
  now = next
  window.localStorage.setItem(MIRROR, JSON.stringify(next))
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** How far the person is with the first task, and the way to change it. */
export function useGuide(): { guide: Guide; change: (next: Guide) => void } {
  const cache = useQueryClient()
  const guide = useSyncExternalStore(subscribe, current)
  const change = (next: Guide) => {
    if (next === current()) return
    touched = true
    set(next)
    const value = { ...next }
    cache.setQueryData(preferences.queryKey, (old) => ({ items: { ...old?.items, guide: value } }))
    // Not kept by the server: the next step sends all of it again.
    void call('/me/preferences/guide', { method: 'PUT', body: { value }, keepalive: true })
  }
  return { guide, change }
}

/** Reads the guide from the server, so that it follows the person to every machine, and goes on with each deed. */
export function useGuideFollows(change: (next: Guide) => void): boolean {
  const { data } = useQuery(preferences)
  const known = data !== undefined
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server first said is adopted
  useEffect(() => {
    if (data && !touched) set(readGuide(data.items.guide))
  }, [known])
  useEffect(() => whenDeed((deed) => change(afterDeed(current(), deed))), [change])
  return known
}
