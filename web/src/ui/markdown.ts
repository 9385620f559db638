/** A block of a text that people wrote. */
export type Block =
  | { readonly kind: 'heading'; readonly text: string; readonly level: number }
  | { readonly kind: 'list'; readonly items: readonly string[]; readonly ordered: boolean }
  | {
      readonly kind: 'table'
      readonly head: readonly string[]
      readonly rows: readonly (readonly string[])[]
    }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'paragraph'; readonly text: string }

const HEADING = /^(#{1,6}) +(.*)$/
const ITEM = /^\s*(?:[-*+]|(\d+)[.)]) +(.*)$/
const RULE = /^\|[\s:|-]+\|\s*$/

/** The cells of a table's line; `\|` is a bar inside a cell. */
function cells(line: string): string[] {
  const inner = line.trim().replace(/^\||\|$/g, '')
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'))
}

function begins(line: string): boolean {
  return line.startsWith('```') || HEADING.test(line) || ITEM.test(line)
}

/** Takes lines from `from` on while `goes` says so; a line without a mark of its own goes on with the one above. */
function run(lines: readonly string[], from: number, goes: (line: string) => boolean): string[] {
  let end = from
  while (end < lines.length && goes(lines[end] ?? '')) end++
  return lines.slice(from, end)
}

function listFrom(lines: readonly string[]): Block {
  const items: string[] = []
  for (const line of lines) {
    const item = ITEM.exec(line)
    if (item) items.push(item[2] ?? '')
    else items.push(`${items.pop() ?? ''} ${line.trim()}`)
  }
  return { kind: 'list', items, ordered: ITEM.exec(lines[0] ?? '')?.[1] !== undefined }
}

/** The block that begins at a line, and how many lines it takes. */
function blockAt(lines: readonly string[], at: number): [Block, number] {
  const line = lines[at] ?? ''
  if (line.startsWith('```')) {
    const inside = run(lines, at + 1, (one) => !one.startsWith('```'))
    return [{ kind: 'code', text: inside.join('\n') }, inside.length + 2]
  }
  const heading = HEADING.exec(line)
  if (heading) return [{ kind: 'heading', text: heading[2] ?? '', level: (heading[1] ?? '').length }, 1]
  if (line.startsWith('|') && RULE.test(lines[at + 1] ?? '')) {
    const rows = run(lines, at + 2, (one) => one.startsWith('|'))
    return [{ kind: 'table', head: cells(line), rows: rows.map(cells) }, rows.length + 2]
  }
  if (ITEM.test(line)) {
    const all = run(lines, at, (one) => one.trim() !== '' && !HEADING.test(one) && !one.startsWith('```'))
    return [listFrom(all), all.length]
  }
  const more = run(lines, at + 1, (one) => one.trim() !== '' && !begins(one))
  const text = [line, ...more].map((one) => one.trim()).join(' ')
  return [{ kind: 'paragraph', text }, more.length + 1]
}

/** Splits Markdown into blocks. What is none of them (pictures, HTML) stays plain text and loads nothing. */
export function blocks(markdown: string): Block[] {
  const lines = markdown.replaceAll('\r\n', '\n').split('\n')
  const found: Block[] = []
  for (let at = 0; at < lines.length; ) {
    if (!lines[at]?.trim()) {
      at++
      continue
    }
    const [block, taken] = blockAt(lines, at)
    found.push(block)
    at += taken
  }
  return found
}
