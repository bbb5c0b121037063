import { withConnectionOverrides } from '#twilio/connection-overrides.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import type { Diagnosis } from './diagnose.ts'
import { examineSender, loadSubject, type SenderRoom, type Subject } from './examine-sender.ts'
import { isReachable } from './webhook-url.ts'

/** Twilio applies a change a moment later; it is read back until it shows, at most so often. */
const readings = 6
const betweenReadingsMs = 250

/**
 * Writes our addresses into Twilio for a sender, and believes it only when Twilio reads them back. An active sender of a
 * connected account is needed.
 */
export async function setWebhook(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
): Promise<Diagnosis | Refused> {
  const subject = await room.database.withOrganization(organizationId, (tx) =>
    loadSubject(room, tx, senderId),
  )
  const obstacle = obstacleTo(room, subject)
  if (!subject || obstacle) return obstacle ?? refuse('not_found')
  const client = await room.twilioOf(organizationId, subject.connector.id)
  if (!client) return refuse('connector_not_connected')
  const { callbackUrl, fallbackUrl, statusCallbackUrl } = subject.urls
  const refused = await client.updateSenderWebhook(subject.sender.twilioSid, {
    callbackUrl: withConnectionOverrides(callbackUrl),
    fallbackUrl: withConnectionOverrides(fallbackUrl),
    statusCallbackUrl: withConnectionOverrides(statusCallbackUrl),
  })
  if (refused)
    return refused.refused === 'credentials_refused'
      ? refuse('connector_not_connected', refused.facts)
      : refused
  return await readBack(room, organizationId, senderId)
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
): Promise<Diagnosis | Refused> {
  for (let reading = 1; ; reading += 1) {
    const diagnosis = await examineSender(room, organizationId, senderId)
    if (isRefusal(diagnosis)) return diagnosis
    // Overridden by a service: what we wrote stands, and the doctor says what wins.
    const written = ['configured', 'overridden'].includes(diagnosis.webhookState)
    if (written) return diagnosis
    if (reading === readings) return refuse('webhook_not_confirmed', { state: diagnosis.webhookState })
    await new Promise((resolve) => setTimeout(resolve, betweenReadingsMs))
  }
}

/** Mends what can be mended: lets the Messaging Service use the sender's webhook, then sets it. */
export async function repairSender(
  room: SenderRoom,
  organizationId: string,
  senderId: string,
): Promise<Diagnosis | Refused> {
  const before = await examineSender(room, organizationId, senderId)
  if (isRefusal(before)) return before
  const serviceSid = before.findings.find(({ code }) => code.startsWith('service_'))?.facts['sid']
  if (serviceSid) {
    const subject = await room.database.withOrganization(organizationId, (tx) =>
      loadSubject(room, tx, senderId),
    )
    const client = subject && (await room.twilioOf(organizationId, subject.connector.id))
    const refused = await client?.useSenderWebhooks(serviceSid)
    if (isTwilioRefusal(refused)) return refused
  }
  return await setWebhook(room, organizationId, senderId)
}
