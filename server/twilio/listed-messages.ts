import type { MessageInstance } from 'twilio/lib/rest/api/v2010/account/message.js'
import { accountPath, apiHost, type TwilioAccount } from './account.ts'
import type { AskTwilio } from './library.ts'
import { readAll, readPages } from './pages.ts'
import type { FormParameters } from './parse-form.ts'
import { isTwilioRefusal, type TwilioRefusal } from './refusals-of-twilio.ts'

/** A message as Twilio's API tells it, in either direction. */
export interface TwilioMessage {
  sid: string
  /** `inbound`, `outbound-api`, `outbound-reply`, … */
  direction: string
  /** Null while a Messaging Service has not chosen a sender. */
  from: string | null
  to: string
  body: string
  status: string
  errorCode: number | null
  errorMessage: string | null
  messagingServiceSid: string | null
  mediaCount: number
  /** Negative for a charge, in `priceUnit`; null until billed. */
  price: string | null
  priceUnit: string | null
  createdAt: Date | null
  /** Null while it waits. */
  sentAt: Date | null
}

/** The filters of the list. Twilio: dates count in whole seconds and both ends are included. */
export interface MessageFilter {
  to?: string
  from?: string
  sentAfter?: Date
  sentBefore?: Date
  /** At most 1,000. */
  pageSize?: number
}

/** One message; `not_found` when it was deleted or belongs to another account. */
export async function fetchMessage(ask: AskTwilio, sid: string): Promise<TwilioMessage | TwilioRefusal> {
  const found = await ask((library) => library.messages(sid).fetch())
  return isTwilioRefusal(found) ? found : asMessage(found)
}

/**
 * Pages of the account's messages, newest first; a refusal ends them. Twilio: a new message may be missing for minutes or hours, so
 * finding one proves that it exists and not finding it proves nothing.
 */
export async function* listMessages(
  ask: AskTwilio,
  filter: MessageFilter,
): AsyncGenerator<TwilioMessage[] | TwilioRefusal, void> {
  const { sentAfter, sentBefore, pageSize = 500, ...rest } = filter
  const pages = readPages(ask, (library) =>
    library.messages.page({
      ...rest,
      pageSize,
      ...(sentAfter && { dateSentAfter: sentAfter }),
      ...(sentBefore && { dateSentBefore: sentBefore }),
    }),
  )
  for await (const page of pages) yield isTwilioRefusal(page) ? page : page.map(asMessage)
}

/** A file of a message that Twilio keeps. */
export interface ListedMedia {
  sid: string
  contentType: string
  /** The address that `MediaUrl0` of a webhook would have held. */
  url: string
}

/** The files of one message. */
export function listMedia(
  ask: AskTwilio,
  account: TwilioAccount,
  messageSid: string,
): Promise<ListedMedia[] | TwilioRefusal> {
  const base = `https://${apiHost}${accountPath(account, `/Messages/${messageSid}/Media`)}`
  const pages = readPages(ask, (library) => library.messages(messageSid).media.page({ pageSize: 50 }))
  return readAll(pages, ({ sid, contentType }) => ({ sid, contentType, url: `${base}/${sid}` }))
}

/** The parameters a webhook for this inbound message would have carried, as far as the list knows them. */
export function asWebhookParameters(
  accountSid: string,
  message: TwilioMessage,
  media: readonly ListedMedia[],
): FormParameters {
  const parameters: FormParameters = {
    MessageSid: message.sid,
    AccountSid: accountSid,
    From: message.from ?? '',
    To: message.to,
    Body: message.body,
    NumMedia: String(media.length),
    SmsStatus: 'received',
  }
  if (message.messagingServiceSid) parameters['MessagingServiceSid'] = message.messagingServiceSid
  for (const [n, { url, contentType }] of media.entries()) {
    parameters[`MediaUrl${n}`] = url
    parameters[`MediaContentType${n}`] = contentType
  }
  return parameters
}

function asMessage(found: MessageInstance): TwilioMessage {
  return {
    sid: found.sid,
    direction: String(found.direction),
    from: found.from || null,
    to: found.to,
    body: found.body ?? '',
    status: String(found.status),
    errorCode: found.errorCode ?? null,
    errorMessage: found.errorMessage ?? null,
    messagingServiceSid: found.messagingServiceSid || null,
    mediaCount: Number(found.numMedia) || 0,
    price: found.price ?? null,
    priceUnit: found.priceUnit ?? null,
    createdAt: asDate(found.dateCreated),
    sentAt: asDate(found.dateSent),
  }
}

// The library hands a date it cannot read back as text.
function asDate(value: unknown): Date | null {
  return value instanceof Date && !Number.isNaN(value.getTime()) ? value : null
}
