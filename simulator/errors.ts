/** An answer that says no, as Twilio words it. */
export type Refusal = { refused: number; status: number; message: string }

// Twilio: HTTP status and message of each synchronous error; the path of a 20404 and the number of a 21211 are put in.
const SYNCHRONOUS: Readonly<Record<number, readonly [status: number, message: string]>> = {
  20003: [401, 'Authenticate'],
  20004: [405, 'Method not allowed'],
  20005: [401, 'Account not active'],
  20006: [403, 'Access Denied'],
  20007: [400, 'Page size too large'],
  20009: [409, 'Cannot delete this resource before it is complete'],
  20404: [404, 'The requested resource was not found'],
  20422: [400, 'Invalid Parameter'],
  20429: [429, 'Too Many Requests'],
  20500: [500, 'Internal Server Error'],
  20503: [503, 'Service unavailable'],
  21211: [400, "Invalid 'To' Phone Number"],
  21603: [400, "A 'From' or 'MessagingServiceSid' parameter is required to send a message"],
  21604: [400, "A 'To' phone number is required."],
  21606: [400, "The 'From' phone number provided is not a valid message-capable Twilio phone number"],
  21609: [400, "Invalid 'StatusCallback'"],
  21610: [400, 'Attempt to send to unsubscribed recipient'],
  21617: [400, 'The concatenated message body exceeds the 1600 character limit.'],
  21619: [400, 'A message body, media URL, or content SID is required.'],
  21620: [400, 'Invalid media URL(s)'],
  21623: [400, 'Number of media files exceeds allowed limit'],
  21624: [400, 'Invalid validity period value'],
  21654: [400, 'ContentSid Required'],
  21655: [400, 'The ContentSid is Invalid'],
  21656: [400, 'The ContentVariables Parameter is invalid'],
  21701: [404, 'The Messaging Service does not exist'],
  21704: [400, 'The Messaging Service contains no phone numbers.'],
  21710: [409, 'Phone Number or Short Code is already in the Messaging Service.'],
  21712: [409, 'Phone Number or Short Code is associated with another Messaging Service.'],
  21910: [400, 'Invalid From and To pair. From and To should be of the same channel.'],
  30409: [400, 'This message cannot be canceled'],
  35111: [400, 'SendAt timestamp is missing'],
  35114: [400, 'Scheduling does not support this timestamp'],
  35118: [400, 'MessagingServiceSid is required to schedule a message'],
  63007: [400, 'Twilio could not find a Channel with the specified From address'],
  63038: [429, 'Account exceeded the daily messages limit'],
  63031: [400, 'Channels message cannot have same From and To'],
  92001: [400, "'Types' Parameter Required"],
  92002: [400, "The 'variables' parameter exceeds the allowed limit"],
  92003: [400, "'language' Parameter Required"],
  92004: [400, 'Invalid language code'],
  92007: [400, 'The Content Variables Parameter is invalid'],
  92008: [400, 'Unsupported Content Type'],
  92009: [400, 'The content has already been submitted for approval'],
}

// Twilio: titles of the errors that come later, on the message and its callbacks.
const LATER: Readonly<Record<number, string>> = {
  21703: 'The Messaging Service does not have a phone number available to send a message',
  30036: 'Validity Period Expired',
  63003: 'Channel could not find To address',
  63013: 'This message send failed because it violates Channel provider policy.',
  63015: 'Channel Sandbox can only send messages to phone numbers that have joined the Sandbox',
  63016:
    'Failed to send freeform message because you are outside the allowed window. If you are using WhatsApp, please use a Message Template.',
  63018: 'Rate limit exceeded for Channel',
  63019: 'Media failed to download',
  63021: 'Channel invalid content error',
  63024: 'Invalid message recipient',
  63027: 'Template does not exist for a language and locale',
  63028: 'Number of parameters provided does not match the expected number of parameters',
  63034: 'Media exceeds the size limit of the channel',
  63040: 'Template rejected',
  63041: 'Template paused',
  63042: 'Template disabled',
  63046: 'Template approved',
  63049: 'Meta chose not to deliver this WhatsApp marketing message',
}

/** Builds a refusal from Twilio's code; `message` and `status` replace the catalogue's where a case has its own. */
export function refuse(code: number, message?: string, status?: number): Refusal {
  const [usualStatus, usualMessage] = SYNCHRONOUS[code] ?? [400, LATER[code] ?? `Error ${code}`]
  return { refused: code, status: status ?? usualStatus, message: message ?? usualMessage }
}

/** Twilio's answer to an unknown address or SID names the path alone. */
export function notFound(path: string): Refusal {
  return refuse(20404, `The requested resource ${path} was not found`)
}

/** Title of an asynchronous error; Twilio's callbacks carry it as `ErrorMessage`. */
export function titleOf(code: number): string {
  return LATER[code] ?? SYNCHRONOUS[code]?.[1] ?? 'Unknown error'
}

/** The body of a refusal on the wire. Twilio: a failed log-in still carries an empty `detail`. */
export function errorBody(refusal: Refusal): Record<string, unknown> {
  const { refused: code, message, status } = refusal
  const detail = code === 20003 ? { detail: '' } : {}
  return { code, ...detail, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status }
}

export function isRefusal(value: unknown): value is Refusal {
  return typeof value === 'object' && value !== null && 'refused' in value
}
