import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call, type Problem } from '../../api/client'
import type { Import } from '../../api/shapes'
import { doorOf, tabMemory } from './door'
import { type Progress, type Source, upload } from './upload'

export type Sending =
  | { name: 'idle' }
  | { name: 'sending'; progress: Progress; since: number }
  | { name: 'incomplete'; progress: Progress }
  | { name: 'failed'; problem: Problem }

/** Sends the files of one import and, when all have arrived, starts it. */
export function useUpload(projectId: string, importId: string) {
  const cache = useQueryClient()
  const [sending, setSending] = useState<Sending>({ name: 'idle' })
  const stop = useRef(false)
  useEffect(() => {
    stop.current = false
    return () => {
      stop.current = true
    }
  }, [])
  const start = useCallback(async () => {
    const answer = await call<Import>(`/projects/${projectId}/imports/${importId}/start`, { method: 'POST' })
    setSending(answer.ok ? { name: 'idle' } : { name: 'failed', problem: answer.problem })
    await cache.invalidateQueries({ queryKey: ['project', projectId] })
  }, [cache, projectId, importId])
  const send = useCallback(
    async (sources: readonly Source[]) => {
      const since = Date.now()
      const end = await upload({
        importId,
        sources,
        door: doorOf(projectId, importId),
        memory: tabMemory,
        onProgress: (progress) => setSending({ name: 'sending', progress, since }),
        stopped: () => stop.current,
      })
      if (stop.current) return
      if (end.refused.length) setSending({ name: 'incomplete', progress: end })
      else await start()
    },
    [projectId, importId, start],
  )
  return { sending, send, start }
}
