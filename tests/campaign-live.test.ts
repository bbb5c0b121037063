import { afterAll, beforeAll, expect, test } from 'vitest'
import { until } from './hub.ts'
import { openOutreach, type Outreach } from './outreach.ts'

// A campaign tells whoever looks at it how far it has come: what a browser asks after the last news is the whole truth, and the news
// are far fewer than the messages.

let desk: Outreach
beforeAll(async () => {
  desk = await openOutreach()
})
afterAll(() => desk?.hub[Symbol.asyncDispose]())

/** News of the campaign so far, and how many messages of it moved. */
async function newsOf(id: string): Promise<{ ofCampaign: number; ofMessages: number }> {
  const [row] = await desk.query<{ of_campaign: number; of_messages: number }>(
    `select count(*) filter (where topic = 'campaign' and "subjectId" = $1)::int as of_campaign,
       count(*) filter (where topic = 'message' and "subjectId" in (select message_id from touch where campaign_id = $1))::int as of_messages
     from event, json_to_recordset(changes) as change (topic text, "subjectId" uuid)`,
    [id],
  )
  return { ofCampaign: row!.of_campaign, ofMessages: row!.of_messages }
}

/** Waits until the campaign was told of again, and looks at it then. */
async function afterNews(id: string, before: number) {
  await until(
    () => newsOf(id),
    ({ ofCampaign }) => ofCampaign > before,
  )
  return (await desk.look(id)).progress
}

test('what Twilio reports of a campaign is told a few times, not once for each message', async () => {
  await desk.addContacts(1, 300)
  const id = await desk.create(1)
  await desk.launch(id)
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 300)
  const { ofCampaign, ofMessages } = await newsOf(id)
  expect(ofMessages).toBeGreaterThan(600)
  expect(ofCampaign).toBeGreaterThan(2)
  expect(ofCampaign).toBeLessThan(ofMessages / 10)
})

test('what happens to a campaign that is done is told too', async () => {
  await desk.addContacts(2, 2)
  const id = await desk.create(2)
  await desk.launch(id)
  await desk.comes(id, ({ state, progress }) => state === 'done' && progress.delivered === 2)
  // The last news of what was delivered is out.
  await until(
    async () =>
      await desk.query(
        `select from pgboss.job where name = 'campaigns.moved' and state in ('created', 'active')`,
      ),
    (waiting) => waiting.length === 0,
  )
  const before = (await newsOf(id)).ofCampaign
  const [sent] = await desk.received(2, 0)
  await desk.hub.simulator.read(desk.address(2, 0), sent!.sid)
  expect(await afterNews(id, before)).toMatchObject({ delivered: 1, read: 1 })
})
