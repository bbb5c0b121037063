import { createCampaign, launchCampaign } from '../server/campaigns/steer-campaign.ts'
import { expandCampaign } from '../server/campaigns/expand-campaign.ts'
import { findCampaign } from '../server/campaigns/campaign-store.ts'
import { isRefusal } from '../server/platform/refusal.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { median } from './ground.ts'
import { startPeople } from './people.ts'

// A million contacts become the recipients of a campaign, chunk by chunk, against one bare insert of the same rows.

const people = 1_000_000
const slices = 3
await using ground = await startPeople(1)
const { organizationId, owner } = ground
console.log(`Writing down ${people.toLocaleString()} contacts …`)
await ground.addPeople(people)
const database = await openDatabase({ url: ground.url, subscriptions: {}, log: silentLog })

async function ours(): Promise<number> {
  const at = new Date()
  const plan = {
    name: 'Spring',
    kind: 'one_shot' as const,
    goal: '',
    connectorId: ground.connectorId,
    senderIds: ground.senderIds,
    throughService: false,
    agentId: null,
    audience: { all: [] },
    audienceIsLive: false,
    steps: [{ text: '', waitSeconds: 0, templateId: ground.templateId, variables: {} }],
    approval: 'none' as const,
    approvalFirst: 20,
    startsAt: null,
    quietFrom: null,
    quietUntil: null,
    endsAfterDays: null,
  }
  const id = await database.withOrganization(organizationId, async (tx) => {
    const made = await createCampaign(tx, plan, { memberId: null, at })
    if (isRefusal(made)) throw new Error(made.refused)
    await launchCampaign(tx, made.id, { memberId: null, at })
    return made.id
  })
  const start = performance.now()
  for (let whole = false; !whole;)
    whole = await database.withOrganization(organizationId, async (tx) =>
      expandCampaign(tx, (await findCampaign(tx, id, true))!, at),
    )
  const rate = people / ((performance.now() - start) / 1000)
  await owner.query('truncate touch, recipient cascade')
  return rate
}

/** The same rows into tables of the same shape, in one statement each, by the owner of the database. */
async function bare(): Promise<number> {
  await owner.query(
    'create table bare_recipient (like recipient including all); create table bare_touch (like touch including all)',
  )
  const start = performance.now()
  const campaign = ground.templateId
  await owner.query(
    'insert into bare_recipient (organization_id, campaign_id, contact_id) select organization_id, $2, id from contact where organization_id = $1',
    [organizationId, campaign],
  )
  await owner.query(
    'insert into bare_touch (organization_id, campaign_id, contact_id, step, due_at) select organization_id, $2, id, 0, now() from contact where organization_id = $1',
    [organizationId, campaign],
  )
  const rate = people / ((performance.now() - start) / 1000)
  await owner.query('drop table bare_recipient, bare_touch')
  return rate
}

const rates = { ours: [] as number[], bare: [] as number[] }
for (let slice = 0; slice < slices; slice += 1) {
  rates.ours.push(await ours())
  rates.bare.push(await bare())
}
console.log(`  Parley, chunks of 10,000   ${median(rates.ours).toFixed(0)} recipients/s`)
console.log(
  `  bare insert … select       ${median(rates.bare).toFixed(0)} recipients/s   Parley / bare ${median(rates.ours.map((rate, at) => rate / rates.bare[at]!)).toFixed(2)}`,
)
await database.close()
