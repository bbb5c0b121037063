import { readConsentSettings } from '#contacts/consent-settings.ts'
import { findOrCreateContacts } from '#contacts/find-or-create-contacts.ts'
import { takeInbound } from '#conversations/take-inbound.ts'
import { announce } from '#platform/announce.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publishAll } from '#platform/live.ts'
import type { InboundMedia } from '#twilio/inbound-content.ts'
import type { InboundMessage } from '#twilio/inbound-message.ts'
import { firstValue } from '#twilio/parse-form.ts'
import { parseWebhook } from '#twilio/parse-webhook.ts'
import { describeInbound } from './inbound-content.ts'
import { heedConsent } from './heed-consent.ts'
import { findActiveSenders, type InboundMessageRow, insertInboundMessages } from './inbound-store.ts'
import type { InboundEvent } from './read-journal.ts'
import { expectMedia } from './media-store.ts'
import { sentAtParameter } from './row-of-listed.ts'

/** Written this long before it is recorded, a message counts as found late. */
const lateSeconds = 120

/** A journaled webhook that can become a message. */
interface Arrival {
  event: InboundEvent
  inbound: InboundMessage
  senderId: string
  time: Time
}

interface Place {
  contactId: string
  conversationId: string
  position: number
  messageId: string
}

/**
 * Makes messages of journaled webhooks, with everything that follows from them, in one transaction: contacts, threads, windows, media to
 * fetch, timelines, the news that wakes the responder; then what they say about consent, in their order.
 * @returns for each, in order, the reason when it cannot become one; it is kept and can be run again
 */
export async function receiveMessages(
  tx: Tx,
  events: readonly InboundEvent[],
  clock: Clock,
): Promise<{ unparsed?: string }[]> {
  const read = events.map((event) => ({ event, inbound: parseWebhook(event.parameters) }))
  const senders = await findActiveSenders(
    tx,
    read.flatMap(({ event: { connectorId }, inbound }) =>
      inbound.event === 'inbound' ? [{ connectorId, address: inbound.to }] : [],
    ),
  )
  const arrivals: Arrival[] = []
  const outcomes = read.map(({ event, inbound }) => {
    if (inbound.event === 'unreadable') return { unparsed: `The webhook lacks ${inbound.missing.join(', ')}` }
    if (inbound.event === 'status')
      return { unparsed: 'This is a status report, sent to the address for messages' }
    const sender = senders.find((one) => one.connectorId === event.connectorId && one.address === inbound.to)
    if (!sender) return { unparsed: `The number ${inbound.to} is not active on this connector` }
    arrivals.push({ event, inbound, senderId: sender.id, time: timeOf(event, clock) })
    return {}
  })
  const places = await writeMessages(tx, arrivals)
  const consent = await readConsentSettings(tx)
  for (const [at, { inbound, time }] of arrivals.entries())
    await heedConsent(tx, inbound, { ...places[at]!, at: time.at }, consent, clock)
  return outcomes
}

interface Time {
  at: Date
  late: boolean
}

/**
 * Twilio's webhook tells no time, so its arrival counts, however long it then waited; a message that Twilio was asked about
 * knows when it was sent.
 */
function timeOf(event: InboundEvent, clock: Clock): Time {
  const now = clock.now().getTime()
  const told = isTold(event.origin) ? firstValue(event.parameters, sentAtParameter) : null
  const at = told === null ? now - event.ageSeconds * 1000 : Date.parse(told)
  return { at: new Date(at), late: now - at > lateSeconds * 1000 }
}

const isTold = (origin: InboundEvent['origin']) => origin === 'gap_fill' || origin === 'quarantine'

async function writeMessages(tx: Tx, arrivals: readonly Arrival[]): Promise<Place[]> {
  if (arrivals.length === 0) return []
  const contactIds = await findOrCreateContacts(
    tx,
    arrivals.map(({ inbound: { from, profileName }, time: { at } }) => ({
      address: from.address,
      userId: from.userId,
      profileName,
      at,
    })),
  )
  const described = arrivals.map(({ inbound }) => describeInbound(inbound))
  const threads = await takeInbound(
    tx,
    arrivals.map(({ event: { connectorId }, inbound, senderId, time }, at) => ({
      contactId: contactIds[at]!,
      senderId,
      connectorId,
      sid: inbound.messageSid,
      contactAddress: inbound.from.address,
      preview: described[at]!.preview,
      ...time,
    })),
  )
  const messages = arrivals.map(({ event: { connectorId }, inbound, senderId, time }, at) => {
    const { kind, body, details } = described[at]!
    return {
      id: newId(),
      contactId: contactIds[at]!,
      senderId,
      connectorId,
      ...threads[at]!,
      kind,
      body,
      details,
      quotedSid: inbound.quoted?.messageSid ?? null,
      providerSid: inbound.messageSid,
      ...time,
    }
  })
  await insertInboundMessages(tx, messages)
  for (const [at, { media }] of described.entries()) await expectFiles(tx, messages[at]!.id, media)
  await tellOf(tx, messages)
  return messages.map(({ id, contactId, conversationId, position }) => ({
    messageId: id,
    contactId,
    conversationId,
    position,
  }))
}

async function expectFiles(tx: Tx, messageId: string, media: readonly InboundMedia[]): Promise<void> {
  for (const mediaId of await expectMedia(tx, messageId, media))
    await announce(tx, 'media.expected', { mediaId, messageId })
}

/** Those who listen, and those who look. */
async function tellOf(tx: Tx, messages: readonly InboundMessageRow[]): Promise<void> {
  await announce(tx, 'messages.received', { messageIds: messages.map(({ id }) => id) })
  publishAll(
    tx,
    messages.flatMap(({ id, conversationId, contactId }) => [
      { topic: 'contact' as const, subjectId: contactId },
      { topic: 'message' as const, subjectId: id, facts: { conversationId } },
    ]),
  )
}
