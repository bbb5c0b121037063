import type { Drawing, Message } from '#entities.ts'
import type { World } from '#world.ts'
import { MAX_VALIDITY_S, type MessageRequest } from '#rules/message-request.ts'
import { renderContent } from '#rules/render-content.ts'
import { scheduleDispatch } from './progress-message.ts'
import { announceStatus } from './status-callback.ts'

/** Takes a message in: it has a SID and will go its way. `origin` is the API path that asked. */
export function acceptMessage(
  world: World,
  accountSid: string,
  request: MessageRequest,
  origin: string,
  direction: 'outbound-api' | 'outbound-reply' = 'outbound-api',
): Message {
  const rendered = request.content && renderContent(request.content, request.variables)
  const mediaUrls = rendered ? rendered.mediaUrls : request.mediaUrls
  const message = blankMessage(world, mediaUrls.length > 0 ? 'MM' : 'SM', {
    accountSid,
    direction,
    from: request.from,
    to: request.to,
    body: rendered ? rendered.body : request.body,
    status: request.sendAt !== null ? 'scheduled' : request.service && !request.from ? 'accepted' : 'queued',
    origin,
  })
  message.messagingServiceSid = request.service?.sid ?? null
  message.contentSid = request.content?.sid ?? null
  message.variables = request.variables
  message.drawing = rendered?.drawing ?? placeDrawing(request)
  message.mediaUrls = mediaUrls
  message.statusCallback = request.statusCallback
  message.sendAt = request.sendAt
  message.validityPeriod = request.validityPeriod
  applyFaults(world, message)
  world.store.addMessage(message)
  if (message.status === 'queued') announceStatus(world, message)
  scheduleDispatch(world, message)
  world.live.changed('message', message.to)
  return message
}

/** A request for a text and nothing else, as Twilio itself makes it. */
export function textRequest(from: string, to: string, body: string): MessageRequest {
  return {
    to,
    from,
    service: null,
    body,
    mediaUrls: [],
    content: null,
    variables: {},
    place: null,
    statusCallback: null,
    sendAt: null,
    validityPeriod: MAX_VALIDITY_S,
  }
}

/** The path that creates an account's messages. */
export function originOf(accountSid: string): string {
  return `/2010-04-01/Accounts/${accountSid}/Messages.json`
}

/** A message with everything at rest; the caller sets what it knows. */
export function blankMessage(
  world: World,
  prefix: 'SM' | 'MM',
  known: Pick<Message, 'accountSid' | 'direction' | 'from' | 'to' | 'body' | 'status' | 'origin'>,
): Message {
  const now = world.clock.now()
  return {
    ...known,
    sid: world.ids.sid(prefix),
    seq: ++world.store.seq,
    errorCode: null,
    messagingServiceSid: null,
    contentSid: null,
    variables: {},
    drawing: null,
    mediaUrls: [],
    media: [],
    statusCallback: null,
    sendAt: null,
    validityPeriod: MAX_VALIDITY_S,
    scriptedError: null,
    listedAt: now,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    arrivedAt: null,
    blocked: false,
    seen: false,
    receiptDue: false,
    replyTo: null,
    forwarded: false,
    notice: false,
    feedback: null,
  }
}

/** Faults that decide a message's fate at the moment it is accepted. */
function applyFaults(world: World, message: Message): void {
  const occasion = { method: 'POST', paths: [message.origin], to: message.to, status: null }
  const error = world.faults.strike(['async-error'], occasion, () => world.ids.chance())
  if (error) message.scriptedError = error.code
  const lag = world.faults.strike(['list-lag'], occasion, () => world.ids.chance())
  if (lag) message.listedAt += world.ids.chance() * lag.max_s * 1_000
}

function placeDrawing(request: MessageRequest): Drawing | null {
  return request.place && { type: 'location', ...request.place, label: request.place.label ?? request.body }
}
