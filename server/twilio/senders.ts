import type { ChannelsSenderInstance } from 'twilio/lib/rest/messaging/v2/channelsSender.js'
import type { AskTwilio } from './library.ts'
import { readAll, readPages } from './pages.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

/** The three addresses Twilio calls for a sender; null where none is set. */
export interface SenderWebhook {
  callbackUrl: string | null
  callbackMethod: string | null
  fallbackUrl: string | null
  fallbackMethod: string | null
  statusCallbackUrl: string | null
  statusCallbackMethod: string | null
}

/** What people see of a sender on WhatsApp. */
export interface TwilioSenderProfile {
  name: string | null
  about: string | null
  address: string | null
  description: string | null
  vertical: string | null
  logoUrl: string | null
  websites: string[]
  emails: string[]
}

/** A WhatsApp sender as Twilio tells it. */
export interface TwilioSender {
  /** `XE…` */
  sid: string
  /** `whatsapp:+…` */
  address: string
  /** ONLINE, OFFLINE, CREATING, …; `explainSenderStatus` has words for it. */
  status: string
  /** HIGH, MEDIUM, LOW; null when Meta has not rated it. */
  quality: string | null
  /** Twilio's sentence; `parseMessagingLimit` reads it. */
  messagingLimit: string | null
  offlineReasons: { code: string; message: string; moreInfo: string | null }[]
  wabaId: string | null
  webhook: SenderWebhook
  profile: TwilioSenderProfile
}

/** Every WhatsApp sender of the account, from all pages. Twilio: twenty on a page unless more are asked for. */
export function listSenders(ask: AskTwilio): Promise<TwilioSender[] | TwilioRefusal> {
  const pages = readPages(ask, (library) =>
    library.messaging.v2.channelsSenders.page({ channel: 'whatsapp', pageSize: 100 }),
  )
  return readAll(pages, asSender)
}

/** One sender as it is now; `not_found` when it is gone or belongs to another account. */
export async function fetchSender(ask: AskTwilio, sid: string): Promise<TwilioSender | TwilioRefusal> {
  const found = await ask((library) => library.messaging.v2.channelsSenders(sid).fetch())
  return isTwilioRefusal(found) ? found : asSender(found)
}

/** The addresses to write; Twilio is told to POST to all of them. */
export interface WebhookUrls {
  callbackUrl: string
  fallbackUrl: string
  statusCallbackUrl: string
}

/** Writes the webhook of a sender. Twilio accepts and applies it a little later: read the sender back to be sure. */
export function updateSenderWebhook(
  ask: AskTwilio,
  sid: string,
  urls: WebhookUrls,
): Promise<null | TwilioRefusal> {
  return updateSender(ask, sid, {
    webhook: {
      callback_url: urls.callbackUrl,
      callback_method: 'POST',
      fallback_url: urls.fallbackUrl,
      fallback_method: 'POST',
      status_callback_url: urls.statusCallbackUrl,
      status_callback_method: 'POST',
    },
  })
}

/** Writes the given fields of the profile and leaves the others. Twilio: a new name is reviewed by Meta (63124). */
export function updateSenderProfile(
  ask: AskTwilio,
  sid: string,
  changes: Partial<TwilioSenderProfile>,
): Promise<null | TwilioRefusal> {
  const { logoUrl, websites, emails, ...plain } = changes
  return updateSender(ask, sid, {
    profile: {
      ...plain,
      ...(logoUrl === undefined ? {} : { logo_url: logoUrl }),
      ...(websites && { websites: websites.map((website) => ({ website, label: 'Website' })) }),
      ...(emails && { emails: emails.map((email) => ({ email, label: 'Email' })) }),
    },
  })
}

// The library sends the object as it is: the wire's snake_case is wanted here, whatever its type declaration says.
async function updateSender(ask: AskTwilio, sid: string, changes: object): Promise<null | TwilioRefusal> {
  const answer = await ask((library) => library.messaging.v2.channelsSenders(sid).update(changes))
  return isTwilioRefusal(answer) ? answer : null
}

function asSender(found: ChannelsSenderInstance): TwilioSender {
  const { webhook, properties } = found
  return {
    sid: found.sid,
    address: found.senderId,
    status: String(found.status),
    quality: properties?.qualityRating ?? null,
    messagingLimit: properties?.messagingLimit ?? null,
    offlineReasons: (found.offlineReasons ?? []).map(({ code, message, moreInfo }) => ({
      code: String(code ?? ''),
      message: message ?? '',
      moreInfo: moreInfo ?? null,
    })),
    wabaId: found.configuration?.wabaId ?? null,
    webhook: {
      callbackUrl: webhook?.callbackUrl || null,
      callbackMethod: webhook?.callbackMethod || null,
      fallbackUrl: webhook?.fallbackUrl || null,
      fallbackMethod: webhook?.fallbackMethod || null,
      statusCallbackUrl: webhook?.statusCallbackUrl || null,
      statusCallbackMethod: webhook?.statusCallbackMethod || null,
    },
    profile: asProfile(found.profile),
  }
}

function asProfile(profile: ChannelsSenderInstance['profile']): TwilioSenderProfile {
  return {
    name: profile?.name ?? null,
    about: profile?.about ?? null,
    address: profile?.address ?? null,
    description: profile?.description ?? null,
    vertical: profile?.vertical ?? null,
    logoUrl: profile?.logoUrl ?? null,
    websites: texts(profile?.websites, 'website'),
    emails: texts(profile?.emails, 'email'),
  }
}

/** Twilio's documents show both plain strings and objects with a label. */
function texts(list: unknown, member: string): string[] {
  if (!Array.isArray(list)) return []
  return list.flatMap((item: unknown) => {
    const text = typeof item === 'object' && item !== null ? (item as Record<string, unknown>)[member] : item
    return typeof text === 'string' && text ? [text] : []
  })
}
