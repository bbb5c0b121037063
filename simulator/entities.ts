/** The simulator's inner shapes. Instants are milliseconds since the epoch, on the simulator's own clock. */

type AccountStatus = 'active' | 'suspended' | 'closed'

/** What the console keeps for an account's sandbox: there is no REST resource for it at Twilio. */
type Sandbox = {
  /** The two words a user sends after "join". */
  joinCode: string
  webhook: WebhookUrls
}

export type Account = {
  sid: string
  authToken: string
  friendlyName: string
  status: AccountStatus
  type: 'Full' | 'Trial'
  ownerAccountSid: string
  balance: string
  sandbox: Sandbox
  /** Twilio's setting "HTTP basic auth for media". */
  mediaNeedsAuth: boolean
  /** Twilio's Advanced Opt-Out, here for senders without a Messaging Service of that kind. */
  advancedOptOut: boolean
  createdAt: number
  updatedAt: number
}

export type ApiKey = {
  sid: string
  accountSid: string
  secret: string
  friendlyName: string
  createdAt: number
}

export type WebhookUrls = {
  callbackUrl: string | null
  callbackMethod: string
  fallbackUrl: string | null
  fallbackMethod: string
  statusCallbackUrl: string | null
  statusCallbackMethod: string
}

type OfflineReason = { code: string; message: string; more_info: string }

export type SenderStatus =
  | 'CREATING'
  | 'ONLINE'
  | 'OFFLINE'
  | 'PENDING_VERIFICATION'
  | 'VERIFYING'
  | 'ONLINE:UPDATING'
  | 'TWILIO_REVIEW'
  | 'DRAFT'
  | 'STUBBED'

/** Profile and configuration keep Twilio's own keys: they are passed through and never decided upon. */
export type Sender = {
  sid: string
  accountSid: string
  address: string
  status: SenderStatus
  webhook: WebhookUrls
  profile: Record<string, unknown>
  configuration: Record<string, unknown>
  qualityRating: string
  /** Twilio's words for how many people a business may reach by itself in 24 hours. */
  messagingLimit: string
  /** What WhatsApp takes from it; more fails with 63018. */
  messagesPerSecond: number
  offlineReasons: OfflineReason[]
  createdAt: number
  updatedAt: number
}

export type MessagingService = {
  sid: string
  accountSid: string
  friendlyName: string
  inboundRequestUrl: string | null
  inboundMethod: string
  fallbackUrl: string | null
  fallbackMethod: string
  statusCallback: string | null
  useInboundWebhookOnNumber: boolean
  stickySender: boolean
  /** Twilio takes STOP, START and HELP by itself. */
  advancedOptOut: boolean
  validityPeriod: number
  usecase: string
  senderSids: string[]
  createdAt: number
  updatedAt: number
}

type ApprovalStatus = 'unsubmitted' | 'received' | 'pending' | 'approved' | 'rejected' | 'paused' | 'disabled'

export type Approval = {
  name: string
  category: string
  contentType: string
  status: ApprovalStatus
  rejectionReason: string
  allowCategoryChange: boolean
  submittedAt: number | null
  /** How often Meta has paused it so far. */
  pauses: number
  pausedUntil: number | null
}

export type Content = {
  sid: string
  accountSid: string
  friendlyName: string
  language: string
  variables: Record<string, string>
  types: Record<string, Record<string, unknown>>
  approval: Approval
  /** The template it was taken over from, when it is older than Twilio's contents. */
  legacy: { name: string; body: string } | null
  createdAt: number
  updatedAt: number
}

export type MessageStatus =
  | 'accepted'
  | 'scheduled'
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'read'
  | 'failed'
  | 'undelivered'
  | 'canceled'
  | 'received'

type Direction = 'inbound' | 'outbound-api' | 'outbound-reply'

export type Media = {
  sid: string
  messageSid: string
  accountSid: string
  contentType: string
  filename: string | null
  /** Bytes. */
  size: number
  createdAt: number
}

/** What the phone draws beside the text: buttons, lists, a place, a card. `type` is Twilio's content type or a plain word. */
export type Drawing = { type: string; [key: string]: unknown }

export type Message = {
  sid: string
  /** Position in the order of creation; grows without gaps being promised. */
  seq: number
  accountSid: string
  direction: Direction
  /** Null until a Messaging Service has picked the sender. */
  from: string | null
  to: string
  body: string
  status: MessageStatus
  errorCode: number | null
  messagingServiceSid: string | null
  contentSid: string | null
  /** The values that its sender gave for the content. */
  variables: Record<string, string>
  drawing: Drawing | null
  /** Media URLs that the sender of an outbound message gave; fetched when it is dispatched. */
  mediaUrls: string[]
  media: Media[]
  statusCallback: string | null
  /** The API path that created it: faults match on it. */
  origin: string
  /** When to send (scheduled messages), else null. */
  sendAt: number | null
  /** Seconds. */
  validityPeriod: number
  /** A verdict that a fault has already decided. */
  scriptedError: number | null
  /** When `GET Messages.json` begins to show it. */
  listedAt: number
  createdAt: number
  updatedAt: number
  sentAt: number | null
  /** When it reached the user's phone. */
  arrivedAt: number | null
  /** Sent while the user blocked the sender: it never arrives, even after unblocking. */
  blocked: boolean
  /** The user has looked at it (with or without a receipt); for inbound: the business has. */
  seen: boolean
  /** Looked at while the phone was offline: the receipt goes out when it is online again. */
  receiptDue: boolean
  replyTo: string | null
  forwarded: boolean
  /** Twilio's own notice of the sandbox: on the phone, never in the account's list. */
  notice: boolean
  feedback: string | null
}

export type Phone = {
  /** `whatsapp:+E164`, or `whatsapp:CC.<id>` for a user who hides the number. */
  address: string
  /** The business-scoped user id. */
  userId: string
  profileName: string
  username: string | null
  online: boolean
  readReceipts: boolean
  /** False: the number has no WhatsApp. */
  registered: boolean
  /** Marketing templates it is given in 24 hours; null is what Meta gives everybody. */
  marketingPerDay: number | null
  blocks: string[]
  createdAt: number
}

export type Membership = { accountSid: string; joinedAt: number }

export type Alert = {
  sid: string
  accountSid: string
  errorCode: string
  logLevel: 'error' | 'warning'
  text: string
  requestMethod: string
  requestUrl: string
  resourceSid: string
  serviceSid: string | null
  createdAt: number
}
