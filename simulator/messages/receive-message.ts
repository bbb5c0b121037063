import type { Account, Drawing, Message, Phone, Sender } from '#entities.ts'
import type { World } from '#world.ts'
import { SANDBOX_ADDRESS } from '#rules/address.ts'
import { openWindow } from '#rules/service-window.ts'
import { findInboundTarget } from '#rules/webhook-target.ts'
import { blankMessage } from './accept-message.ts'
import { inboundParameters, type InboundExtras } from './inbound-parameters.ts'
import { deliverInbound } from './deliver-inbound.ts'
import { heedOptOut } from './heed-opt-out.ts'
import { enterSandbox } from './sandbox.ts'
import { storeMedia } from './store-media.ts'

export type PhoneDraft = {
  to: string
  body: string
  media: { contentType: string; bytes: Buffer; filename: string | null }[]
  drawing: Drawing | null
  replyTo: string | null
  forwarded: boolean
  extras: InboundExtras
}

/** Why a phone could not send; the page and scripts show it as it stands. */
export type PhoneTrouble = { trouble: string }

/** A user sends: the message is kept, opens the service window, and goes to whoever the sender's webhook names. */
export function receiveMessage(world: World, phone: Phone, draft: PhoneDraft): Message | PhoneTrouble {
  if (!phone.online) return { trouble: 'This phone is offline. Bring it online, then send again.' }
  if (phone.blocks.includes(draft.to))
    return { trouble: 'This phone blocks the sender it writes to. Unblock it, then send again.' }
  if (draft.to === SANDBOX_ADDRESS) {
    const account = enterSandbox(world, phone, draft.body)
    return account.handled ? account.message : keep(world, phone, draft, account.account, null)
  }
  const sender = world.store.sendersByAddress.get(draft.to)
  if (!sender)
    return { trouble: `${draft.to} is no sender of any account here. GET /simulator/api/senders lists them.` }
  return keep(world, phone, draft, world.store.accounts.get(sender.accountSid)!, sender)
}

function keep(
  world: World,
  phone: Phone,
  draft: PhoneDraft,
  account: Account,
  sender: Sender | null,
): Message {
  const target = findInboundTarget(world.store, sender, account.sandbox.webhook)
  const message = blankMessage(world, draft.media.length > 0 ? 'MM' : 'SM', {
    accountSid: account.sid,
    direction: 'inbound',
    from: phone.address,
    to: draft.to,
    body: draft.body,
    status: 'received',
    origin: '',
  })
  message.messagingServiceSid = target.service?.sid ?? null
  message.drawing = draft.drawing
  message.replyTo = draft.replyTo
  message.forwarded = draft.forwarded
  message.sentAt = message.createdAt
  for (const media of draft.media) storeMedia(world, message, media)
  // An offline sender is not reached; Twilio: a Messaging Service without inbound URL drops the message unlogged.
  const reached = sender === null || sender.status.startsWith('ONLINE')
  message.arrivedAt = reached ? message.createdAt : null
  message.notice = !reached || (target.decidedBy === 'service' && target.url === null)
  world.store.addMessage(message)
  world.live.changed('message', phone.address)
  if (!reached) return message
  openWindow(world.store, draft.to, phone.address, message.createdAt)
  const optOutType = heedOptOut(world, message)
  const extras = { ...draft.extras, optOutType }
  deliverInbound(world, message, target, inboundParameters(world, message, phone, extras))
  return message
}
