import { withConnectionOverrides } from '#twilio/connection-overrides.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import type { Diagnosis } from './diagnose.ts'
import { examineSender } from './examine-sender.ts'
import { loadSubject, type SenderRoom, type Subject } from './load-subject.ts'
import { type Pools, readPools } from './read-pools.ts'
import { tellRefusal } from './tell-refusal.ts'
import { isReachable } from './webhook-url.ts'

/** Twilio applies a change a moment later; it is read back until it shows, at most so often. */
const readings = 6
const betweenReadingsMs = 250

/**
 * Writes our addresses into Twilio for a sender, and believes it only when Twilio reads them back. An active sender of a
 * connected account is needed. When a Messaging Service overrides them, what was written stands, and the diagnosis says
 * what wins.
 * @param known who is in which Messaging Service, when that was just read
 */
export async function setWebhook(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
  known?: Pools,
): Promise<Diagnosis | Refused> {
  const subject = await room.database.withOrganization(organizationId, (tx) =>
    loadSubject(room, tx, senderId),
  )
  const obstacle = obstacleTo(room, subject)
  if (!subject || obstacle) return obstacle ?? refuse('not_found')
  const client = await room.twilioOf(organizationId, subject.connector.id)
  if (!client) return refuse('connector_not_connected')
  const pools = known ?? (await readPools(client))
  if (isTwilioRefusal(pools)) return tellRefusal(pools)
  const { callbackUrl, fallbackUrl, statusCallbackUrl } = subject.urls
  const refused = await client.updateSenderWebhook(subject.sender.twilioSid, {
    callbackUrl: withConnectionOverrides(callbackUrl),
    fallbackUrl: withConnectionOverrides(fallbackUrl),
    statusCallbackUrl: withConnectionOverrides(statusCallbackUrl),
  })
  return refused ? tellRefusal(refused) : await readBack(room, organizationId, senderId, pools)
}

function obstacleTo(room: SenderRoom, subject: Subject | undefined): Refused | null {
  if (!subject) return refuse('not_found')
  if (!subject.sender.active) return refuse('sender_not_active', { address: subject.sender.address })
  if (!isReachable(room.publicUrl, room.twilioApiUrl))
    return refuse('webhook_needs_public_url', { publicUrl: room.publicUrl })
  return null
}

async function readBack(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
  pools: Pools,
): Promise<Diagnosis | Refused> {
  for (let reading = 1; ; reading += 1) {
    const diagnosis = await examineSender(room, organizationId, senderId, pools)
    if (isRefusal(diagnosis) || diagnosis.hasOurs) return diagnosis
    const { webhookState: state, findings } = diagnosis
    if (reading === readings || diagnosis.hasOurs === null)
      return refuse('webhook_not_confirmed', { state, found: findings.map(({ code }) => code) })
    await new Promise((resolve) => setTimeout(resolve, betweenReadingsMs))
  }
}

/**
 * Mends what can be mended: sets the sender's webhook, then lets a Messaging Service that overrides it use it. In this
 * order no message falls between the two.
 */
export async function repairSender(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
): Promise<Diagnosis | Refused> {
  const set = await setWebhook(room, organizationId, senderId)
  if (isRefusal(set)) return set
  const serviceSid = set.findings.find(({ repairable, facts }) => repairable && facts['sid'])?.facts['sid']
  if (!serviceSid) return set
  const subject = await room.database.withOrganization(organizationId, (tx) =>
    loadSubject(room, tx, senderId),
  )
  const client = subject && (await room.twilioOf(organizationId, subject.connector.id))
  if (!client) return refuse('connector_not_connected')
  const refused = await client.useSenderWebhooks(serviceSid)
  return refused ? tellRefusal(refused) : await examineSender(room, organizationId, senderId)
}
