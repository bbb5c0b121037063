import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { afterEach, expect, test } from 'vitest'
import { askAgain } from './ask-again.ts'

const client = new QueryClient({ defaultOptions: { queries: { retry: false } } })
afterEach(() => client.clear())

/** A question on screen whose answers come when the test gives them: what was true when it was put. */
function onScreen(key: string) {
  let truth = 'old'
  const waiting: (() => void)[] = []
  const queryFn = () => {
    const seen = truth
    return new Promise<string>((resolve) => waiting.push(() => resolve(seen)))
  }
  const observer = new QueryObserver(client, { queryKey: [key], queryFn })
  const leave = observer.subscribe(() => {})
  return {
    waiting,
    leave,
    becomes: (next: string) => void (truth = next),
    shown: () => observer.getCurrentResult().data,
  }
}

const settled = () => new Promise((done) => setTimeout(done))

test('a change during the very first answer is asked for once that answer is there', async () => {
  const { waiting, becomes, shown } = onScreen('messages')
  becomes('new')
  const asked = askAgain(client, { queryKey: ['messages'] })
  waiting.shift()!()
  await expect.poll(() => waiting.length).toBe(1)
  expect(shown()).toBe('old')
  waiting.shift()!()
  await asked
  expect(shown()).toBe('new')
})

test('many changes during the very first answer are asked for once', async () => {
  const { waiting, shown } = onScreen('messages')
  const asked = [askAgain(client), askAgain(client, { queryKey: ['messages'] }), askAgain(client)]
  waiting.shift()!()
  await expect.poll(() => waiting.length).toBe(1)
  waiting.shift()!()
  await Promise.all(asked)
  expect([waiting.length, shown()]).toEqual([0, 'old'])
})

test('a question without an answer holds up no other', async () => {
  const { waiting } = onScreen('messages')
  onScreen('hanging')
  void askAgain(client)
  waiting.shift()!()
  await expect.poll(() => waiting.length).toBe(1)
})

test('a change during a later answer takes its place', async () => {
  const { waiting, becomes, shown } = onScreen('messages')
  waiting.shift()!()
  await expect.poll(shown).toBe('old')
  void askAgain(client)
  becomes('new')
  const asked = askAgain(client)
  expect(waiting).toHaveLength(2)
  waiting.pop()!()
  await asked
  expect(shown()).toBe('new')
})

test('what left the screen before its first answer is not taken for true when it comes back', async () => {
  const { waiting, leave } = onScreen('messages')
  const asked = askAgain(client)
  leave()
  waiting.shift()!()
  await asked
  expect(client.getQueryState(['messages'])?.isInvalidated).toBe(true)
})

test('other questions are left alone', async () => {
  const { waiting } = onScreen('messages')
  await askAgain(client, { queryKey: ['contacts'] })
  waiting.shift()!()
  await settled()
  expect(waiting).toHaveLength(0)
})
