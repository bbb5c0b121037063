import type { Account, Content, MessagingService } from '#entities.ts'
import { isRefusal, refuse, type Refusal } from '#errors.ts'
import type { Store } from '#store.ts'
import { isWhatsAppAddress, SANDBOX_ADDRESS } from './address.ts'
import { isOptedOut } from './opt-out.ts'
import { readContentVariables } from './render-content.ts'
import { STOCK_TEMPLATES } from './stock-templates.ts'

/** A request to send that Twilio would take: everything is checked that is checked before the 201. */
export type MessageRequest = {
  to: string
  from: string | null
  service: MessagingService | null
  body: string
  mediaUrls: string[]
  content: Content | null
  variables: Record<string, string>
  place: { latitude: number; longitude: number; label: string | null } | null
  statusCallback: string | null
  /** Milliseconds since the epoch, for a scheduled message. */
  sendAt: number | null
  /** Seconds. */
  validityPeriod: number
}

// Twilio: 1600 characters, ten media URLs, ten hours, and scheduling from 15 minutes to 35 days ahead.
const MAX_BODY = 1_600
const MAX_MEDIA = 10
export const MAX_VALIDITY_S = 36_000
const TRIAL_MESSAGES = 50
const SOONEST_MS = 900_000
const LATEST_MS = 35 * 86_400_000

/** Reads the form of `POST Messages.json` in Twilio's order of checks. */
export function readMessageRequest(
  store: Store,
  account: Account,
  form: URLSearchParams,
  now: number,
): MessageRequest | Refusal {
  const to = form.get('To') ?? ''
  const from = form.get('From') || null
  const serviceSid = form.get('MessagingServiceSid') || null
  if (to === '') return refuse(21604)
  if (from === null && serviceSid === null) return refuse(21603)
  const unfit = checkPayload(form)
  if (unfit) return unfit
  const unroutable = checkAddresses(store, account, to, from)
  if (unroutable) return unroutable
  const service = serviceSid === null ? null : findService(store, account, serviceSid)
  if (isRefusal(service)) return service
  const content = findContent(store, account, form)
  if (isRefusal(content)) return content
  const sendAt = readSendAt(form, serviceSid, now)
  if (isRefusal(sendAt)) return sendAt
  if (isOptedOut(store, { sender: from, service: serviceSid }, to)) return refuse(21610)
  if (isTrialSpent(store, account, now)) return refuse(63038)
  return {
    to,
    from,
    service,
    body: form.get('Body') ?? '',
    mediaUrls: form.getAll('MediaUrl'),
    ...content,
    place: readPlace(form),
    statusCallback: form.get('StatusCallback') || null,
    sendAt,
    validityPeriod: Number(form.get('ValidityPeriod') ?? MAX_VALIDITY_S),
  }
}

/** Twilio: a trial account sends fifty messages in 24 hours. */
function isTrialSpent(store: Store, account: Account, now: number): boolean {
  if (account.type !== 'Trial') return false
  const since = now - 86_400_000
  const lately = store
    .messagesOfAccount(account.sid)
    .filter((one) => one.direction !== 'inbound' && one.createdAt > since)
  return lately.length >= TRIAL_MESSAGES
}

function checkPayload(form: URLSearchParams): Refusal | null {
  const media = form.getAll('MediaUrl')
  const hasContent = Boolean(form.get('ContentSid'))
  if (form.has('ContentVariables') && !hasContent) return refuse(21654)
  if (!form.get('Body') && media.length === 0 && !hasContent) return refuse(21619)
  if ((form.get('Body') ?? '').length > MAX_BODY) return refuse(21617)
  if (media.length > MAX_MEDIA) return refuse(21623)
  if (!media.every(isHttpUrl)) return refuse(21620)
  const callback = form.get('StatusCallback')
  if (callback && (callback.length > 4_000 || !isHttpUrl(callback))) return refuse(21609)
  const validity = Number(form.get('ValidityPeriod') ?? MAX_VALIDITY_S)
  return Number.isInteger(validity) && validity >= 1 && validity <= MAX_VALIDITY_S ? null : refuse(21624)
}

function checkAddresses(store: Store, account: Account, to: string, from: string | null): Refusal | null {
  const toWhatsApp = to.startsWith('whatsapp:')
  const invalidTo = refuse(21211, `Invalid 'To' Phone Number: ${to}`)
  if (from !== null && from.startsWith('whatsapp:') !== toWhatsApp) return refuse(21910)
  if (toWhatsApp ? !isWhatsAppAddress(to) : !/^\+\d{7,15}$/.test(to)) return invalidTo
  if (!toWhatsApp && from !== null)
    return refuse(
      21606,
      `The 'From' phone number provided (${from}) is not a valid message-capable Twilio phone number for this destination.`,
    )
  if (from === null || from === SANDBOX_ADDRESS) return null
  if (from === to) return refuse(63031)
  const sender = store.sendersByAddress.get(from)
  const usable = sender?.accountSid === account.sid && sender.status.startsWith('ONLINE')
  return usable ? null : refuse(63007)
}

function findService(store: Store, account: Account, sid: string): MessagingService | Refusal {
  const service = store.services.get(sid)
  if (service?.accountSid !== account.sid) return refuse(21701)
  return service.senderSids.length === 0 ? refuse(21704) : service
}

function findContent(
  store: Store,
  account: Account,
  form: URLSearchParams,
): Pick<MessageRequest, 'content' | 'variables'> | Refusal {
  const sid = form.get('ContentSid')
  if (!sid) return { content: null, variables: {} }
  const content = store.contents.get(sid)
  if (!content || (content.accountSid !== account.sid && !STOCK_TEMPLATES.has(sid))) return refuse(21655)
  const text = form.get('ContentVariables')
  const variables = text === null ? {} : readContentVariables(text)
  return isRefusal(variables) ? variables : { content, variables }
}

function readSendAt(form: URLSearchParams, serviceSid: string | null, now: number): number | null | Refusal {
  const at = form.get('SendAt')
  if (form.get('ScheduleType') !== 'fixed') return at === null ? null : refuse(35114)
  if (serviceSid === null) return refuse(35118)
  if (!at) return refuse(35111)
  const sendAt = Date.parse(at)
  const inRange = sendAt >= now + SOONEST_MS && sendAt <= now + LATEST_MS
  return inRange ? sendAt : refuse(35114)
}

/** `PersistentAction=geo:{latitude},{longitude}|{label}`. */
function readPlace(form: URLSearchParams): MessageRequest['place'] {
  for (const action of form.getAll('PersistentAction')) {
    const parts = /^geo:(-?\d+(?:\.\d+)?),(-?\d+(?:\.\d+)?)(?:\|(.*))?$/.exec(action)
    if (parts) return { latitude: Number(parts[1]), longitude: Number(parts[2]), label: parts[3] || null }
  }
  return null
}

function isHttpUrl(text: string): boolean {
  return /^https?:\/\/[^\s]+$/i.test(text) && URL.canParse(text)
}
