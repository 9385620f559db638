export type Params = Readonly<Record<string, string | number>>

/** End index (exclusive) of the brace group that opens at `start`. */
function groupEnd(pattern: string, start: number): number {
  let depth = 0
  for (let i = start; i < pattern.length; i++) {
    if (pattern[i] === '{') depth++
    if (pattern[i] === '}' && --depth === 0) return i + 1
  }
  throw new Error(`Unclosed brace in message: ${pattern}`)
}

/** `one {# row} other {# rows}` -> the branch for `n`; `=0` beats the plural category. */
function branch(choices: string, n: number, locale: string): string {
  const category = new Intl.PluralRules(locale).select(n)
  const found = new Map<string, string>()
  let at = 0
  while (at < choices.length) {
    const open = choices.indexOf('{', at)
    if (open < 0) break
    const end = groupEnd(choices, open)
    found.set(choices.slice(at, open).trim(), choices.slice(open + 1, end - 1))
    at = end
  }
  return found.get(`=${n}`) ?? found.get(category) ?? found.get('other') ?? ''
}

function argument(body: string, params: Params, locale: string): string {
  const [name = '', kind, ...rest] = body.split(',')
  const value = params[name.trim()]
  if (kind?.trim() === 'plural') {
    const n = Number(value)
    const text = branch(rest.join(','), n, locale).replaceAll('#', n.toLocaleString(locale))
    return format(text, params, locale)
  }
  if (value === undefined) return `{${name}}`
  return typeof value === 'number' ? value.toLocaleString(locale) : value
}

/**
 * Fills a message: `{name}` and `{n, plural, =0 {none} one {# row} other {# rows}}`, a small part of ICU
 * MessageFormat. Numbers are grouped as the locale does. Throws on an unclosed brace (a mistake in the catalogue).
 */
export function format(pattern: string, params: Params = {}, locale = 'en'): string {
  let out = ''
  let at = 0
  while (at < pattern.length) {
    const open = pattern.indexOf('{', at)
    if (open < 0) return out + pattern.slice(at)
    const end = groupEnd(pattern, open)
    out += pattern.slice(at, open) + argument(pattern.slice(open + 1, end - 1), params, locale)
    at = end
  }
  return out
}
