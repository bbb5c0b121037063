import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { asOwner } from '../../tests/rows.ts'
import { findCampaign, saveCampaign } from './campaign-store.ts'
import { expandCampaign } from './expand-campaign.ts'

const at = new Date('2026-03-02T10:00:00.000Z')
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

/** A campaign of an organization with so many contacts, every tenth of whom has a tag. */
async function launched(people: number, audience: ContactFilter = { all: [] }) {
  const [organizationId, connectorId, id] = [newId(), newId(), newId()]
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    asOwner(fresh.url, async (client) => (await client.query<Row>(text, [organizationId, ...values])).rows)
  const addPeople = (count: number) =>
    query(
      `insert into contact (organization_id, id, name, tags) select $1, gen_random_uuid(), 'P' || n, case when n % 10 = 0 then array['tenth'] else '{}' end
       from generate_series(1, $2::int) n`,
      [count],
    )
  await query(
    `insert into connector (organization_id, id, name, account_sid, status, health) values ($1, $2, 'C', 'AC0', 'active', 'connected')`,
    [connectorId],
  )
  await query(
    `insert into campaign (organization_id, id, name, kind, state, connector_id, sender_ids, audience, steps, permit_id, launched_at, created_at)
     values ($1, $2, 'Spring', 'one_shot', 'launching', $3, array[$3::uuid], $4, '[]', $2, now(), now())`,
    [id, connectorId, JSON.stringify(audience)],
  )
  await addPeople(people)
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  return {
    addPeople,
    /** One transaction. @returns whether everybody was looked at */
    round: () => inside(async (tx) => await expandCampaign(tx, (await findCampaign(tx, id, true))!, at)),
    again: () => inside((tx) => saveCampaign(tx, id, { expandedTo: null, expandedAt: null })),
    state: async () => (await inside((tx) => findCampaign(tx, id)))!.state,
    counts: async () =>
      (
        await query<{ recipients: number; touches: number; meant: number }>(
          `select (select count(*)::int from recipient where organization_id = $1 and campaign_id = $2) as recipients, count(*)::int as touches,
             count(*) filter (where contact_id = any(array(select id from contact where organization_id = $1 and tags = '{tenth}')))::int as meant
           from touch where organization_id = $1 and campaign_id = $2 and step = 0 and state = 'planned'`,
          [id],
        )
      )[0]!,
  }
}

test('ten thousand are looked at in a transaction, and the next goes on behind them', async () => {
  const { round, counts, state } = await launched(20_001)
  expect(await round()).toBe(false)
  expect(await counts()).toMatchObject({ recipients: 10_000, touches: 10_000 })
  expect(await round()).toBe(false)
  expect(await state()).toBe('launching')
  expect(await round()).toBe(true)
  expect(await counts()).toMatchObject({ recipients: 20_001, touches: 20_001 })
  expect(await state()).toBe('running')
})

test('a last round that finds nobody is the end', async () => {
  const { round, counts } = await launched(10_000)
  expect([await round(), await round()]).toEqual([false, true])
  expect(await counts()).toMatchObject({ recipients: 10_000, touches: 10_000 })
})

test('whoever does not match is passed over, and who is there already is not written down again', async () => {
  const { round, again, addPeople, counts } = await launched(12_000, {
    all: [{ field: 'tag', is: ['tenth'] }],
  })
  expect([await round(), await round()]).toEqual([false, true])
  expect(await counts()).toEqual({ recipients: 1200, touches: 1200, meant: 1200 })
  await addPeople(100)
  await again()
  expect([await round(), await round()]).toEqual([false, true])
  expect(await counts()).toEqual({ recipients: 1210, touches: 1210, meant: 1210 })
})
