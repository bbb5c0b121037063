import { notify } from '#activities/notify.ts'
import { administrators } from '#organizations/member-names.ts'
import type { Jobs } from '#platform/jobs.ts'
import { isRefusal } from '#platform/refusal.ts'
import { examineSender, type SenderRoom } from './examine-sender.ts'
import { listSenders, organizationsWithSenders } from './sender-store.ts'

/** The doctor's rounds: settings at Twilio drift without anyone telling us. */
const roundSeconds = 15 * 60

export async function connectorJobs(jobs: Jobs, room: SenderRoom) {
  await jobs.every(roundSeconds, 'connectors.doctor', () => visitAll(room))
}

async function visitAll(room: SenderRoom): Promise<void> {
  for (const organizationId of await room.database.acrossOrganizations(organizationsWithSenders)) {
    const senders = await room.database.withOrganization(organizationId, (tx) => listSenders(tx, null))
    for (const sender of senders) {
      const diagnosis = await examineSender(room, organizationId, sender.id)
      // Told once, when it begins: a sender that never was set up is the checklist's business.
      const drifted =
        !isRefusal(diagnosis) &&
        sender.webhookState === 'configured' &&
        diagnosis.webhookState !== 'configured'
      if (!drifted) continue
      await room.database.withOrganization(organizationId, async (tx) => {
        const facts = { connectorId: sender.connectorId, senderId: sender.id, address: sender.address }
        await notify(tx, { memberIds: await administrators(tx), kind: 'connector_failed', facts })
      })
    }
  }
}
