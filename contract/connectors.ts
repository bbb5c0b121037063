import { z } from 'zod'
import { id, instant, operation } from './operation.ts'

export const ConnectorHealth = z
  .enum(['connected', 'wrong_credentials', 'account_suspended', 'account_closed', 'unreachable', 'untested'])
  .meta({ id: 'ConnectorHealth' })

/**
 * ready: a campaign may go through it. unread: Twilio was not asked yet. not_found: Twilio has none with this SID. empty: none of our active
 * numbers is in its pool. inactive: a number in its pool is not active here, so what is answered to it would reach nobody.
 */
export const ServiceStanding = z
  .enum(['ready', 'unread', 'not_found', 'empty', 'inactive'])
  .meta({ id: 'ServiceStanding' })
export type ServiceStanding = z.infer<typeof ServiceStanding>

/** A Messaging Service: Twilio picks which number of its pool a message leaves from. */
export const MessagingService = z
  .object({
    name: z.string().nullable(),
    standing: ServiceStanding,
    /** Our numbers in its pool. */
    senders: z.array(
      z.object({
        id,
        address: z.string(),
        displayName: z.string().nullable(),
        active: z.boolean(),
        online: z.boolean(),
      }),
    ),
    /** Addresses in its pool that are none of this account's numbers. */
    strangers: z.array(z.string()),
    /** Messages a second its numbers send together. */
    pace: z.number().int(),
    /** When Twilio was last asked. */
    readAt: instant.nullable(),
  })
  .meta({ id: 'MessagingService' })

export const Connector = z
  .object({
    id,
    name: z.string(),
    accountSid: z.string(),
    messagingServiceSid: z.string().nullable(),
    /** What Twilio tells of it; null without one. */
    service: MessagingService.nullable(),
    receiveInbound: z.boolean(),
    sendOutbound: z.boolean(),
    status: z.enum(['active', 'error']),
    health: ConnectorHealth,
    /** What Twilio said when the credentials were last tested; null when they work. */
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    testedAt: instant.nullable(),
    /** Sending rests because Twilio refused the credentials. */
    paused: z.boolean(),
    /** Copy this into Twilio to set a webhook by hand. Null for those who may not manage connectors. */
    webhookUrl: z.url().nullable(),
    /** The replaced URL still works until then. */
    previousWebhookUrlUntil: instant.nullable(),
    senderCount: z.number().int(),
    activeSenderCount: z.number().int(),
    createdAt: instant,
  })
  .meta({ id: 'Connector' })

export const WebhookState = z
  .enum(['not_set', 'configured', 'foreign', 'wrong_method', 'overridden', 'unknown'])
  .meta({ id: 'WebhookState' })

/** One thing the doctor found: what is wrong, and whether one click repairs it. */
export const Finding = z
  .object({
    code: z.enum([
      'webhook_missing',
      'webhook_foreign',
      'webhook_wrong_method',
      'webhook_old_url',
      'service_overrides',
      'service_drops_inbound',
      'service_shared',
      'status_url_missing',
      'status_url_foreign',
      'fallback_missing',
      'sender_offline',
      'sender_gone',
      'token_invalid',
      'twilio_unreachable',
      'receiving_off',
    ]),
    severity: z.enum(['error', 'warning', 'info']),
    facts: z.record(z.string(), z.string()),
    repairable: z.boolean(),
  })
  .meta({ id: 'Finding' })

export const SenderProfile = z
  .object({
    name: z.string().max(255).nullable().optional(),
    about: z.string().max(139).nullable().optional(),
    address: z.string().max(256).nullable().optional(),
    description: z.string().max(512).nullable().optional(),
    vertical: z.string().max(80).nullable().optional(),
    logoUrl: z.url().nullable().optional(),
    websites: z.array(z.url()).max(2).optional(),
    emails: z.array(z.email()).max(1).optional(),
  })
  .meta({ id: 'SenderProfile' })

