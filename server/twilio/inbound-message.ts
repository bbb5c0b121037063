import { readIdentity, type Identity } from './identity.ts'
import { contentParameters, readContent, type InboundContent } from './inbound-content.ts'
import { firstValue, withoutNul, type FormParameters } from './parse-form.ts'

/** The ad or post a person came from. Twilio: only with the first message after the click. */
export interface Referral {
  headline: string | null
  body: string | null
  sourceId: string | null
  /** `ad` or `post`. */
  sourceType: string | null
  sourceUrl: string | null
  /** Meta's id of the click, to report conversions with. */
  clickId: string | null
  mediaUrl: string | null
  mediaContentType: string | null
}

/** A message a person sent to one of our senders. */
export interface InboundMessage {
  event: 'inbound'
  messageSid: string
  accountSid: string | null
  messagingServiceSid: string | null
  from: Identity
  /** Our sender's address. */
  to: string
  profileName: string | null
  content: InboundContent
  /** The message it answers; Twilio leaves it out when that one is too old. */
  quoted: { messageSid: string; sender: string | null } | null
  forwarded: 'once' | 'often' | null
  referral: Referral | null
  /** Twilio's Advanced Opt-Out recognized a keyword and has answered it already. */
  optOut: 'STOP' | 'START' | 'HELP' | null
  /** Set when Twilio could not deliver to the first URL and calls the fallback. */
  fallback: { errorCode: number | null; errorUrl: string | null } | null
  /** Every parameter we do not read. */
  extra: FormParameters
}

const ownParameters = `MessageSid SmsSid SmsMessageSid AccountSid MessagingServiceSid From To ProfileName WaId
  ExternalUserId ParentExternalUserId ProfileUsername Username OriginalRepliedMessageSid OriginalRepliedMessageSender
  Forwarded FrequentlyForwarded OptOutType ErrorCode ErrorUrl`
const readParameters: ReadonlySet<string> = new Set([...contentParameters, ...ownParameters.split(/\s+/)])

/** Reads a message whose sid and addresses are known to be there. */
export function readInbound(parameters: FormParameters, messageSid: string): InboundMessage {
  const value = (name: string) => withoutNul(firstValue(parameters, name) ?? '') || null
  const quotedSid = value('OriginalRepliedMessageSid')
  return {
    event: 'inbound',
    messageSid,
    accountSid: value('AccountSid'),
    messagingServiceSid: value('MessagingServiceSid'),
    from: readIdentity(parameters, value('From') ?? ''),
    to: value('To') ?? '',
    profileName: value('ProfileName'),
    content: readContent(parameters),
    quoted:
      quotedSid === null ? null : { messageSid: quotedSid, sender: value('OriginalRepliedMessageSender') },
    forwarded: readForwarded(value),
    referral: readReferral(value),
    optOut: readOptOut(value('OptOutType')),
    fallback: readFallback(value),
    extra: readExtra(parameters),
  }
}

type ReadValue = (name: string) => string | null

function readForwarded(value: ReadValue): InboundMessage['forwarded'] {
  if (value('FrequentlyForwarded') === 'true') return 'often'
  return value('Forwarded') === 'true' ? 'once' : null
}

// ReferralNumMedia comes with every message, so it does not tell of an ad.
function readReferral(value: ReadValue): Referral | null {
  const referral: Referral = {
    headline: value('ReferralHeadline'),
    body: value('ReferralBody'),
    sourceId: value('ReferralSourceId'),
    sourceType: value('ReferralSourceType'),
    sourceUrl: value('ReferralSourceUrl'),
    clickId: value('ReferralCtwaClid'),
    mediaUrl: value('ReferralMediaUrl') ?? value('ReferralMediaUrl0'),
    mediaContentType: value('ReferralMediaContentType') ?? value('ReferralMediaContentType0'),
  }
  return Object.values(referral).some((part) => part !== null) ? referral : null
}

function readOptOut(word: string | null): InboundMessage['optOut'] {
  const upper = word?.toUpperCase()
  return upper === 'STOP' || upper === 'START' || upper === 'HELP' ? upper : null
}

function readFallback(value: ReadValue): InboundMessage['fallback'] {
  const code = value('ErrorCode')
  const errorUrl = value('ErrorUrl')
  return code || errorUrl
    ? { errorCode: code && /^\d{1,9}$/.test(code) ? Number(code) : null, errorUrl }
    : null
}

function readExtra(parameters: FormParameters): FormParameters {
  const extra = Object.create(null) as FormParameters
  for (const key in parameters) {
    if (readParameters.has(key) || key === '__proto__' || /^Media(Url|ContentType)\d$/.test(key)) continue
    if (key.startsWith('Referral') && key !== 'ReferralNumMedia') continue
    extra[key] = parameters[key]!
  }
  return extra
}
