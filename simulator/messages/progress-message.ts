import type { Message, MessageStatus, Phone } from '#entities.ts'
import type { World } from '#world.ts'
import { takeLimits } from '#rules/check-limits.ts'
import { USUAL_PACE } from '#rules/limits.ts'
import { findSendingError } from '#rules/sending-verdict.ts'
import { fetchOutboundMedia } from './outbound-media.ts'
import { announceStatus } from './status-callback.ts'

// The life of an outbound message:
//   scheduled → accepted|queued → sent → delivered → read
//   accepted|queued → failed        refused before it left
//   sent → undelivered              refused by the channel afterwards
//   scheduled → canceled
// It stays `sent` while the phone is offline, and for ever when the user blocks the sender.

// Meta answers these only after it has taken the message.
const AFTER_ACCEPTANCE: ReadonlySet<number> = new Set([63003, 63024, 63026, 63032, 63033, 63049])

/** The one function that changes a status: it keeps the instants, tells the callback and the open pages. */
export function setStatus(world: World, message: Message, status: MessageStatus, errorCode?: number): void {
  const now = world.clock.now()
  message.status = status
  message.updatedAt = now
  message.errorCode = errorCode ?? message.errorCode
  if (status === 'sent' || status === 'delivered' || status === 'read') message.sentAt ??= now
  announceStatus(world, message)
  world.live.changed('message', message.to)
}

/** Starts a message on its way after the account's usual pace, or at its hour. */
export function scheduleDispatch(world: World, message: Message): void {
  const now = world.clock.now()
  const wait = message.sendAt === null ? jitter(world, world.settings.pace.sent) : message.sendAt - now
  world.clock.after(Math.max(0, wait), () => void dispatch(world, message))
}

/** Goes on with a message where a restart had left it. */
export function resumeMessage(world: World, message: Message): void {
  if (['scheduled', 'accepted', 'queued'].includes(message.status)) scheduleDispatch(world, message)
  if (message.status === 'sent') arriveLater(world, message)
}

async function dispatch(world: World, message: Message): Promise<void> {
  if (!['scheduled', 'accepted', 'queued'].includes(message.status)) return
  pickSender(world, message)
  if (message.status !== 'queued') setStatus(world, message, 'queued')
  const now = world.clock.now()
  const at = placeInQueue(world, message, now)
  if (at === null) setStatus(world, message, 'failed', 63018)
  else if (at - now > message.validityPeriod * 1_000) setStatus(world, message, 'failed', 30036)
  else if (at > now) world.clock.after(at - now, () => void leave(world, message, at))
  else await leave(world, message, at)
}

/** Twilio: each sender has a queue; one that WhatsApp lets send faster is emptied faster. */
function placeInQueue(world: World, message: Message, now: number): number | null {
  const sender = message.from === null ? undefined : world.store.sendersByAddress.get(message.from)
  if (!sender) return now
  return world.store.limits.queue(sender.address, now, Math.max(USUAL_PACE, sender.messagesPerSecond))
}

/** The message leaves Twilio. `at` is when it was due to: a program that stalls does not count as a burst. */
async function leave(world: World, message: Message, at: number): Promise<void> {
  const { store } = world
  const error =
    findSendingError(store, message, world.clock.now()) ??
    (await fetchOutboundMedia(world, message)) ??
    takeLimits(store, message, at)
  if (error === null) {
    setStatus(world, message, 'sent')
    arriveLater(world, message)
  } else if (AFTER_ACCEPTANCE.has(error)) {
    setStatus(world, message, 'sent')
    world.clock.after(jitter(world, world.settings.pace.delivered), () =>
      setStatus(world, message, 'undelivered', error),
    )
  } else setStatus(world, message, 'failed', error)
}

/** Twilio: a Messaging Service keeps to the sender that a user already knows (sticky sender), else takes the next. */
function pickSender(world: World, message: Message): void {
  if (message.from !== null || message.messagingServiceSid === null) return
  const service = world.store.services.get(message.messagingServiceSid)
  const pool = (service?.senderSids ?? [])
    .map((sid) => world.store.senders.get(sid))
    .filter((sender) => sender?.status.startsWith('ONLINE'))
    .map((sender) => sender!.address)
  const known = world.store
    .messagesOfUser(message.to)
    .findLast((one) => pool.includes((one.direction === 'inbound' ? one.to : one.from) ?? ''))
  const sticky = known && (known.direction === 'inbound' ? known.to : known.from)
  message.from = (service?.stickySender && sticky) || (pool[message.seq % (pool.length || 1)] ?? null)
}

function arriveLater(world: World, message: Message): void {
  world.clock.after(jitter(world, world.settings.pace.delivered), () => arrive(world, message))
}

/** The message reaches the phone, if the phone can be reached. */
function arrive(world: World, message: Message): void {
  if (message.status !== 'sent' || message.blocked) return
  const phone = world.store.phones.get(message.to)
  if (phone?.blocks.includes(message.from ?? '')) {
    message.blocked = true
    return
  }
  if (phone?.online === false) return
  message.arrivedAt = world.clock.now()
  world.typing.delete(`${message.from} ${message.to}`)
  setStatus(world, message, 'delivered')
}

/** A phone that comes online receives what waited for it, oldest first, and sends the receipts it owes. */
export function comeOnline(world: World, phone: Phone): void {
  for (const message of world.store.messagesOfUser(phone.address)) {
    if (message.direction === 'inbound') continue
    arrive(world, message)
    if (message.receiptDue) sendReceipt(world, message)
  }
}

/** The user looks at a message that has arrived; a receipt goes out unless the user has switched receipts off. */
export function readOnPhone(world: World, message: Message): void {
  if (message.arrivedAt === null || message.seen) return
  message.seen = true
  const phone = world.store.phones.get(message.to)
  world.live.changed('message', message.to)
  if (phone?.readReceipts === false || message.notice) return
  if (phone?.online === false) message.receiptDue = true
  else sendReceipt(world, message)
}

function sendReceipt(world: World, message: Message): void {
  message.receiptDue = false
  if (message.status === 'delivered') setStatus(world, message, 'read')
}

/** From half to one and a half of `ms`. */
function jitter(world: World, ms: number): number {
  return ms * (0.5 + world.ids.chance())
}
