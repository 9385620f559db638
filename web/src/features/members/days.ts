/** A moment as the field for a local day and time takes it; empty for none. */
export function toLocal(at: string | null): string {
  if (!at) return ''
  const moment = new Date(at)
  const local = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000)
  return local.toISOString().slice(0, 16)
}

/** What stands in such a field as a moment; null for none. */
export function fromLocal(text: string): string | null {
  return text ? new Date(text).toISOString() : null
}
