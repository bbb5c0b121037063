import { accountPath, apiHost, targetOf, type TwilioAccount } from './account.ts'
import { exchange } from './exchange.ts'
import { judgePost, type PostOutcome } from './post-outcome.ts'

/** A message for Twilio to send. Either `from` or `messagingServiceSid`; either text, files, a place or a template. */
export interface OutboundMessage {
  /** `whatsapp:+…` or `whatsapp:CC.…` */
  to: string
  from?: string | null
  messagingServiceSid?: string | null
  /** At most 1,600 characters; the caption when there is a file, the name of a place. */
  body?: string
  /** Public addresses; WhatsApp delivers one file with a message. */
  mediaUrls?: readonly string[]
  /** Twilio's sid of a template, `HX…`. */
  contentSid?: string | null
  contentVariables?: Readonly<Record<string, string>>
  location?: { latitude: number; longitude: number; label?: string }
  /** Where the reports about this message go; it carries the attempt's id. */
  statusCallback: string
}

export interface SendLimits {
  /**
   * On the clock of `performance.now()`: past this instant the message is not begun any more. Whoever waited longer may
   * have been taken for dead, and another may be sending the same message.
   */
  notAfter?: number
}

/** Asks Twilio once to send a message, and tells what became of it. Never throws and never repeats. */
export async function sendMessage(
  account: TwilioAccount,
  message: OutboundMessage,
  limits: SendLimits = {},
): Promise<PostOutcome> {
  const answer = await exchange(account.connections, {
    target: targetOf(account, apiHost, accountPath(account, '/Messages.json')),
    method: 'POST',
    headers: {
      authorization: account.authorization,
      'content-type': 'application/x-www-form-urlencoded',
      accept: 'application/json',
      'user-agent': 'Parley',
    },
    body: encode(message),
    notAfter: limits.notAfter,
  })
  return judgePost(answer)
}

function encode(message: OutboundMessage): string {
  const form = new URLSearchParams({ To: message.to, StatusCallback: message.statusCallback })
  if (message.from) form.append('From', message.from)
  if (message.messagingServiceSid) form.append('MessagingServiceSid', message.messagingServiceSid)
  if (message.body) form.append('Body', message.body)
  for (const url of message.mediaUrls ?? []) form.append('MediaUrl', url)
  if (message.contentSid) form.append('ContentSid', message.contentSid)
  if (message.contentVariables && Object.keys(message.contentVariables).length > 0)
    form.append('ContentVariables', JSON.stringify(message.contentVariables))
  if (message.location) form.append('PersistentAction', encodeLocation(message.location))
  return form.toString()
}

function encodeLocation({ latitude, longitude, label }: NonNullable<OutboundMessage['location']>): string {
  return `geo:${latitude},${longitude}${label ? `|${label}` : ''}`
}
