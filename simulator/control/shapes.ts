import { z } from 'zod'

/** The JSON shapes of the control plane; the OpenAPI document is made of them. */

const MediaShape = z.object({
  sid: z.string(),
  url: z.string(),
  content_type: z.string(),
  filename: z.string().nullable(),
  size: z.number().describe('bytes'),
})

export const PhoneMessageShape = z.object({
  sid: z.string(),
  direction: z.enum(['in', 'out']).describe('"in" was received by the phone'),
  from: z.string().nullable(),
  to: z.string(),
  body: z.string(),
  media: z.array(MediaShape),
  content: z
    .looseObject({ type: z.string() })
    .nullable()
    .describe('buttons, lists, a place; type is a content type, "location", "button", "list" or "form"'),
  status: z.string().describe('"in": delivered or read; "out": sent, delivered or read'),
  at: z.string().describe('when the phone received or sent it'),
  read: z.boolean().describe('whether the receiving side has looked at it'),
  reply_to: z.string().nullable(),
  forwarded: z.boolean(),
  error_code: z.number().nullable(),
})

export const ChatShape = z.object({
  sender: z.string(),
  name: z.string(),
  unread: z.number(),
  typing: z.boolean(),
  window_until: z.string().nullable().describe('end of the service window'),
  last: PhoneMessageShape.nullable(),
})

export const PhoneShape = z.object({
  address: z.string(),
  user_id: z.string(),
  profile_name: z.string(),
  username: z.string().nullable(),
  online: z.boolean(),
  read_receipts: z.boolean(),
  registered: z.boolean().describe('false: the number has no WhatsApp'),
  marketing_per_day: z.number().nullable().describe('marketing templates it is given in 24 hours; null: 2'),
  blocks: z.array(z.string()),
  unread: z.number(),
  typing: z.array(z.string()).describe('senders that are typing to this phone'),
  chats: z.array(ChatShape),
})

export const MediaInput = z.union([
  z.object({ url: z.url() }),
  z.object({ content_type: z.string().min(3), base64: z.base64(), filename: z.string().optional() }),
])

export const MessageInput = z.object({
  to: z.string().describe("the sender's address"),
  body: z.string().max(4_096).optional(),
  media: z.union([MediaInput, z.array(MediaInput).max(10)]).optional(),
  location: z
    .object({
      latitude: z.number().min(-90).max(90),
      longitude: z.number().min(-180).max(180),
      label: z.string().optional(),
      address: z.string().optional(),
    })
    .optional(),
  contacts: z.array(z.object({ name: z.string(), phone: z.string() })).optional(),
  reply_to: z.string().optional().describe('SID of the quoted message'),
  button: z
    .union([z.string(), z.object({ text: z.string().optional(), payload: z.string().optional() })])
    .optional()
    .describe('a tapped quick reply: its title or id, or text and payload'),
  list: z
    .union([z.string(), z.object({ id: z.string(), title: z.string(), description: z.string().optional() })])
    .optional()
    .describe('a chosen list row: its id or title, or all of it'),
  form: z
    .record(z.string(), z.union([z.string(), z.array(z.string())]))
    .optional()
    .describe('the answers of the form that the message reply_to opened, by their names'),
  forwarded: z.boolean().optional(),
  frequently_forwarded: z.boolean().optional(),
  referral: z
    .object({
      body: z.string().optional(),
      headline: z.string().optional(),
      source_id: z.string().optional(),
      source_type: z.string().optional(),
      source_url: z.string().optional(),
      ctwa_clid: z.string().optional(),
    })
    .optional()
    .describe('the ad that the user clicked'),
})

export const PhoneInput = z.object({
  address: z.string().describe('whatsapp:+1555…, +1555…, or whatsapp:CC.<id> for a user without number'),
  profile_name: z.string().optional(),
  username: z.string().optional(),
  online: z.boolean().optional(),
  read_receipts: z.boolean().optional(),
  registered: z.boolean().optional(),
  marketing_per_day: z.number().int().min(0).nullable().optional(),
  blocks: z.array(z.string()).optional(),
})

export const WebhookShape = z.object({
  callback_url: z.string().nullable(),
  callback_method: z.string(),
  fallback_url: z.string().nullable(),
  fallback_method: z.string(),
  status_callback_url: z.string().nullable(),
  status_callback_method: z.string(),
})

export const SenderShape = z.object({
  sid: z.string().nullable(),
  address: z.string(),
  name: z.string(),
  account_sid: z.string(),
  status: z.string(),
  sandbox: z.boolean(),
  join_code: z.string().nullable(),
  webhook: WebhookShape,
  service: z.object({ sid: z.string(), friendly_name: z.string() }).nullable(),
  effective: z.object({
    decided_by: z.enum(['sender', 'service', 'sandbox']),
    url: z.string().nullable(),
    method: z.string(),
    fallback_url: z.string().nullable(),
  }),
  quality_rating: z.string().nullable(),
  messaging_limit: z.string().nullable(),
  messages_per_second: z.number().nullable(),
  reached: z.number().describe('people its account wrote to first within the last 24 hours'),
  offline_reasons: z.array(z.object({ code: z.string(), message: z.string(), more_info: z.string() })),
  profile: z.record(z.string(), z.unknown()),
})

export const EffectInput = z.union([
  z.enum([
    'hang-after-accept',
    'drop-callback',
    'duplicate-callback',
    'reorder-callbacks',
    'garble',
    'reset',
  ]),
  z.strictObject({ delay: z.object({ ms: z.number().min(0) }) }),
  z.strictObject({
    status: z.object({
      http: z.number().int().min(200).max(599),
      code: z.number().int().optional(),
      accept: z
        .union([z.boolean(), z.literal('coin')])
        .optional()
        .describe('whether the call is processed all the same; "coin" decides each time'),
    }),
  }),
  z.strictObject({ 'hang-after-accept': z.object({ ms: z.number().min(0).optional() }) }),
  z.strictObject({ reset: z.object({ accept: z.boolean().optional() }) }),
  z.strictObject({ 'delay-callback': z.object({ ms: z.number().min(0) }) }),
  z.strictObject({ 'async-error': z.object({ code: z.number().int() }) }),
  z.strictObject({ 'list-lag': z.object({ max_s: z.number().min(0) }) }),
])

export const FaultInput = z.object({
  match: z
    .object({
      method: z.string().optional(),
      path: z.string().optional(),
      to: z.string().optional(),
      status: z.string().optional().describe('of a callback'),
    })
    .default({})
    .describe('path: any part of it, or a pattern with *'),
  effect: EffectInput,
  times: z.number().int().min(1).nullish().describe('how often; absent: until it is removed'),
  probability: z.number().min(0).max(1).default(1),
})

export const FaultShape = z.object({
  id: z.string(),
  match: z.record(z.string(), z.string()),
  effect: z.unknown(),
  times: z.number().nullable(),
  probability: z.number(),
  struck: z.number(),
})
