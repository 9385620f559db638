import { useSyncExternalStore } from 'react'
import { call, whenReach } from './client'

export interface Reach {
  readonly reached: boolean
  /** When the server last confirmed a draft, as epoch milliseconds; null when nothing was drawn. */
  readonly savedAt: number | null
}

const RETRY_MS = 3000
let now: Reach = { reached: true, savedAt: null }
let timer: ReturnType<typeof setTimeout> | null = null
const listeners = new Set<() => void>()

function become(next: Partial<Reach>): void {
  now = { ...now, ...next }
  for (const listener of listeners) listener()
}

function tryAgain(): void {
  timer = setTimeout(async () => {
    timer = null
    await call('/health')
    if (!now.reached && !timer) tryAgain()
  }, RETRY_MS)
}

whenReach((reached) => {
  if (reached !== now.reached) become({ reached })
  if (!reached && !timer) tryAgain()
})

/** Remembers that the server has a draft up to this moment; the offline banner says so. */
export function noteSaved(at: number | null): void {
  become({ savedAt: at })
}

/** Whether the server answers, and up to when the work is safe. */
export function useReach(): Reach {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => now,
  )
}
