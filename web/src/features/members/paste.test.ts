import { expect, test } from 'vitest'
import { readPaste } from './paste'

test('an address alone takes the usual role', () => {
  expect(readPaste('leo@x.test\n\n rosa@x.test ', 'labeler').rows).toEqual([
    { line: 1, email: 'leo@x.test', role: 'labeler', release_approver: false },
    { line: 3, email: 'rosa@x.test', role: 'labeler', release_approver: false },
  ])
})

test('cells from a sheet or a CSV file are read, with a heading passed over', () => {
  const { rows, faults } = readPaste(
    'E-mail\tRole\r\nLeo <leo@x.test>\tReviewer\nmax@x.test; Team manager; approver',
    'labeler',
  )

  expect(rows.map(({ email, role, release_approver }) => [email, role, release_approver])).toEqual([
    ['leo@x.test', 'reviewer', false],
    ['max@x.test', 'team_manager', true],
  ])
  expect(faults).toEqual([])
})

test('lines that are no row are told by number and reason, the others are kept', () => {
  const { rows, faults } = readPaste('leo@x.test\nnot an address\nrosa@x.test,king', 'labeler')

  expect(rows.map((one) => one.line)).toEqual([1])
  expect(faults).toEqual([
    { line: 2, text: 'not an address', why: 'address' },
    { line: 3, text: 'rosa@x.test,king', why: 'role' },
  ])
})
