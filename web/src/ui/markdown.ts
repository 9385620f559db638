/** A block of a guideline. Only what is needed to read one: headings, lists and paragraphs. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | { readonly kind: 'paragraph'; readonly text: string }

/** Splits Markdown into blocks. Everything else in it (links, pictures, HTML) stays plain text and loads nothing. */
export function blocks(markdown: string): Block[] {
  return markdown
    .replaceAll('\r\n', '\n')
    .split(/\n{2,}|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/m)
    .map((part) => part.trim())
    .filter(Boolean)
    .flatMap((part): Block[] => {
      const heading = /^#{1,6} +(.*)$/.exec(part)
      if (heading) return [{ kind: 'heading', text: heading[1] ?? '' }]
      const lines = part.split('\n')
      const first = lines.findIndex((line) => /^\s*(?:[-*+]|\d+[.)]) +/.test(line))
      if (first < 0) return [{ kind: 'paragraph', text: lines.join(' ') }]
      const items: string[] = []
      for (const line of lines.slice(first)) {
        const item = /^\s*(?:[-*+]|\d+[.)]) +(.*)$/.exec(line)
        // A line without a mark of its own goes on with the item above it.
        if (item) items.push(item[1] ?? '')
        else items.push(`${items.pop() ?? ''} ${line.trim()}`)
      }
      const before = lines.slice(0, first).join(' ')
      return [...(before ? [{ kind: 'paragraph' as const, text: before }] : []), { kind: 'list', items }]
    })
}
