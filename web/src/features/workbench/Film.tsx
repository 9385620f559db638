import { useMemo } from 'react'
import { PageStrip, pageKey, type usePlaying } from './PageStrip'
import type { Session } from './session'
import { useEngine } from './useEngine'
import type { usePages } from './usePages'

interface FilmProps {
  readonly session: Session
  readonly pages: ReturnType<typeof usePages>
  readonly film: ReturnType<typeof usePlaying>
}

/** The pages in small, each with its number of objects. */
export function Film({ session, pages, film }: FilmProps) {
  const { page, scene, revision } = useEngine(session.engine)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the scene stays the same object while it changes
  const counts = useMemo(() => {
    const found = new Map<string, number>()
    if (session.pages.length < 2) return found
    for (const object of scene.all()) found.set(pageKey(object), (found.get(pageKey(object)) ?? 0) + 1)
    return found
  }, [session, scene, revision])
  return (
    <PageStrip
      pages={session.pages}
      now={page}
      tilesOf={pages.tilesOf}
      counts={counts}
      playing={film.playing}
      onPlay={film.setPlaying}
      onPick={pages.go}
    />
  )
}
