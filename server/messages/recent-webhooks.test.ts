import { expect, test } from 'vitest'
import { recentWebhooks } from './recent-webhooks.ts'

const hello = { parameters: { Body: 'Hello' }, origin: 'webhook' } as const

test('what was kept is given once', () => {
  const recent = recentWebhooks()
  recent.keep('1', hello)
  expect(recent.take('2')).toBeUndefined()
  expect(recent.take('1')).toMatchObject(hello)
  expect(recent.take('1')).toBeUndefined()
})

test('of too many the longest kept goes', () => {
  const recent = recentWebhooks(2)
  for (const id of ['1', '2', '3']) recent.keep(id, hello)
  expect(['1', '2', '3'].map((id) => recent.take(id) !== undefined)).toEqual([false, true, true])
})
