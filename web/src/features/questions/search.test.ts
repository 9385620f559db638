import { expect, test } from 'vitest'
import { asked, readSearch, readThread } from './search'

const person = '0198b6a0-0000-7000-8000-000000000001'

test('an address asks for threads; what it asks wrongly is left out', () => {
  expect(readSearch({ kind: 'question', person, mine: 'yes', thread: person })).toEqual({
    kind: 'question',
    person,
    mine: 'yes',
    thread: person,
  })
  expect(readSearch({ kind: 'all', person: '../x', mine: true, thread: 5 })).toEqual({})
})

test('the server is asked for the filters, not for what is open beside the list', () => {
  expect(asked({ mine: 'yes', thread: person })).toEqual({ mine: 'true' })
  expect(asked({ kind: 'issue', person })).toEqual({ kind: 'issue', person })
})

test('a picture is opened for a thread by its id alone', () => {
  expect(readThread({ thread: person, kind: 'question' })).toEqual({ thread: person })
  expect(readThread({ thread: '../x' })).toEqual({})
  expect(readThread({})).toEqual({})
})
