import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CampaignPlan } from './campaign.ts'
import { laneOf } from '#messages/message.ts'
import { fixedClock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { isRefusal } from '#platform/refusal.ts'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { addOrganization, addSender, asOwner } from '../../tests/rows.ts'
import { findCampaign } from './campaign-store.ts'
import { composeTouches } from './compose-touches.ts'
import { expandCampaign } from './expand-campaign.ts'
import { feedTouches } from './feed-touches.ts'
import { waitingLimit } from './room-of.ts'
import { createCampaign, launchCampaign } from './steer-campaign.ts'

const clock = fixedClock(new Date('2026-03-02T12:00:00.000Z'))
let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh?.[Symbol.asyncDispose]())

/** An organization with two senders of one connector, a template, and so many people who agreed; `withThread` of them have a thread with the first sender. */
async function world(people: number, withThread = 0) {
  const { organizationId } = await addOrganization(fresh.url, {})
  const query = <Row extends object>(text: string, values: unknown[] = []) =>
    asOwner(fresh.url, async (client) => (await client.query<Row>(text, [organizationId, ...values])).rows)
  const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
  const { senderId: busy, connectorId } = await inside((tx) => addSender(tx, 'whatsapp:+12025550100'))
  const [free, templateId] = [newId(), newId()]
  await query(
    `insert into sender (organization_id, id, connector_id, twilio_sid, address, status, active) values ($1, $2, $3, 'XE1', 'whatsapp:+12025550101', 'ONLINE', true)`,
    [free, connectorId],
  )
  await query(
    `insert into template (organization_id, id, connector_id, twilio_sid, name, language, content_type, content, category, status, synced_at, updated_at)
     values ($1, $2, $3, 'HX1', 'offer', 'en', 'twilio/text', '{"body":"Our offer."}', 'MARKETING', 'approved', now(), now())`,
    [templateId, connectorId],
  )
  await query(
    `insert into contact (organization_id, id, name, created_at) select $1, gen_random_uuid(), 'P' || n, now() from generate_series(1, $2::int) n`,
    [people],
  )
  await query(
    `insert into contact_identity (organization_id, address, contact_id, kind)
     select $1, 'whatsapp:+4915' || lpad(row_number() over (order by id)::text, 9, '0'), id, 'phone' from contact where organization_id = $1`,
  )
  await query(
    `insert into consent (organization_id, id, contact_id, kind, source, wording, at) select $1, gen_random_uuid(), id, 'opt_in', 'import', 'Yes', now() from contact
     where organization_id = $1`,
  )
  await query(
    `insert into conversation (organization_id, id, contact_id, contact_address, sender_id, connector_id, last_message_at)
     select $1, gen_random_uuid(), contact_id, address, $2, $3, now() from contact_identity where organization_id = $1 order by address limit $4`,
    [busy, connectorId, withThread],
  )
  const launch = async (plan: Partial<CampaignPlan> = {}) =>
    await inside(async (tx) => {
      const by = { memberId: null, at: clock.now() }
      const made = await createCampaign(
        tx,
        {
          name: 'Spring',
          kind: 'one_shot',
          goal: '',
          connectorId,
          senderIds: [busy, free],
          throughService: false,
          agentId: null,
          audience: { all: [] },
          audienceIsLive: false,
          steps: [{ text: '', waitSeconds: 0, templateId, variables: {} }],
          approval: 'none',
          approvalFirst: 20,
          startsAt: null,
          quietFrom: null,
          quietUntil: null,
          endsAfterDays: null,
          ...plan,
        },
        by,
      )
      if (isRefusal(made)) throw new Error(made.refused)
      await launchCampaign(tx, made.id, by)
      await expandCampaign(tx, (await findCampaign(tx, made.id))!, clock.now())
      return made.id
    })
  const campaign = async (tx: Tx, id: string) => (await findCampaign(tx, id))!
  const feed = (id: string) => inside(async (tx) => await feedTouches(tx, await campaign(tx, id), clock))
  const compose = (id: string) =>
    inside(async (tx) => await composeTouches(tx, await campaign(tx, id), clock.now()))
  const waitingIn = async (lane: string, id?: string) => {
    const [row] = await query<{ count: number }>(
      `select count(*)::int as count from message where organization_id = $1 and lane = $2
         and ($3::uuid is null or permit_id = (select permit_id from campaign where organization_id = $1 and id = $3))`,
      [lane, id ?? null],
    )
    return row!.count
  }
  return { busy, free, launch, feed, compose, waitingIn }
}

test('what is due is composed as it is given to the outbox, and not before', async () => {
  const { launch, feed, compose, waitingIn, busy, free } = await world(30)
  const id = await launch()
  expect(await compose(id)).toBe(0)
  expect(await feed(id)).toBe(30)
  expect((await waitingIn(laneOf(busy))) + (await waitingIn(laneOf(free)))).toBe(30)
  expect(await feed(id)).toBe(0)
})

test('whoever waits for a crowded sender does not stand in the way of those who need not', async () => {
  const { busy, free, launch, feed, waitingIn } = await world(1400, 1200)
  const id = await launch()
  for (let round = 0; round < 8; round += 1) {
    await feed(id)
    // Those that were put off are due again.
    clock.advance(3)
  }
  expect(await waitingIn(laneOf(busy))).toBe(waitingLimit)
  expect(await waitingIn(laneOf(free))).toBe(200)
})

test('campaigns share what may wait for a sender, whether somebody reviews them or not', async () => {
  const { busy, launch, feed, compose, waitingIn } = await world(600)
  const only = { senderIds: [busy] }
  const [reviewed, one, other] = [
    await launch({ ...only, approval: 'first', approvalFirst: 0 }),
    await launch(only),
    await launch(only),
  ]
  await compose(reviewed)
  for (const id of [reviewed, one, other]) await feed(id)
  const share = Math.floor(waitingLimit / 3)
  expect(await Promise.all([reviewed, one, other].map((id) => waitingIn(laneOf(busy), id)))).toEqual([
    share,
    share,
    share,
  ])
})
