import { z } from 'zod'
import { Source } from './agents.ts'
import { deliveryStatuses } from './delivery-status.ts'
import { id, instant, operation } from './operation.ts'
import { refusals, type RefusalCode } from './refusals.ts'
import { TemplatePreview } from './templates.ts'

export const MessageKind = z.enum([
  'text',
  'media',
  'location',
  'contacts',
  'button',
  'list',
  'flow',
  'template',
  'unknown',
])
const RefusalName = z
  .enum(Object.keys(refusals) as [RefusalCode, ...RefusalCode[]])
  .meta({ id: 'RefusalName' })

export const Media = z
  .object({
    id,
    state: z.enum(['waiting', 'stored', 'failed']),
    mediaType: z.string().nullable(),
    fileName: z.string().nullable(),
    bytes: z.number().int().nullable(),
    /** Signed, valid for a day; null until stored. */
    url: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'Media' })

/** What the kind carries beside its text. */
export const MessageDetails = z
  .object({
    button: z.object({ title: z.string(), payload: z.string() }).optional(),
    list: z.object({ id: z.string(), title: z.string(), description: z.string().optional() }).optional(),
    location: z
      .object({
        latitude: z.number(),
        longitude: z.number(),
        label: z.string().optional(),
        address: z.string().optional(),
      })
      .optional(),
    /** What was filled into a form: each answer under the name that the form gave it. */
    answers: z.array(z.object({ name: z.string(), value: z.string() })).optional(),
    contacts: z.array(z.object({ name: z.string(), phones: z.array(z.string()) })).optional(),
    referral: z
      .object({
        headline: z.string().optional(),
        body: z.string().optional(),
        sourceUrl: z.string().optional(),
        sourceType: z.string().optional(),
      })
      .optional(),
    forwarded: z.enum(['once', 'often']).optional(),
    /** The template it is, or the one that goes out in its place once the window is closed. */
    template: z
      .object({ name: z.string(), language: z.string(), category: z.string(), preview: TemplatePreview })
      .optional(),
    /** Twilio's MessageType when it is none we know. */
    type: z.string().optional(),
  })
  .meta({ id: 'MessageDetails' })

