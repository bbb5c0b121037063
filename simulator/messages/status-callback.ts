import type { Message, MessageStatus } from '#entities.ts'
import type { Occasion } from '#faults.ts'
import type { World } from '#world.ts'
import { findStatusCallback } from '#rules/webhook-target.ts'
import { maskedAddress } from '#rules/address.ts'
import { titleOf } from '#errors.ts'
import { sendWebhook } from './send-webhook.ts'

const DISORDER_MS = 400

/** Queues the callback of a status the message has just taken; faults may drop, double, delay or disorder it. */
export function announceStatus(world: World, message: Message): void {
  const url = findStatusCallback(world.store, message)
  if (!url) return
  const parameters = statusParameters(world, message)
  const occasion = occasionOf(message, url)
  const fault = world.faults.strike(
    ['drop-callback', 'duplicate-callback', 'reorder-callbacks', 'delay-callback'],
    occasion,
    () => world.ids.chance(),
  )
  const send = () => queueCallback(world, message, url, parameters, fault?.kind ?? null)
  const held = world.held.get(message.sid)
  if (fault?.kind === 'drop-callback') return
  if (fault?.kind === 'duplicate-callback') send()
  if (fault?.kind === 'delay-callback') world.clock.after(fault.ms, send)
  else if (held) held.push(send)
  else if (fault?.kind === 'reorder-callbacks') hold(world, message.sid, send)
  else send()
}

/** Twilio: the callbacks' own parameters; what the channel adds comes from `sent` on, and no callback carries the body. */
function statusParameters(world: World, message: Message): Record<string, string> {
  const parameters: Record<string, string> = {
    SmsSid: message.sid,
    SmsStatus: message.status,
    MessageStatus: message.status,
    MessageSid: message.sid,
    AccountSid: message.accountSid,
    To: message.to,
    ApiVersion: '2010-04-01',
  }
  if (message.from !== null) parameters.From = message.from
  if (message.messagingServiceSid) parameters.MessagingServiceSid = message.messagingServiceSid
  if (message.status !== 'queued' && message.status !== 'canceled')
    Object.assign(parameters, channelParameters(world, message))
  if (message.errorCode !== null) {
    parameters.ErrorCode = String(message.errorCode)
    parameters.ErrorMessage = titleOf(message.errorCode)
    parameters.ChannelStatusMessage = `${titleOf(message.errorCode)} (simulated)`
  }
  return parameters
}

const EVENT_TYPES: Partial<Record<MessageStatus, string>> = {
  delivered: 'DELIVERED',
  read: 'READ',
  undelivered: 'UNDELIVERED',
}

function channelParameters(world: World, message: Message): Record<string, string> {
  const sender = message.from === null ? undefined : world.store.sendersByAddress.get(message.from)
  const eventType = EVENT_TYPES[message.status]
  return {
    ChannelPrefix: 'whatsapp',
    ChannelInstallSid: sender?.sid ?? 'XE00000000000000000000000000005a00',
    ChannelToAddress: maskedAddress(message.to),
    StructuredMessage: message.drawing?.template ? 'true' : 'false',
    ...(eventType && { EventType: eventType }),
  }
}

function occasionOf(message: Message, url: string): Occasion {
  const path = URL.canParse(url) ? new URL(url).pathname : url
  return { method: null, paths: [path, message.origin], to: message.to, status: message.status }
}

/** Keeps this callback and those that follow within a moment, then sends them last first. */
function hold(world: World, sid: string, send: () => void): void {
  const held = [send]
  world.held.set(sid, held)
  world.clock.after(DISORDER_MS, () => {
    world.held.delete(sid)
    for (const one of held.toReversed()) one()
  })
}

function queueCallback(
  world: World,
  message: Message,
  url: string,
  parameters: Record<string, string>,
  fault: string | null,
): void {
  world.queue.push(message.sid, async () => {
    await sendWebhook(world, { purpose: 'status', url, method: 'POST', message, parameters, fault })
  })
}
