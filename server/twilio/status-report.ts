import { firstValue, withoutNul, type FormParameters } from './parse-form.ts'

/** Twilio's report of what became of an outbound message. Reports may repeat and come in any order. */
export interface StatusReport {
  event: 'status'
  messageSid: string
  accountSid: string | null
  messagingServiceSid: string | null
  /** Lower case: queued, sending, sent, delivered, read, failed, undelivered, canceled; others are kept as they come. */
  status: string
  /** Only with failed and undelivered. */
  errorCode: number | null
  errorMessage: string | null
  /** Meta's own sentence about a failure. */
  channelMessage: string | null
  /** Our sender: with a Messaging Service this is where its choice is first told. */
  from: string | null
  to: string | null
  /** Every parameter we do not read. */
  extra: FormParameters
}

const readParameters: ReadonlySet<string> = new Set(
  `MessageSid SmsSid MessageStatus SmsStatus AccountSid MessagingServiceSid ErrorCode ErrorMessage
  ChannelStatusMessage From To`.split(/\s+/),
)

/** Reads a report whose sid and status are known to be there. */
export function readStatus(parameters: FormParameters, messageSid: string, status: string): StatusReport {
  const value = (name: string) => withoutNul(firstValue(parameters, name) ?? '') || null
  const code = value('ErrorCode')
  const extra = Object.create(null) as FormParameters
  for (const [key, kept] of Object.entries(parameters))
    if (!readParameters.has(key) && key !== '__proto__') extra[key] = kept
  return {
    event: 'status',
    messageSid,
    accountSid: value('AccountSid'),
    messagingServiceSid: value('MessagingServiceSid'),
    status: status.toLowerCase(),
    errorCode: code && /^\d{1,9}$/.test(code) && code !== '0' ? Number(code) : null,
    errorMessage: value('ErrorMessage'),
    channelMessage: value('ChannelStatusMessage'),
    from: value('From'),
    to: value('To'),
    extra,
  }
}
