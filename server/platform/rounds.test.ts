import { expect, test } from 'vitest'
import { type RoundsOptions, startRounds } from './rounds.ts'

/** Rounds whose every take ends when the test says so, as seen from outside. */
function rounds(found: () => readonly string[] = () => []) {
  const taken: string[] = []
  const faults: unknown[] = []
  const endings = new Map<string, (error?: Error) => void>()
  const take: RoundsOptions['take'] = (id) => {
    taken.push(id)
    return new Promise((end, fail) => endings.set(id, (error) => (error ? fail(error) : end())))
  }
  const started = startRounds({ find: async () => found(), take, onFault: (error) => faults.push(error) })
  const end = async (id: string, error?: Error) => {
    endings.get(id)!(error)
    await new Promise(setImmediate)
  }
  return { ...started, taken, faults, end }
}

test('an organization that has no end holds up no other', async () => {
  const { wake, taken, end } = rounds()
  wake('flooded')
  wake('quiet')
  expect(taken).toEqual(['flooded', 'quiet'])
  await end('quiet')
  wake('quiet')
  expect(taken).toEqual(['flooded', 'quiet', 'quiet'])
})

test('what comes while an organization is worked on is taken once that has ended', async () => {
  const { wake, taken, end } = rounds()
  wake('one')
  wake('one')
  wake('one')
  expect(taken).toEqual(['one'])
  await end('one')
  expect(taken).toEqual(['one', 'one'])
  await end('one')
  expect(taken).toEqual(['one', 'one'])
})

test('a fault is told, and the organization is taken again', async () => {
  const { wake, taken, faults, end } = rounds()
  wake('one')
  await end('one', new Error('away'))
  expect(faults).toEqual([new Error('away')])
  wake('one')
  expect(taken).toEqual(['one', 'one'])
})

test('settled once what was found by looking is taken too, and stopped once everything in flight has ended', async () => {
  let found = ['left']
  const { wake, settled, stop, taken, end } = rounds(() => found)
  let isSettled = false
  const settling = settled().then(() => (isSettled = true))
  await new Promise(setImmediate)
  expect([taken, isSettled]).toEqual([['left'], false])
  found = []
  await end('left')
  await settling
  wake('last')
  let isStopped = false
  const stopping = stop().then(() => (isStopped = true))
  wake('late')
  await new Promise(setImmediate)
  expect([taken, isStopped]).toEqual([['left', 'last'], false])
  await end('last')
  await stopping
})
