/**
 * Tabs of one person on the same task: the newer one tells, the older ones follow. What is told goes from page to page
 * through the browser's memory; nothing of it is stored.
 */
import type { Label } from '../../canvas/label'

export interface Told {
  readonly seq: number
  readonly label?: Label
  /** The older tab's last changes, which it could no longer save. */
  readonly unsaved?: boolean
  /** The task is submitted or given away. */
  readonly over?: boolean
}

export interface TabLine {
  tell(told: Told): void
  close(): void
}

/** Opens the line of a lease. */
export function openLine(leaseId: string, hear: (told: Told) => void): TabLine {
  const channel = new BroadcastChannel(`labelkeep lease ${leaseId}`)
  channel.onmessage = (event: MessageEvent<Told>) => hear(event.data)
  return { tell: (told) => channel.postMessage(told), close: () => channel.close() }
}
