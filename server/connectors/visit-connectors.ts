import { notify } from '#activities/notify.ts'
import { administrators } from '#organizations/member-names.ts'
import { isRefusal } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { newErrors } from './diagnose.ts'
import { discoverSenders } from './discover-senders.ts'
import { examineSender } from './examine-sender.ts'
import type { SenderRoom } from './load-subject.ts'
import { type Pools, readPools } from './read-pools.ts'
import type { SenderRow } from './sender.ts'
import { listSenders } from './sender-store.ts'
import { listConnectors } from './store.ts'
import { testConnector } from './test-connector.ts'

/** The doctor's visit: are the credentials still good, and does each active number still lead to us? */
export async function visitConnectors(room: SenderRoom, organizationId: string): Promise<void> {
  for (const { id } of await room.database.withOrganization(organizationId, listConnectors)) {
    const tested = await testConnector(room, organizationId, id)
    if (tested?.health !== 'connected') continue
    const senders = await room.database.withOrganization(organizationId, (tx) => listSenders(tx, id))
    const active = senders.filter((sender) => sender.active)
    // Which numbers there are, their status and their limits change at Meta without anyone telling us either.
    await discoverSenders(room.database, organizationId, id, room.twilioOf)
    if (active.length === 0) continue
    const client = await room.twilioOf(organizationId, id)
    const pools = client && (await readPools(client))
    if (!pools || isTwilioRefusal(pools)) continue
    for (const sender of active) await visit(room, organizationId, sender, pools)
  }
}

/** What has got worse since the last look is told once; a number that was never set up is the checklist's business. */
async function visit(
  room: SenderRoom,
  organizationId: string,
  sender: SenderRow,
  pools: Pools,
): Promise<void> {
  const diagnosis = await examineSender(room, organizationId, sender.id, pools)
  if (isRefusal(diagnosis) || sender.webhookState !== 'configured') return
  const [worse] = newErrors(sender.findings, diagnosis.findings)
  if (!worse) return
  const { id: senderId, connectorId, address } = sender
  await room.database.withOrganization(organizationId, async (tx) => {
    const facts = { connectorId, senderId, address, found: worse.code }
    await notify(tx, { memberIds: await administrators(tx), kind: 'connector_failed', facts })
  })
}
