/** The parts that stand on the screen: all of up to four, else the two of which one is looked at. */
export function besideOf<Part>(parts: readonly Part[], at: number): readonly Part[] {
  if (parts.length <= 4) return parts
  const start = Math.min(at - (at % 2), parts.length - 2)
  return parts.slice(start, start + 2)
}
