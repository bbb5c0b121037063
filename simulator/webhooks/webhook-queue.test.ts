import { expect, test } from 'vitest'

import { until } from '#testing/drive.ts'
import { WebhookQueue } from './webhook-queue.ts'

test('jobs of one key keep their order while others pass', async () => {
  const queue = new WebhookQueue(2, 100)
  const ran: string[] = []
  const gate = Promise.withResolvers<void>()
  queue.push('slow', async () => {
    await gate.promise
    ran.push('slow 1')
  })
  queue.push('slow', async () => void ran.push('slow 2'))
  for (let count = 0; count < 5; count++)
    queue.push(`fast ${count}`, async () => void ran.push(`fast ${count}`))
  await until(() => ran.length === 5)
  expect(ran).toEqual(['fast 0', 'fast 1', 'fast 2', 'fast 3', 'fast 4'])
  gate.resolve()
  await until(() => queue.pending === 0)
  expect(ran.slice(5)).toEqual(['slow 1', 'slow 2'])
})

test('beyond its capacity it refuses and counts', async () => {
  const queue = new WebhookQueue(1, 3)
  const gate = Promise.withResolvers<void>()
  let ran = 0
  const job = async () => {
    await gate.promise
    ran++
  }
  for (let count = 0; count < 6; count++) queue.push(`key ${count}`, job)
  expect(queue).toMatchObject({ pending: 4, refused: 2 })
  gate.resolve()
  await until(() => queue.pending === 0)
  expect(ran).toBe(4)
})
