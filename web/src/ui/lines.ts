/** The filled lines of a text, each trimmed; null for none, which means no limit. */
export function linesOf(text: string): string[] | null {
  const found = text
    .split(/[\n,;]/)
    .map((line) => line.trim())
    .filter(Boolean)
  return found.length ? found : null
}
