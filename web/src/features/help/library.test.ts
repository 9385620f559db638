import { expect, test } from 'vitest'
import { bind, readPage, resolve, search, words } from './library'

const library = bind([
  ['index', '# Documents\n\nChoose. [Use](use/keys.md)'],
  [
    'use/keys',
    '# Keys\n\nAll keys.\n\n## Draw a box\n\n`B` begins a rectangle.\n\n```\n# no heading\n```\n\n## Undo\n\nTake it back.',
  ],
  ['use/tools', '# Tools\n\nA box, a polygon; every key is on its tool. Café.'],
  ['secure/ledger', '# The ledger\n\n<!-- generated: x -->\nEvents are sealed.\n<!-- /generated -->'],
])
const found = (query: string) =>
  search(library, query).map(({ page, section }) => `${page.path}#${section.id}`)

test('a document is split at its headings, but not inside code, and comments are gone', () => {
  const { page, sections } = readPage('use/keys', '# Keys\na\n## Draw a box\nb\n```\n# c\n```', 3)
  expect(page).toEqual({ path: 'use/keys', title: 'Keys' })
  expect(sections.map(({ id, body }) => [id, body])).toEqual([
    ['', 'a'],
    ['draw-box', 'b\n```\n# c\n```'],
  ])
  expect(library.sections.at(-1)?.body).toBe('Events are sealed.')
})

test('words are small, without accents and marks', () => {
  expect(words('Café-Überblick, a 16-bit `PNG`')).toEqual(['cafe', 'uberblick', '16', 'bit', 'png'])
})

test('a heading beats a mention, and a page beats its parts', () => {
  expect(found('box')).toEqual(['use/keys#draw-box', 'use/tools#'])
  expect(found('keys')[0]).toBe('use/keys#')
})

test('the beginning of a word finds it, and every word must be there', () => {
  expect(found('rectan')).toEqual(['use/keys#draw-box'])
  expect(found('polygon cafe')).toEqual(['use/tools#'])
  expect(found('polygon ledger')).toEqual([])
  expect(found('')).toEqual([])
  expect(found('zzz')).toEqual([])
})

test('an excerpt shows the word that was asked for', () => {
  const long = bind([['a', `# A\n\n${'filler words here. '.repeat(40)}the needle is here.`]])
  expect(search(long, 'needle')[0]?.excerpt).toContain('needle')
})

test('links lead to pages of the library only', () => {
  expect(resolve(library, 'use/keys', 'tools.md')).toEqual({ path: 'use/tools', hash: '' })
  expect(resolve(library, 'use/keys', '../secure/ledger.md#seal')).toEqual({
    path: 'secure/ledger',
    hash: 'seal',
  })
  expect(resolve(library, 'use/keys', '#undo')).toEqual({ path: 'use/keys', hash: 'undo' })
  for (const elsewhere of ['https://example.org/x', '//example.org', 'javascript:alert(1)', 'gone.md'])
    expect(resolve(library, 'use/keys', elsewhere)).toBeNull()
})
