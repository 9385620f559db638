/** The documents as the app carries them, and the search in them. Made when the app is built; nothing is fetched elsewhere. */

export interface Section {
  /** Index of its page. */
  readonly page: number
  readonly heading: string
  /** The address of the section inside its page; empty for what stands below the page's title. */
  readonly id: string
  readonly level: number
  /** Markdown. */
  readonly body: string
}

export interface DocPage {
  /** `use/keys` for `docs/use/keys.md`. */
  readonly path: string
  readonly title: string
}

export interface Library {
  readonly pages: readonly DocPage[]
  readonly sections: readonly Section[]
  /** All words, sorted; `postings` has for each a flat list of section and weight. */
  readonly terms: readonly string[]
  readonly postings: readonly (readonly number[])[]
}

export interface Hit {
  readonly section: Section
  readonly page: DocPage
  /** A line of the section around the first word that was found. */
  readonly excerpt: string
}

const TITLE = 8
const HEADING = 5
const MOST_OF_BODY = 4
const EXCERPT = 150

/** Words of a text as they are searched: small letters, without accents, two signs or more. */
export function words(text: string): string[] {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word.length > 1)
}

/** The address of a heading: `## Your first task` is `your-first-task`. */
export const slug = (heading: string) => words(heading).join('-')

/** Markdown without its marks, on one line. */
export function plainText(markdown: string): string {
  return markdown
    .replace(/^\|[-| :]+\|$/gm, '')
    .replace(/\[([^\]]+)\]\([^)]*\)/g, '$1')
    .replace(/^#{1,6} /gm, '')
    .replace(/[*`|]/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function linesOutsideCode(text: string): { line: string; code: boolean }[] {
  let code = false
  return text.split('\n').map((line) => {
    const fence = line.startsWith('```')
    if (fence) code = !code
    return { line, code: code || fence }
  })
}

/** Splits a document at its headings. The first heading of level 1 is the page's title. */
export function readPage(
  path: string,
  markdown: string,
  page: number,
): { page: DocPage; sections: Section[] } {
  const text = markdown.replaceAll('\r\n', '\n').replace(/<!--[\s\S]*?-->\n?/g, '')
  const parts: { heading: string; level: number; lines: string[] }[] = [{ heading: '', level: 1, lines: [] }]
  for (const { line, code } of linesOutsideCode(text)) {
    const heading = code ? null : /^(#{1,6}) +(.*)$/.exec(line)
    const first = parts[0]
    if (heading?.[1] === '#' && first && !first.heading) first.heading = plainText(heading[2] ?? '')
    else if (heading)
      parts.push({ heading: plainText(heading[2] ?? ''), level: (heading[1] ?? '').length, lines: [] })
    else parts.at(-1)?.lines.push(line)
  }
  const sections = parts.map(({ heading, level, lines }, i) => ({
    page,
    heading,
    id: i === 0 ? '' : slug(heading),
    level,
    body: lines.join('\n').trim(),
  }))
  return { page: { path, title: parts[0]?.heading || path }, sections }
}

function weigh(section: Section, page: DocPage): Map<string, number> {
  const weights = new Map<string, number>()
  const add = (word: string, by: number) => weights.set(word, (weights.get(word) ?? 0) + by)
  const counts = new Map<string, number>()
  for (const word of words(plainText(section.body))) counts.set(word, (counts.get(word) ?? 0) + 1)
  for (const [word, n] of counts) add(word, Math.min(n, MOST_OF_BODY))
  for (const word of new Set(words(section.heading))) add(word, section.id ? HEADING : TITLE)
  // The name of the page finds its parts too, after the page itself.
  if (section.id) for (const word of new Set(words(page.title))) add(word, 1)
  return weights
}

/** Binds pages to a library with its index. `documents` are paths without `.md`, with their Markdown. */
export function bind(documents: readonly (readonly [string, string])[]): Library {
  const read = documents.map(([path, markdown], i) => readPage(path, markdown, i))
  const pages = read.map(({ page }) => page)
  const sections = read.flatMap((one) => one.sections)
  const found = new Map<string, number[]>()
  for (const [i, section] of sections.entries()) {
    const page = pages[section.page]
    if (!page) continue
    for (const [word, weight] of weigh(section, page)) {
      const posting = found.get(word)
      if (posting) posting.push(i, weight)
      else found.set(word, [i, weight])
    }
  }
  const terms = [...found.keys()].sort()
  return { pages, sections, terms, postings: terms.map((term) => found.get(term) ?? []) }
}

/** The index of the first term that does not come before `word`. */
function firstFrom(terms: readonly string[], word: string): number {
  let [low, high] = [0, terms.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((terms[middle] ?? '') < word) low = middle + 1
    else high = middle
  }
  return low
}

/** How well each section answers one word; a word that is only begun counts half. */
function scores(library: Library, word: string): Map<number, number> {
  const { terms, postings, sections } = library
  const out = new Map<number, number>()
  for (let at = firstFrom(terms, word); terms[at]?.startsWith(word); at++) {
    const posting = postings[at] ?? []
    const rare = Math.log(1 + (2 * sections.length) / posting.length)
    const whole = terms[at] === word ? 1 : 0.5
    for (let i = 0; i < posting.length; i += 2) {
      const section = posting[i] ?? 0
      out.set(section, Math.max(out.get(section) ?? 0, (posting[i + 1] ?? 0) * rare * whole))
    }
  }
  return out
}

function excerptOf(section: Section, asked: readonly string[]): string {
  const text = plainText(section.body)
  const small = text.toLowerCase()
  const places = asked.map((word) => small.indexOf(word)).filter((place) => place >= 0)
  const from = Math.max(0, Math.min(...places, small.length) - EXCERPT / 3)
  const start = places.length === 0 || from < EXCERPT / 3 ? 0 : text.indexOf(' ', from) + 1
  const cut = text.slice(start, start + EXCERPT)
  return `${start > 0 ? '… ' : ''}${cut}${start + EXCERPT < text.length ? ' …' : ''}`
}

/** Sections that have every word of the query, the best first. */
export function search(library: Library, query: string, most = 20): Hit[] {
  const asked = [...new Set(words(query))]
  const [first, ...rest] = asked.map((word) => scores(library, word))
  if (!first) return []
  const all = [...first].flatMap(([section, score]) => {
    const others = rest.map((one) => one.get(section))
    if (others.includes(undefined)) return []
    return [{ section, score: others.reduce<number>((sum, one) => sum + (one ?? 0), score) }]
  })
  all.sort((a, b) => b.score - a.score || a.section - b.section)
  return all.slice(0, most).flatMap(({ section: at }) => {
    const section = library.sections[at]
    const page = section && library.pages[section.page]
    return page ? [{ section, page, excerpt: excerptOf(section, asked) }] : []
  })
}

/** Where a link of a document leads inside the library: page and section; null when it leads elsewhere. */
export function resolve(
  library: Library,
  from: string,
  href: string,
): { readonly path: string; readonly hash: string } | null {
  if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(href)) return null
  const base = new URL(`https://docs.invalid/${from}`)
  const { pathname, hash } = new URL(href || from, base)
  const path = href.startsWith('#') ? from : pathname.slice(1).replace(/\.md$/, '')
  return library.pages.some((page) => page.path === path) ? { path, hash: hash.slice(1) } : null
}
