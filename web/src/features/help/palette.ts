/** A line of the palette. */
export interface Choice {
  readonly label: string
  readonly group: string
  readonly keys?: string
  readonly run: () => void
}

const fold = (text: string) => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()

/** How near a choice is to what was typed: smaller is nearer; null when a word of it is missing. */
function distance(choice: Choice, asked: readonly string[]): number | null {
  const label = fold(choice.label)
  const whole = `${label} ${fold(choice.group)}`
  if (!asked.every((word) => whole.includes(word))) return null
  const [first = ''] = asked
  if (label.startsWith(first)) return 0
  return label.split(/[^\p{L}\p{N}]+/u).some((word) => word.startsWith(first)) ? 1 : 2
}

/** The choices that hold every word of the query, those that begin with it first; otherwise in their own order. */
export function matching(choices: readonly Choice[], query: string): Choice[] {
  const asked = fold(query).split(/\s+/).filter(Boolean)
  if (asked.length === 0) return [...choices]
  const near = choices.flatMap((choice) => {
    const far = distance(choice, asked)
    return far === null ? [] : [{ choice, far }]
  })
  return near.sort((a, b) => a.far - b.far).map(({ choice }) => choice)
}
