import { expect, test } from 'vitest'
import { documents } from '../docs.plugin'
import { docFor } from '../src/features/help/docFor'
import { bind, resolve, search } from '../src/features/help/library'

const library = bind(documents())

test('every document is in the library, the start page first', () => {
  expect(library.pages.length).toBeGreaterThan(30)
  expect(library.pages[0]?.path).toBe('index')
})

test('every link between documents leads to one that is there', () => {
  const broken = library.sections.flatMap(({ page, body }) => {
    const from = library.pages[page]?.path ?? ''
    const links = [...body.matchAll(/\]\(([^)]+)\)/g)].map((hit) => hit[1] ?? '')
    return links
      .filter(
        (href) => /\.md(#|$)/.test(href) && !href.includes('0000-template') && !resolve(library, from, href),
      )
      .map((href) => `${from}: ${href}`)
  })
  expect(broken).toEqual([])
})

test('every screen has a page of help that is there', () => {
  const screens = ['/', '/account', '/help', '/projects/x']
  for (const room of 'assets assets/y imports ontology policy policy/interview members releases ledger label review'.split(
    ' ',
  ))
    screens.push(`/projects/x/${room}`)
  for (const screen of screens)
    expect(
      library.pages.map(({ path }) => path),
      screen,
    ).toContain(docFor(screen))
})

test('what people look for is found first', () => {
  const first = (query: string) => search(library, query)[0]?.page.path
  expect(first('polygon hole')).toMatch(/^use\//)
  expect(first('backup')).toBe('operate/backup')
  expect(first('ledger verify')).toMatch(/ledger|commands|enforced/)
})
