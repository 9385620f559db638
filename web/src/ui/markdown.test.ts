import { expect, test } from 'vitest'
import { blocks } from './markdown'

test('headings, paragraphs and lists are told apart', () => {
  expect(
    blocks(
      '# Lesions\nDraw every one\nyou see.\n\n- Boxes touch\n  the edge.\n- No shadows.\n\n1. First\n2) Second',
    ),
  ).toEqual([
    { kind: 'heading', text: 'Lesions' },
    { kind: 'paragraph', text: 'Draw every one you see.' },
    { kind: 'list', items: ['Boxes touch the edge.', 'No shadows.'] },
    { kind: 'list', items: ['First', 'Second'] },
  ])
})

test('a list right below its sentence is still a list', () => {
  expect(blocks('Leave out:\n- lens artefacts')).toEqual([
    { kind: 'paragraph', text: 'Leave out:' },
    { kind: 'list', items: ['lens artefacts'] },
  ])
})

test('HTML and pictures stay text', () => {
  expect(blocks('<img src=x onerror=alert(1)>')).toEqual([
    { kind: 'paragraph', text: '<img src=x onerror=alert(1)>' },
  ])
})
