import { contactActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { addToThread, noteInbound } from '#conversations/add-to-thread.ts'
import { findOrCreateConversation } from '#conversations/find-conversation.ts'
import { announce } from '#platform/announce.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import type { InboundMessage } from '#twilio/inbound-message.ts'
import { firstValue } from '#twilio/parse-form.ts'
import { parseWebhook } from '#twilio/parse-webhook.ts'
import { sentAtParameter } from './fill-gaps.ts'
import { describeInbound } from './inbound-content.ts'
import { heedConsent } from './heed-consent.ts'
import { findActiveSender, insertInboundMessage } from './inbound-store.ts'
import type { InboundEvent } from './intake-store.ts'
import { expectMedia } from './media-store.ts'

/** Written this long before it is recorded, a message counts as found late. */
const lateSeconds = 120

/**
 * Makes a message of a journaled webhook, with everything that follows from it, in one transaction: contact, thread,
 * window, media to fetch, opt-out words, timeline, and the news that wakes the responder.
 * @returns the reason when it cannot become one; it is kept and can be run again
 */
export async function receiveMessage(
  tx: Tx,
  event: InboundEvent,
  clock: Clock,
): Promise<{ unparsed?: string }> {
  const inbound = parseWebhook(event.parameters)
  if (inbound.event === 'unreadable') return { unparsed: `The webhook lacks ${inbound.missing.join(', ')}` }
  if (inbound.event === 'status')
    return { unparsed: 'This is a status report, sent to the address for messages' }
  const sender = await findActiveSender(tx, event.connectorId, inbound.to)
  if (!sender) return { unparsed: `The number ${inbound.to} is not active on this connector` }

  const time = timeOf(event, clock)
  const { from, profileName } = inbound
  const { contactId } = await findOrCreateContact(tx, {
    address: from.address,
    userId: from.userId,
    profileName,
    at: time.at,
  })
  const { conversation } = await findOrCreateConversation(tx, {
    contactId,
    contactAddress: from.address,
    senderId: sender.id,
    connectorId: event.connectorId,
    at: time.at,
  })
  const place = { conversationId: conversation.id, contactId, senderId: sender.id }
  const written = await writeMessage(tx, place, event, inbound, time)
  await heedConsent(tx, inbound, { ...place, ...written, at: time.at }, clock)
  return {}
}

interface Time {
  at: Date
  late: boolean
}

/** Twilio's webhook tells no time, so its arrival counts; a message from the list knows when it was sent. */
function timeOf(event: InboundEvent, clock: Clock): Time {
  const now = clock.now()
  const told = firstValue(event.parameters, sentAtParameter)
  const at = told === null ? now : new Date(told)
  return { at, late: now.getTime() - at.getTime() > lateSeconds * 1000 }
}

async function writeMessage(
  tx: Tx,
  place: { conversationId: string; contactId: string; senderId: string },
  event: InboundEvent,
  inbound: InboundMessage,
  { at, late }: Time,
): Promise<{ messageId: string; position: number }> {
  const { conversationId, contactId } = place
  const { kind, body, details, preview, media } = describeInbound(inbound)
  const position = await addToThread(tx, conversationId, {
    direction: 'in',
    preview,
    at,
    countsUnread: true,
    late,
  })
  const id = newId()
  await insertInboundMessage(tx, {
    ...place,
    id,
    connectorId: event.connectorId,
    position,
    kind,
    body,
    details,
    quotedSid: inbound.quoted?.messageSid ?? null,
    providerSid: inbound.messageSid,
    late,
    at,
  })
  await noteInbound(tx, conversationId, { sid: inbound.messageSid, contactAddress: inbound.from.address, at })
  for (const mediaId of await expectMedia(tx, id, media))
    await announce(tx, 'media.expected', { mediaId, messageId: id })
  await recordActivity(tx, {
    contactId,
    conversationId,
    kind: 'message_received',
    actor: contactActor,
    facts: { preview },
    at,
  })
  await announce(tx, 'message.received', { messageId: id, conversationId, contactId, position })
  await publish(tx, { topic: 'message', subjectId: id, facts: { conversationId } })
  return { messageId: id, position }
}
