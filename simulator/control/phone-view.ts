import type { z } from 'zod'

import type { Message, Phone } from '#entities.ts'
import { isTyping } from '#messages/typing.ts'
import { SANDBOX_ADDRESS, senderOf } from '#rules/address.ts'
import { isWindowOpen, WINDOW_MS } from '#rules/service-window.ts'
import type { World } from '#world.ts'
import type { ChatShape, PhoneMessageShape, PhoneShape } from './shapes.ts'

type PhoneMessage = z.infer<typeof PhoneMessageShape>

/** A user's thread as the phone shows it, oldest first: what it sent, and what has reached it. */
export function listPhoneMessages(world: World, address: string, sender?: string): PhoneMessage[] {
  return visible(world, address)
    .filter((message) => sender === undefined || senderOf(message) === sender)
    .map((message) => formatPhoneMessage(world, message))
}

function visible(world: World, address: string): Message[] {
  return world.store
    .messagesOfUser(address)
    .filter((message) => message.direction === 'inbound' || message.arrivedAt !== null)
    .sort((a, b) => onPhoneAt(a) - onPhoneAt(b) || a.seq - b.seq)
}

function onPhoneAt(message: Message): number {
  return message.direction === 'inbound' ? message.createdAt : (message.arrivedAt ?? message.createdAt)
}

function formatPhoneMessage(world: World, message: Message): PhoneMessage {
  const inbound = message.direction === 'inbound'
  return {
    sid: message.sid,
    direction: inbound ? 'out' : 'in',
    from: message.from,
    to: message.to,
    body: message.body,
    media: message.media.map((media) => ({
      sid: media.sid,
      url: `${world.settings.publicUrl}/simulator/media/${media.sid}`,
      content_type: media.contentType,
      filename: media.filename,
      size: media.size,
    })),
    content: message.drawing,
    status: inbound ? ticksOf(message) : message.status,
    at: new Date(onPhoneAt(message)).toISOString(),
    read: message.seen,
    reply_to: message.replyTo,
    forwarded: message.forwarded,
    error_code: message.errorCode,
  }
}

/** What the phone knows of its own message. */
function ticksOf(message: Message): string {
  if (message.seen) return 'read'
  return message.arrivedAt === null ? 'sent' : 'delivered'
}

export function formatPhone(world: World, phone: Phone): z.infer<typeof PhoneShape> {
  const chats = listChats(world, phone)
  return {
    address: phone.address,
    user_id: phone.userId,
    profile_name: phone.profileName,
    username: phone.username,
    online: phone.online,
    read_receipts: phone.readReceipts,
    registered: phone.registered,
    marketing_per_day: phone.marketingPerDay,
    blocks: phone.blocks,
    unread: chats.reduce((sum, chat) => sum + chat.unread, 0),
    typing: chats.filter((chat) => chat.typing).map((chat) => chat.sender),
    chats,
  }
}

/** One chat per sender, the latest first. */
function listChats(world: World, phone: Phone): z.infer<typeof ChatShape>[] {
  const threads = Map.groupBy(visible(world, phone.address), (message) => senderOf(message) ?? '')
  const chats = [...threads].map(([sender, messages]) => ({
    sender,
    name: nameOf(world, sender),
    unread: messages.filter((message) => message.direction !== 'inbound' && !message.seen).length,
    typing: isTyping(world, sender, phone.address),
    window_until: windowEnd(world, sender, phone.address),
    last: formatPhoneMessage(world, messages.at(-1)!),
  }))
  return chats.sort((a, b) => b.last.at.localeCompare(a.last.at))
}

function windowEnd(world: World, sender: string, user: string): string | null {
  if (!isWindowOpen(world.store, sender, user, world.clock.now())) return null
  return new Date(world.store.lastInbound.get(`${sender} ${user}`)! + WINDOW_MS).toISOString()
}

export function nameOf(world: World, sender: string): string {
  if (sender === SANDBOX_ADDRESS) return 'Twilio Sandbox'
  const name = world.store.sendersByAddress.get(sender)?.profile.name
  return typeof name === 'string' ? name : sender.slice('whatsapp:'.length)
}
