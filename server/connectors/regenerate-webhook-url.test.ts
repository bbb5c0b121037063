import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender, asOwner } from '../../tests/rows.ts'
import type { Tx } from '#platform/db.ts'
import { openSecrets } from '#platform/secrets.ts'
import { routesIn } from './find-by-token.ts'
import { regenerateWebhookUrl } from './regenerate-webhook-url.ts'
import { findConnector } from './store.ts'
import { hashOfToken } from './webhook-url.ts'

let fresh: FreshDatabase
const secrets = openSecrets([{ id: 'test', key: randomBytes(32) }])

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

async function openConnector() {
  const { organizationId } = await addOrganization(fresh.url, { marta: 'owner' })
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const { connectorId } = await inside((tx) => addSender(tx, 'whatsapp:+12025550101'))
  const find = routesIn(fresh.db)
  /** The token a page shows, as this transaction sees it. */
  const token = async (tx: Tx) => {
    const connector = await findConnector(tx, connectorId)
    const place = { table: 'connector', column: 'webhook_token_sealed', id: connectorId }
    return await secrets.open(tx, place, connector!.webhookTokenSealed!)
  }
  return {
    inside,
    token,
    works: async (one: string) => (await find(hashOfToken(one)))?.connectorId === connectorId,
    replace: async (tx: Tx, revokeNow: boolean) => {
      expect(await regenerateWebhookUrl(tx, connectorId, revokeNow, secrets)).toBe(true)
      return await token(tx)
    },
  }
}

const someoneWaits = () =>
  asOwner(fresh.url, async (client) => {
    const waiting = `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    while ((await client.query(waiting)).rowCount === 0) await new Promise((again) => setTimeout(again, 10))
  })

test('the address that was replaced works on, unless it is revoked', async () => {
  const { inside, replace, works, token } = await openConnector()
  const first = await inside((tx) => replace(tx, false))
  const second = await inside((tx) => replace(tx, false))
  expect([await works(first), await works(second)]).toEqual([true, true])
  const third = await inside((tx) => replace(tx, true))
  expect([await works(first), await works(second), await works(third)]).toEqual([false, false, true])
  expect(await inside(token)).toBe(third)
})

test('of two who revoke at the same moment the later one also ends what the earlier one made', async () => {
  const { inside, replace, works, token } = await openConnector()
  const before = await inside((tx) => replace(tx, false))
  let second: Promise<string> | undefined
  const first = await inside(async (tx) => {
    const made = await replace(tx, true)
    second = inside((other) => replace(other, true))
    await someoneWaits()
    return made
  })
  const last = (await second)!
  expect([await works(before), await works(first), await works(last)]).toEqual([false, false, true])
  expect(await inside(token)).toBe(last)
})
