import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { notify } from '#activities/notify.ts'
import { readNotificationsOf } from '#activities/read-notifications.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { readCursor } from './cursor.ts'
import { listNotifications } from './notifications.ts'
import { isRefusal } from '#platform/refusal.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

test('the last raised comes first, read or not, on every page', async () => {
  const organizationId = newId()
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const threads = Array.from({ length: 7 }, newId)
  const raise = (thread: number) =>
    inside((tx) => notify(tx, { memberIds: ['nils'], kind: 'reply', conversationId: threads[thread]! }))
  for (const thread of [0, 1, 2, 3, 4, 5, 6]) await raise(thread)
  for (const thread of [1, 4, 5]) await inside((tx) => readNotificationsOf(tx, 'nils', threads[thread]!))
  // Unread still: it counts two, and is the newest again.
  await raise(2)

  const seen: { thread: number; read: boolean; count: number }[] = []
  let cursor: string | undefined
  do {
    const after = readCursor(cursor)
    if (isRefusal(after)) throw new Error('The page ended nowhere')
    const page = await inside((tx) => listNotifications(tx, 'nils', { after, limit: 2 }))
    expect(page.unreadCount).toBe(4)
    for (const { conversationId, read, count } of page.items)
      seen.push({ thread: threads.indexOf(String(conversationId)), read, count })
    cursor = page.nextCursor ?? undefined
  } while (cursor !== undefined)

  expect(seen).toEqual([
    { thread: 2, read: false, count: 2 },
    { thread: 6, read: false, count: 1 },
    { thread: 5, read: true, count: 1 },
    { thread: 4, read: true, count: 1 },
    { thread: 3, read: false, count: 1 },
    { thread: 1, read: true, count: 1 },
    { thread: 0, read: false, count: 1 },
  ])
})
