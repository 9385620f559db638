import { expect, test } from 'vitest'
import { blocks } from './markdown'

test('headings, paragraphs and lists are told apart', () => {
  expect(
    blocks(
      '# Lesions\nDraw every one\nyou see.\n\n- Boxes touch\n  the edge.\n- No shadows.\n\n1. First\n2) Second',
    ),
  ).toEqual([
    { kind: 'heading', text: 'Lesions', level: 1 },
    { kind: 'paragraph', text: 'Draw every one you see.' },
    { kind: 'list', items: ['Boxes touch the edge.', 'No shadows.'], ordered: false },
    { kind: 'list', items: ['First', 'Second'], ordered: true },
  ])
})

test('a list right below its sentence is still a list', () => {
  expect(blocks('Leave out:\n- lens artefacts')).toEqual([
    { kind: 'paragraph', text: 'Leave out:' },
    { kind: 'list', items: ['lens artefacts'], ordered: false },
  ])
})

test('HTML and pictures stay text', () => {
  expect(blocks('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'paragraph', text: '<img src=x onerror=alert(1)>' },
  ])
})

test('tables and code are told from text, with bars and marks inside them', () => {
  expect(
    blocks('Keys:\n\n| key | what |\n| --- | --- |\n| `a \\| b` | both |\n\n```\n# not a heading\n- x\n```'),
  ).toEqual([
    { kind: 'paragraph', text: 'Keys:' },
    { kind: 'table', head: ['key', 'what'], rows: [['`a | b`', 'both']] },
    { kind: 'code', text: '# not a heading\n- x' },
  ])
})

test('whatever is written, every line of it is read once and the reading ends', () => {
  for (const odd of ['```', '|a|\n|', '#', '- ', '|---|', '# \n\n\n- a\n```\nb'])
    expect(blocks(odd).length).toBeGreaterThan(0)
})
