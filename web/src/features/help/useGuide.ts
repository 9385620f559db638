import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
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

/** How far the person is with the first task; it follows them to every machine. */
export function useGuide(): { guide: Guide; known: boolean; change: (next: Guide) => void } {
  const cache = useQueryClient()
  const stored = useQuery(preferences)
  const [guide, setGuide] = useState(mirrored)
  const now = useRef(guide)
  const touched = useRef(false)
  const set = (next: Guide) => {
    now.current = next
    window.localStorage.setItem(MIRROR, JSON.stringify(next))
    setGuide(next)
  }
  const change = (next: Guide) => {
    if (next === now.current) return
    touched.current = true
    set(next)
    const value = { ...next }
    cache.setQueryData(preferences.queryKey, (old) => ({ items: { ...old?.items, guide: value } }))
    // Not kept by the server: the next step sends all of it again.
    void call('/me/preferences/guide', { method: 'PUT', body: { value }, keepalive: true })
  }
  const latest = useRef(change)
  latest.current = change
  const { data } = stored
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what the server first said is adopted
  useEffect(() => {
    if (data && !touched.current) set(readGuide(data.items.guide))
  }, [data !== undefined])
  useEffect(() => whenDeed((deed) => latest.current(afterDeed(now.current, deed))), [])
  return { guide, known: data !== undefined, change }
}
