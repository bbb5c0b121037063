import { sendMany } from '../server/messages/send-many.ts'
import { givePermit } from '../server/messages/permit.ts'
import { decideSend, type SendFacts } from '../server/messages/send-gate.ts'
import { systemClock } from '../server/platform/clock.ts'
import { openDatabase } from '../server/platform/db.ts'
import { silentLog } from '../server/platform/log.ts'
import { median } from './ground.ts'
import { startPeople } from './people.ts'

// Decisions a second: of the pure function alone, and with the facts loaded, the rows locked and the messages written.

const at = new Date()
const facts: SendFacts = {
  content: {
    body: 'Hello Ana',
    file: null,
    template: { name: 'news', approval: 'approved', category: 'MARKETING', body: 'Our news', missing: [] },
  },
  sender: { active: true, online: true, address: 'whatsapp:+12025550101' },
  connector: { sendOutbound: true, connected: true, paused: false },
  lastInboundAt: new Date(at.getTime() - 30 * 3_600_000),
  suppressedSince: null,
  optedInAt: at,
  epochs: null,
  agentMessagesLastHour: null,
  day: null,
  quietUntil: null,
}
function pure(): number {
  const count = 2_000_000
  const start = performance.now()
  let sent = 0
  for (let n = 0; n < count; n += 1) if (decideSend(facts, at).verdict === 'send') sent += 1
  if (sent !== count) throw new Error('The gate changed its mind')
  return count / ((performance.now() - start) / 1000)
}

await using ground = await startPeople(4)
await ground.addPeople(20_000)
const database = await openDatabase({ url: ground.url, subscriptions: {}, log: silentLog })
const { rows } = await ground.owner.query<{ contact_id: string; address: string }>(
  'select contact_id, address from contact_identity',
)
const permit = { id: await database.withOrganization(ground.organizationId, givePermit), epoch: 0 }

async function loaded(batch: typeof rows): Promise<number> {
  const start = performance.now()
  for (let from = 0; from < batch.length; from += 250)
    await database.withOrganization(ground.organizationId, (tx) =>
      sendMany(
        tx,
        batch.slice(from, from + 250).map(({ contact_id, address }, n) => ({
          contactId: contact_id,
          contactAddress: address,
          senderId: ground.senderIds[n % 4]!,
          connectorId: ground.connectorId,
          body: '',
          template: { templateId: ground.templateId, variables: {} },
          agentId: null,
          permit,
          quiet: null,
          byService: false,
        })),
        systemClock,
      ),
    )
  return batch.length / ((performance.now() - start) / 1000)
}

pure()
console.log(`  the pure function           ${median([pure(), pure(), pure()]).toFixed(0)} decisions/s`)
// What a hub that has run for a minute has: statistics.
await loaded(rows.slice(0, 2500))
await ground.owner.query('analyze')
const slices = []
for (let slice = 0; slice < 4; slice += 1)
  slices.push(await loaded(rows.slice(2500 + slice * 4000, 2500 + (slice + 1) * 4000)))
console.log(`  facts loaded, rows written  ${median(slices).toFixed(0)} decisions/s`)
await database.close()
