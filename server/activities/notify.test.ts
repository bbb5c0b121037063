import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import type { Tx } from '#platform/db.ts'
import type { Change } from '#platform/change.ts'
import { newId } from '#platform/ids.ts'
import type { Notice } from './activity.ts'
import { notify } from './notify.ts'
import { readNotifications, readNotificationsOf } from './read-notifications.ts'

let fresh: FreshDatabase
let organizationId: string
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(() => {
  organizationId = newId()
})

const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
const tell = (notice: Notice) => inside((tx) => notify(tx, notice))
const rows = () =>
  inside((tx) =>
    tx.db
      .selectFrom('notification')
      .select(['memberId', 'kind', 'count', 'facts', 'readAt'])
      .orderBy('memberId')
      .orderBy('id')
      .execute(),
  )
const hints = () =>
  inside(async (tx) => {
    const rows = await tx.db.selectFrom('event').select('changes').orderBy('id').execute()
    return rows.flatMap(({ changes }) => changes as Change[]).map(({ topic, facts }) => ({ topic, facts }))
  })

test('a burst about one conversation is one unread notification of each member, which counts', async () => {
  const conversationId = newId()
  const memberIds = ['nils', 'marta', 'nils']
  await Promise.all(
    Array.from({ length: 20 }, (_, n) =>
      tell({ memberIds: n % 2 ? memberIds : memberIds.toReversed(), kind: 'reply', conversationId }),
    ),
  )
  const expected = { kind: 'reply', count: 20, readAt: null }
  expect(await rows()).toMatchObject([
    { memberId: 'marta', ...expected },
    { memberId: 'nils', ...expected },
  ])
})

test('what comes after reading is a new notification', async () => {
  const conversationId = newId()
  await tell({ memberIds: ['nils'], kind: 'reply', conversationId })
  await inside((tx) => readNotificationsOf(tx, 'nils', conversationId))
  await tell({ memberIds: ['nils'], kind: 'reply', conversationId, facts: { n: 2 } })
  expect(await rows()).toMatchObject([
    { readAt: expect.any(Date) },
    { count: 1, readAt: null, facts: { n: 2 } },
  ])
})

test('notices of another kind, or about no conversation, stay apart', async () => {
  const conversationId = newId()
  await tell({ memberIds: ['nils'], kind: 'reply', conversationId })
  await tell({ memberIds: ['nils'], kind: 'assigned', conversationId })
  await tell({ memberIds: ['nils'], kind: 'connector_failed', facts: { connectorId: 'a' } })
  await tell({ memberIds: ['nils'], kind: 'connector_failed', facts: { connectorId: 'b' } })
  expect((await rows()).map((row) => row.count)).toEqual([1, 1, 1, 1])
})

test('members are told live, and again when they have read', async () => {
  await tell({ memberIds: [], kind: 'reply' })
  expect(await hints()).toEqual([])
  await tell({ memberIds: ['nils'], kind: 'reply' })
  await inside((tx) => readNotifications(tx, 'nils', null))
  await inside((tx) => readNotifications(tx, 'nils', []))
  const hint = { topic: 'notification', facts: { memberId: 'nils' } }
  expect(await hints()).toEqual([hint, hint])
})
