/** What is new in a guideline since a person read it last, paragraph by paragraph. */

export interface Passage {
  readonly text: string
  readonly state: 'same' | 'new' | 'gone'
}

/** Paragraphs, headings and list items as they stand in the Markdown. */
const passages = (markdown: string): string[] =>
  markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}|\n(?=\s*(?:[-*+]|\d+[.)]) |#{1,6} )|(?<=^#{1,6} .*)\n/m)
    .map((one) => one.trimEnd())
    .filter((one) => one.trim() !== '')

/** Lengths of the longest common runs from each pair of places to the ends. */
function runs(a: readonly string[], b: readonly string[]): number[][] {
  const table = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => table[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--)
    for (let j = b.length - 1; j >= 0; j--) {
      const row = table[i]
      if (row) row[j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  return table
}

/** The passages of `now`, with those of `before` that are gone at their places. */
export function changesSince(before: string | null, now: string): Passage[] {
  const b = passages(now)
  if (before === null) return b.map((text) => ({ text, state: 'same' }))
  const a = passages(before)
  const table = runs(a, b)
  const out: Passage[] = []
  let [i, j] = [0, 0]
  while (i < a.length || j < b.length) {
    const [old, fresh] = [a[i], b[j]]
    if (old !== undefined && old === fresh) {
      out.push({ text: old, state: 'same' })
      i++
      j++
    } else if (
      fresh === undefined ||
      (old !== undefined && (table[i + 1]?.[j] ?? 0) >= (table[i]?.[j + 1] ?? 0))
    ) {
      if (old !== undefined) out.push({ text: old, state: 'gone' })
      i++
    } else {
      out.push({ text: fresh, state: 'new' })
      j++
    }
  }
  return out
}
