import type { Account, Message, Phone } from '#entities.ts'
import type { World } from '#world.ts'
import { SANDBOX_ADDRESS } from '#rules/address.ts'
import { isSandboxMember, openWindow } from '#rules/service-window.ts'
import { blankMessage } from './accept-message.ts'

export type SandboxEntry = { handled: true; message: Message } | { handled: false; account: Account }

/**
 * Twilio: the shared number handles `join <code>` and `stop` itself, and turns away who has not joined; only a
 * member's messages go to the account whose code was used.
 */
export function enterSandbox(world: World, phone: Phone, body: string): SandboxEntry {
  const now = world.clock.now()
  const words = body.trim().toLowerCase()
  const joined = world.store.memberships.get(phone.address)
  if (words.startsWith('join ')) {
    const account = [...world.store.accounts.values()].find(
      (one) => one.sandbox.joinCode === words.slice(5).trim(),
    )
    const message = keepNotice(world, phone, body)
    if (!account) {
      reply(
        world,
        phone,
        'Twilio Sandbox: that join code is not known. Check the two words and send them again.',
      )
      return { handled: true, message }
    }
    world.store.memberships.set(phone.address, { accountSid: account.sid, joinedAt: now })
    openWindow(world.store, SANDBOX_ADDRESS, phone.address, now)
    reply(
      world,
      phone,
      `Twilio Sandbox: ✅ You are all set! The sandbox can now send/receive messages from ${SANDBOX_ADDRESS}. Reply stop to leave the sandbox any time.`,
    )
    return { handled: true, message }
  }
  const member = joined && isSandboxMember(world.store, joined.accountSid, phone.address, now)
  const account = joined && world.store.accounts.get(joined.accountSid)
  if (member && account && words !== 'stop') return { handled: false, account }
  const message = keepNotice(world, phone, body)
  if (words === 'stop') {
    world.store.memberships.delete(phone.address)
    reply(world, phone, 'Twilio Sandbox: You have left the sandbox.')
  } else
    reply(
      world,
      phone,
      `Twilio Sandbox: Your number ${phone.address} is not connected to a sandbox. To connect it, send join and the two words that the account's owner gave you.`,
    )
  return { handled: true, message }
}

/** The user's side of the exchange: on the phone only. */
function keepNotice(world: World, phone: Phone, body: string): Message {
  return add(world, phone, {
    direction: 'inbound',
    from: phone.address,
    to: SANDBOX_ADDRESS,
    body,
    status: 'received',
  })
}

function reply(world: World, phone: Phone, body: string): void {
  add(world, phone, {
    direction: 'outbound-reply',
    from: SANDBOX_ADDRESS,
    to: phone.address,
    body,
    status: 'delivered',
  })
}

function add(
  world: World,
  phone: Phone,
  known: Pick<Message, 'direction' | 'from' | 'to' | 'body' | 'status'>,
): Message {
  const message = blankMessage(world, 'SM', { ...known, accountSid: '', origin: '' })
  message.notice = true
  message.sentAt = message.createdAt
  message.arrivedAt = message.createdAt
  world.store.addMessage(message)
  world.live.changed('message', phone.address)
  return message
}
