import type { Message, Phone } from '#entities.ts'
import type { World } from '#world.ts'
import { digitsOf } from '#rules/address.ts'
import type { OptOutType } from '#rules/opt-out.ts'
import { messageTypeOf } from '#rules/media-limits.ts'

/** Where a click-to-WhatsApp ad came from. */
type Referral = {
  body?: string | undefined
  headline?: string | undefined
  source_id?: string | undefined
  source_type?: string | undefined
  source_url?: string | undefined
  ctwa_clid?: string | undefined
}

/** What a user's message carries beside text, media and place; it shapes the webhook and is not kept on the message. */
export type InboundExtras = {
  button?: { text: string; payload: string; fromTemplate: boolean } | undefined
  list?: { id: string; title: string; description?: string | undefined } | undefined
  /** The answers of a form, by their names. */
  form?: Record<string, string | string[]> | undefined
  referral?: Referral | undefined
  frequentlyForwarded?: boolean | undefined
  /** What Advanced Opt-Out made of it. */
  optOutType?: OptOutType | null | undefined
}

/** Twilio: the form parameters of the webhook for one inbound message. */
export function inboundParameters(
  world: World,
  message: Message,
  phone: Phone,
  extras: InboundExtras,
): Record<string, string> {
  const parameters: Record<string, string> = {
    SmsMessageSid: message.sid,
    SmsSid: message.sid,
    MessageSid: message.sid,
    AccountSid: message.accountSid,
    From: message.from ?? '',
    To: message.to,
    Body: message.body,
    NumMedia: String(message.media.length),
    NumSegments: '1',
    SmsStatus: 'received',
    ApiVersion: '2010-04-01',
    MessageType: kindOf(message, extras),
    ReferralNumMedia: '0',
    ExternalUserId: phone.userId,
    ...(message.messagingServiceSid && { MessagingServiceSid: message.messagingServiceSid }),
    ...(phone.profileName && { ProfileName: phone.profileName }),
    ...(digitsOf(phone.address) && { WaId: digitsOf(phone.address) }),
    ...(extras.optOutType && { OptOutType: extras.optOutType }),
    ...(phone.username && { ProfileUsername: phone.username }),
  }
  addMedia(world, message, parameters)
  addPlace(message, parameters)
  addReply(world, message, extras, parameters)
  addReferral(extras.referral, parameters)
  parameters.ChannelMetadata = channelMetadata(phone, parameters)
  return parameters
}

function kindOf(message: Message, extras: InboundExtras): string {
  if (extras.button) return extras.button.fromTemplate ? 'button' : 'interactive'
  if (extras.list || extras.form) return 'interactive'
  if (message.drawing?.type === 'location') return 'location'
  const media = message.media[0]
  return media ? messageTypeOf(media.contentType) : 'text'
}

function addMedia(world: World, message: Message, parameters: Record<string, string>): void {
  message.media.forEach((media, place) => {
    const path = `/2010-04-01/Accounts/${message.accountSid}/Messages/${message.sid}/Media/${media.sid}`
    parameters[`MediaUrl${place}`] = world.settings.publicUrl + path
    parameters[`MediaContentType${place}`] = media.contentType
  })
}

function addPlace(message: Message, parameters: Record<string, string>): void {
  if (message.drawing?.type !== 'location') return
  const { latitude, longitude, address, label } = message.drawing
  parameters.Latitude = String(latitude)
  parameters.Longitude = String(longitude)
  if (typeof address === 'string') parameters.Address = address
  if (typeof label === 'string') parameters.Label = label
}

function addReply(
  world: World,
  message: Message,
  { button, list, form, frequentlyForwarded }: InboundExtras,
  parameters: Record<string, string>,
): void {
  const quoted = message.replyTo === null ? undefined : world.store.message(message.replyTo)
  if (quoted) {
    parameters.OriginalRepliedMessageSid = quoted.sid
    parameters.OriginalRepliedMessageSender = quoted.from ?? message.to
  }
  if (button) {
    parameters.ButtonText = button.text
    parameters.ButtonPayload = button.payload
  }
  if (list) {
    parameters.ListId = list.id
    parameters.ListTitle = list.title
    if (list.description) parameters.ListDescription = list.description
  }
  // Twilio: what was filled in, as a JSON text.
  if (form) parameters.InteractiveData = JSON.stringify(form)
  if (message.forwarded || button) {
    parameters.Forwarded = String(message.forwarded)
    parameters.FrequentlyForwarded = String(frequentlyForwarded === true)
  }
}

function addReferral(referral: Referral | undefined, parameters: Record<string, string>): void {
  if (!referral) return
  const names: Record<keyof Referral, string> = {
    body: 'ReferralBody',
    headline: 'ReferralHeadline',
    source_id: 'ReferralSourceId',
    source_type: 'ReferralSourceType',
    source_url: 'ReferralSourceUrl',
    ctwa_clid: 'ReferralCtwaClid',
  }
  for (const [key, name] of Object.entries(names)) {
    const value = referral[key as keyof Referral]
    if (value !== undefined) parameters[name] = value
  }
}

/** Twilio: a JSON text whose values are texts. */
function channelMetadata(phone: Phone, parameters: Record<string, string>): string {
  const context: Record<string, string> = {}
  for (const name of ['ProfileName', 'WaId', 'ButtonText', 'Forwarded', 'FrequentlyForwarded'])
    if (parameters[name] !== undefined) context[name] = parameters[name]
  return JSON.stringify({ type: 'whatsapp', data: { context } })
}