export const Sender = z
  .object({
    id,
    connectorId: id,
    connectorName: z.string(),
    twilioSid: z.string(),
    /** `whatsapp:+…` */
    address: z.string(),
    displayName: z.string().nullable(),
    /** Twilio's word: ONLINE, OFFLINE, CREATING, … */
    status: z.string(),
    online: z.boolean(),
    quality: z.string().nullable(),
    messagingLimit: z.string().nullable(),
    pace: z.object({
      /** Messages a second it sends now. */
      perSecond: z.number().int(),
      /** Set by a member; null is Twilio's usual 80. */
      own: z.number().int().nullable(),
      /** Slowed because it was refused for being too fast; null when it is not. Grows back by itself. */
      learned: z.object({ at: instant, code: z.number().int().nullable() }).nullable(),
    }),
    offlineReasons: z.array(
      z.object({ code: z.string(), message: z.string(), remedy: z.string().nullable() }),
    ),
    profile: SenderProfile,
    active: z.boolean(),
    webhookState: WebhookState,
    /** The URL that really receives this number's messages, as Twilio tells it; its origin for those who may not manage connectors. */
    receivingUrl: z.string().nullable(),
    findings: z.array(Finding),
    checkedAt: instant.nullable(),
    channel: z.object({ id, agentId: id, agentName: z.string() }).nullable(),
  })
  .meta({ id: 'Sender' })

const tag = 'Connectors'
const connectorParams = z.object({ connectorId: id })
const senderParams = z.object({ senderId: id })
const senders = z.object({ items: z.array(Sender) })
const accountSid = z
  .string()
  .trim()
  .regex(/^AC[0-9a-fA-F]{32}$/, 'An Account SID is AC followed by 32 hexadecimal digits')
const authToken = z.string().trim().min(1).max(200)
const messagingServiceSid = z
  .string()
  .trim()
  .regex(/^MG[0-9a-fA-F]{32}$/, 'A Messaging Service SID is MG followed by 32 hexadecimal digits')
const settings = {
  name: z.string().trim().min(1).max(80),
  messagingServiceSid: messagingServiceSid.nullable(),
  receiveInbound: z.boolean(),
  sendOutbound: z.boolean(),
}