export const Message = z
  .object({
    id,
    conversationId: id,
    position: z.number().int(),
    direction: z.enum(['in', 'out']),
    kind: MessageKind,
    body: z.string(),
    details: MessageDetails,
    media: z.array(Media),
    quoted: z.object({ messageId: id.nullable(), preview: z.string() }).nullable(),
    origin: z.enum(['contact', 'member', 'agent', 'campaign', 'api', 'system']),
    authorName: z.string().nullable(),
    /** Whose digital twin wrote it. */
    twinOf: z.string().nullable(),
    sources: z.array(Source),
    status: z.enum(deliveryStatuses),
    /** Why it is held, canceled or failed, in the words of the refusal catalogue or of Twilio's dictionary. */
    problem: z
      .object({ code: z.string(), title: z.string(), happened: z.string(), remedy: z.string() })
      .nullable(),
    /** Which of these can be done now. */
    actions: z.array(z.enum(['approve', 'reject', 'resend', 'drop', 'check'])),
    /** When it is to be sent, while it waits for that hour. */
    sendAt: instant.nullable(),
    /** Arrived or was recorded later than its neighbours (gap-fill). */
    late: z.boolean(),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({ id: 'Message' })

export const Attempt = z
  .object({
    id,
    number: z.number().int(),
    state: z.enum(['dispatching', 'accepted', 'rejected', 'not_sent', 'unknown', 'failed', 'abandoned']),
    providerSid: z.string().nullable(),
    errorCode: z.number().int().nullable(),
    detail: z.string().nullable(),
    dispatchedAt: instant,
    settledAt: instant.nullable(),
    statuses: z.array(z.object({ status: z.string(), errorCode: z.number().int().nullable(), at: instant })),
  })
  .meta({ id: 'Attempt' })

/** The gate's answer: may this be sent now, as what, and if not, every reason. */
export const GateAnswer = z
  .object({
    verdict: z.enum(['send', 'hold', 'refuse']),
    as: z.enum(['text', 'template']),
    /** What allows it: the open window, an opt-in, or that the contact wrote before. */
    allowedBy: z.enum(['window', 'opt_in', 'written', 'asked_for']).nullable(),
    reasons: z.array(
      z.object({
        code: RefusalName,
        title: z.string(),
        remedy: z.string(),
        facts: z.record(z.string(), z.unknown()),
      }),
    ),
    window: z.object({ open: z.boolean(), closesAt: instant.nullable() }),
    /** The template of the draft with its values in it. */
    preview: TemplatePreview.nullable(),
  })
  .meta({ id: 'GateAnswer' })

const draft = z.object({
  /** Either the conversation, or a number of ours and an address of theirs. */
  conversationId: id.optional(),
  senderId: id.optional(),
  to: z.string().trim().max(150).optional(),
  body: z.string().max(4096).default(''),
  /** From `POST /api/v1/uploads`. */
  uploadId: id.optional(),
  quotedMessageId: id.optional(),
  /** Alone: this template, to anyone who may be written to. With a body: it goes out instead once the window is closed. */
  template: z
    .object({ templateId: id, variables: z.record(z.string().max(16), z.string().max(1024)).default({}) })
    .optional(),
})

const sendAt = z.iso
  .datetime({ offset: true })
  .describe('Later: from a minute to a year ahead. At that hour the gate is asked again.')

const tag = 'Messages'
const params = z.object({ messageId: id })

export const messageOperations = {
  listMessages: operation({
    id: 'listMessages',
    method: 'GET',
    path: '/api/v1/conversations/{conversationId}/messages',
    tag,
    summary: 'The thread, oldest first within a page; pages go back in time',
    permission: 'conversations.read',
    params: z.object({ conversationId: id }),
    query: z.object({
      before: z.coerce.number().int().optional(),
      after: z.coerce.number().int().optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    answer: z.object({ items: z.array(Message), hasOlder: z.boolean() }),
  }),
  sendMessage: operation({
    id: 'sendMessage',
    method: 'POST',
    path: '/api/v1/messages',
    tag,
    summary: 'Send a message; send an Idempotency-Key header to be safe against repeats',
    permission: 'conversations.answer',
    body: draft.extend({ sendAt: sendAt.optional() }),
    status: 202,
    answer: Message,
    refusals: [
      'window_closed',
      'window_never_opened',
      'no_opt_in',
      'template_not_approved',
      'template_variables_missing',
      'opted_out',
      'sender_offline',
      'sender_inactive',
      'sending_off',
      'body_empty',
      'body_too_long',
      'media_not_sendable',
      'send_time_out_of_range',
      'idempotency_key_reused',
      'request_in_progress',
    ],
  }),
  checkMessage: operation({
    id: 'checkMessage',
    method: 'POST',
    path: '/api/v1/messages/check',
    tag,
    summary: 'What the send gate would say, without sending',
    permission: 'conversations.read',
    body: draft,
    answer: GateAnswer,
  }),
  listOpenMessages: operation({
    id: 'listOpenMessages',
    method: 'GET',
    path: '/api/v1/messages/open',
    tag,
    summary: 'Messages that wait for a person: drafts, held, and those whose outcome is unknown',
    permission: 'conversations.read',
    query: z.object({ status: z.enum(['draft', 'held', 'unknown', 'failed']).optional() }),
    answer: z.object({ items: z.array(Message) }),
  }),
  settleMessages: operation({
    id: 'settleMessages',
    method: 'POST',
    path: '/api/v1/messages/settle',
    tag,
    summary: 'Send again or drop several at once',
    permission: 'conversations.answer',
    body: z.object({ ids: z.array(id).min(1).max(500), action: z.enum(['resend', 'drop']) }),
    answer: z.object({ items: z.array(z.object({ id, ok: z.boolean(), refused: z.string().nullable() })) }),
  }),
  getMessage: operation({
    id: 'getMessage',
    method: 'GET',
    path: '/api/v1/messages/{messageId}',
    tag,
    summary: 'A message with every attempt to send it',
    permission: 'conversations.read',
    params,
    answer: Message.extend({ attempts: z.array(Attempt) }),
  }),
  approveMessage: operation({
    id: 'approveMessage',
    method: 'POST',
    path: '/api/v1/messages/{messageId}/approve',
    tag,
    summary: 'Send an agent’s draft, edited or not',
    permission: 'conversations.answer',
    params,
    body: z.object({ body: z.string().trim().min(1).max(1600).optional() }),
    answer: Message,
    refusals: ['not_a_draft', 'window_closed', 'opted_out'],
  }),
  rejectMessage: operation({
    id: 'rejectMessage',
    method: 'POST',
    path: '/api/v1/messages/{messageId}/reject',
    tag,
    summary: 'Throw an agent’s draft away',
    permission: 'conversations.answer',
    params,
    answer: Message,
    refusals: ['not_a_draft'],
  }),
  resendMessage: operation({
    id: 'resendMessage',
    method: 'POST',
    path: '/api/v1/messages/{messageId}/resend',
    tag,
    summary: 'Send again what failed, was held, or may not have gone out',
    permission: 'conversations.answer',
    params,
    answer: Message,
    refusals: ['not_resendable', 'window_closed', 'template_not_approved', 'opted_out'],
  }),
  dropMessage: operation({
    id: 'dropMessage',
    method: 'POST',
    path: '/api/v1/messages/{messageId}/drop',
    tag,
    summary: 'Give up on a message that waits or whose outcome is unknown',
    permission: 'conversations.answer',
    params,
    answer: Message,
    refusals: ['not_resendable'],
  }),
  recheckMessage: operation({
    id: 'recheckMessage',
    method: 'POST',
    path: '/api/v1/messages/{messageId}/check',
    tag,
    summary: 'Ask Twilio now what became of it',
    permission: 'conversations.answer',
    params,
    answer: Message,
    refusals: ['twilio_unreachable'],
  }),
  uploadFile: operation({
    id: 'uploadFile',
    method: 'POST',
    path: '/api/v1/uploads',
    tag,
    summary: 'Keep a file to send',
    permission: 'conversations.answer',
    file: true,
    status: 201,
    answer: z.object({ id, mediaType: z.string(), fileName: z.string(), bytes: z.number().int() }),
    refusals: ['media_not_sendable', 'body_too_large', 'unsupported_media_type'],
  }),
  retryMedia: operation({
    id: 'retryMedia',
    method: 'POST',
    path: '/api/v1/media/{mediaId}/retry',
    tag,
    summary: 'Fetch a file from Twilio again',
    permission: 'conversations.answer',
    params: z.object({ mediaId: id }),
    status: 204,
  }),
  listSetAside: operation({
    id: 'listSetAside',
    method: 'GET',
    path: '/api/v1/connectors/{connectorId}/set-aside',
    tag: 'Connectors',
    summary: 'Webhooks that are kept and could not become messages, the newest first',
    permission: 'connectors.read',
    params: z.object({ connectorId: id }),
    answer: z.object({
      count: z.number().int(),
      /** At most twenty. */
      items: z.array(
        z.object({
          /** Where it was sent and from whom, as far as it tells. */
          pair: z.string(),
          /** Why, for whoever looks after the installation. */
          reason: z.string(),
          receivedAt: instant,
        }),
      ),
    }),
  }),
  fillGaps: operation({
    id: 'fillGaps',
    method: 'POST',
    path: '/api/v1/connectors/{connectorId}/gap-fill',
    tag: 'Connectors',
    summary: 'Look through Twilio’s list for messages that never reached us',
    permission: 'connectors.manage',
    params: z.object({ connectorId: id }),
    body: z.object({
      hours: z
        .number()
        .int()
        .min(1)
        .max(24 * 30)
        .default(48),
    }),
    answer: z.object({
      /** Inbound messages in Twilio's list. */
      looked: z.number().int(),
      /** Those of them that we did not have. */
      found: z.number().int(),
      /** What had been set aside and was tried again. */
      again: z.number().int(),
    }),
    refusals: ['connector_not_connected', 'twilio_unreachable', 'twilio_refused'],
  }),
}
