import { contactActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { findOrCreateContact } from '#contacts/find-or-create-contact.ts'
import { readConsentWord } from '#contacts/opt-out-words.ts'
import { recordOptIn, recordOptOut } from '#contacts/record-opt-out.ts'
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
import { confirmOptOut } from './confirm-opt-out.ts'
import { describeInbound } from './inbound-content.ts'
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
  await writeMessage(
    tx,
    { conversationId: conversation.id, contactId, senderId: sender.id },
    event,
    inbound,
    time,
  )
  await heedConsent(tx, inbound, { contactId, conversationId: conversation.id }, clock, time.at)
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
): Promise<void> {
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
}

/** STOP and START, in the contact's words or as Twilio recognised them, are kept as evidence and take effect at once. */
async function heedConsent(
  tx: Tx,
  inbound: InboundMessage,
  { contactId, conversationId }: { contactId: string; conversationId: string },
  clock: Clock,
  at: Date,
): Promise<void> {
  const wording = inbound.content.body
  const word = inbound.content.kind === 'text' ? readConsentWord(wording) : null
  const fromTwilio = inbound.optOut === 'STOP' ? 'opt_out' : inbound.optOut === 'START' ? 'opt_in' : null
  const wish = fromTwilio ?? word
  if (!wish) return
  const source = fromTwilio ? ('twilio' as const) : ('word' as const)
  const evidence = { contactId, senderAddress: inbound.to, source, wording, messageId: null, at }
  const changed = await (wish === 'opt_out' ? recordOptOut(tx, evidence) : recordOptIn(tx, evidence))
  // Twilio confirms what it recognised itself.
  if (changed && wish === 'opt_out' && !fromTwilio) await confirmOptOut(tx, conversationId, wording, clock)
}