export const connectorOperations = {
  listConnectors: operation({
    id: 'listConnectors',
    method: 'GET',
    path: '/api/v1/connectors',
    tag,
    summary: 'Connectors',
    permission: 'connectors.read',
    answer: z.object({ items: z.array(Connector) }),
  }),
  createConnector: operation({
    id: 'createConnector',
    method: 'POST',
    path: '/api/v1/connectors',
    tag,
    permission: 'connectors.manage',
    status: 201,
    answer: Connector,
    summary: 'Create a connector; its credentials are tested at once, and it is kept in Error when they fail',
    body: z.object({
      ...settings,
      accountSid,
      authToken,
      messagingServiceSid: settings.messagingServiceSid.default(null),
      receiveInbound: settings.receiveInbound.default(true),
      sendOutbound: settings.sendOutbound.default(true),
    }),
  }),
  getConnector: operation({
    id: 'getConnector',
    method: 'GET',
    path: '/api/v1/connectors/{connectorId}',
    tag,
    summary: 'A connector',
    permission: 'connectors.read',
    params: connectorParams,
    answer: Connector,
  }),
  updateConnector: operation({
    id: 'updateConnector',
    method: 'PATCH',
    path: '/api/v1/connectors/{connectorId}',
    tag,
    summary: 'Change a connector; new credentials are tested at once',
    permission: 'connectors.manage',
    params: connectorParams,
    body: z.object({ ...settings, accountSid, authToken }).partial(),
    answer: Connector,
  }),
  deleteConnector: operation({
    id: 'deleteConnector',
    method: 'DELETE',
    path: '/api/v1/connectors/{connectorId}',
    tag,
    summary: 'Delete a connector without threads',
    permission: 'connectors.manage',
    params: connectorParams,
    status: 204,
    refusals: ['connector_in_use'],
  }),
  testConnector: operation({
    id: 'testConnector',
    method: 'POST',
    path: '/api/v1/connectors/{connectorId}/test',
    tag,
    summary: 'Test the stored credentials again',
    permission: 'connectors.manage',
    params: connectorParams,
    answer: Connector,
  }),
  regenerateWebhookUrl: operation({
    id: 'regenerateWebhookUrl',
    method: 'POST',
    path: '/api/v1/connectors/{connectorId}/webhook-url',
    tag,
    permission: 'connectors.manage',
    params: connectorParams,
    summary: 'Replace the webhook URL; the old one works for 72 hours unless revoked now',
    body: z.object({ revokeNow: z.boolean().default(false) }),
    answer: Connector,
  }),
  setAllWebhooks: operation({
    id: 'setAllWebhooks',
    method: 'POST',
    path: '/api/v1/connectors/{connectorId}/webhooks',
    tag,
    summary: 'Set the webhook of every active number',
    permission: 'connectors.manage',
    params: connectorParams,
    answer: z.object({
      items: z.array(
        z.object({
          senderId: id,
          address: z.string(),
          ok: z.boolean(),
          refused: z.string().nullable(),
          detail: z.string().nullable(),
        }),
      ),
    }),
    refusals: ['connector_not_connected', 'twilio_refused', 'twilio_unreachable'],
  }),
  listConnectorSenders: operation({
    id: 'listConnectorSenders',
    method: 'GET',
    path: '/api/v1/connectors/{connectorId}/senders',
    tag,
    summary: 'Numbers found in this Twilio account',
    permission: 'connectors.read',
    params: connectorParams,
    answer: senders,
  }),
  refreshSenders: operation({
    id: 'refreshSenders',
    method: 'POST',
    path: '/api/v1/connectors/{connectorId}/senders/refresh',
    tag,
    summary: 'Read the numbers from Twilio again',
    permission: 'connectors.manage',
    params: connectorParams,
    answer: senders,
    refusals: ['connector_not_connected', 'twilio_refused', 'twilio_unreachable'],
  }),
  activateSenders: operation({
    id: 'activateSenders',
    method: 'PUT',
    path: '/api/v1/connectors/{connectorId}/senders',
    tag,
    summary: 'Say which numbers are active: those named, and no other',
    permission: 'connectors.manage',
    params: connectorParams,
    body: z.object({ active: z.array(id).max(1000) }),
    answer: senders,
    refusals: ['sender_claimed_elsewhere'],
  }),
  listSenders: operation({
    id: 'listSenders',
    method: 'GET',
    path: '/api/v1/senders',
    tag,
    summary: 'Active numbers of all connectors',
    permission: 'connectors.read',
    answer: senders,
  }),
  getSender: operation({
    id: 'getSender',
    method: 'GET',
    path: '/api/v1/senders/{senderId}',
    tag,
    summary: 'A number',
    permission: 'connectors.read',
    params: senderParams,
    answer: Sender,
  }),
  setWebhook: operation({
    id: 'setWebhook',
    method: 'POST',
    path: '/api/v1/senders/{senderId}/webhook',
    tag,
    summary: 'Write our webhook into Twilio for this number and read it back',
    permission: 'connectors.manage',
    params: senderParams,
    answer: Sender,
    refusals: [
      'sender_not_active',
      'connector_not_connected',
      'webhook_needs_public_url',
      'webhook_not_confirmed',
      'twilio_refused',
      'twilio_unreachable',
    ],
  }),
  checkSender: operation({
    id: 'checkSender',
    method: 'POST',
    path: '/api/v1/senders/{senderId}/check',
    tag,
    summary: 'Ask the doctor: who really receives this number’s messages',
    permission: 'connectors.manage',
    params: senderParams,
    answer: Sender,
  }),
  repairSender: operation({
    id: 'repairSender',
    method: 'POST',
    path: '/api/v1/senders/{senderId}/repair',
    tag,
    summary: 'Repair what the doctor found',
    permission: 'connectors.manage',
    params: senderParams,
    answer: Sender,
    refusals: [
      'sender_not_active',
      'connector_not_connected',
      'webhook_needs_public_url',
      'webhook_not_confirmed',
      'twilio_refused',
      'twilio_unreachable',
    ],
  }),
  updateSender: operation({
    id: 'updateSender',
    method: 'PATCH',
    path: '/api/v1/senders/{senderId}',
    tag,
    summary: 'Change how many messages a second a number sends; null is the usual 80',
    permission: 'connectors.manage',
    params: senderParams,
    body: z.object({ pace: z.number().int().min(1).max(1000).nullable() }),
    answer: Sender,
  }),
  updateSenderProfile: operation({
    id: 'updateSenderProfile',
    method: 'PATCH',
    path: '/api/v1/senders/{senderId}/profile',
    tag,
    summary: 'Change the profile people see on WhatsApp',
    permission: 'connectors.manage',
    params: senderParams,
    body: SenderProfile,
    answer: Sender,
    refusals: ['connector_not_connected', 'twilio_refused', 'twilio_unreachable'],
  }),
}
