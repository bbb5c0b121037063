import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import type { SenderRoom } from './load-subject.ts'
import { readPools } from './read-pools.ts'
import { listSenders } from './sender-store.ts'
import { setWebhook } from './set-webhook.ts'
import { findConnector } from './store.ts'
import { tellRefusal } from './tell-refusal.ts'

interface SetOutcome {
  senderId: string
  address: string
  ok: boolean
  refused: string | null
  detail: string | null
}

/** Sets the webhook of every active number of a connector, one after the other; one that fails does not stop the others. */
export async function setAllWebhooks(
  room: SenderRoom,
  organizationId: string,
  connectorId: string,
): Promise<SetOutcome[] | Refused> {
  const senders = await room.database.withOrganization(organizationId, async (tx) =>
    (await findConnector(tx, connectorId)) ? await listSenders(tx, connectorId) : undefined,
  )
  if (!senders) return refuse('not_found')
  const client = await room.twilioOf(organizationId, connectorId)
  const pools = client && (await readPools(client))
  if (!pools) return refuse('connector_not_connected')
  if (isTwilioRefusal(pools)) return tellRefusal(pools)
  const outcomes: SetOutcome[] = []
  for (const { id, address } of senders.filter(({ active }) => active)) {
    const outcome = await setWebhook(room, organizationId, id, pools)
    const refused = isRefusal(outcome) ? outcome : null
    const message = refused?.facts['message'] ?? refused?.facts['reason']
    outcomes.push({
      senderId: id,
      address,
      ok: refused === null,
      refused: refused?.refused ?? null,
      detail: typeof message === 'string' ? message : null,
    })
  }
  return outcomes
}
