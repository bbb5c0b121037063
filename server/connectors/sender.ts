import type { Finding as FindingShape, Sender as SenderShape } from '@parley/contract/connectors.ts'
import type { z } from 'zod'
import type { SenderWebhook, TwilioSenderProfile } from '#twilio/senders.ts'

export type Finding = z.infer<typeof FindingShape>
export type WebhookState = z.infer<typeof SenderShape>['webhookState']

export interface SenderRow {
  id: string
  connectorId: string
  /** Twilio's `XE…`. */
  twilioSid: string
  address: string
  displayName: string | null
  status: string
  quality: string | null
  messagingLimit: string | null
  /** Messages a second, as a member set it; null for the usual. */
  pace: number | null
  /** What refusals made of it, when, and which code they had. */
  learnedPace: number | null
  learnedAt: Date | null
  learnedCode: number | null
  offlineReasons: { code: string; message: string }[]
  profile: Partial<TwilioSenderProfile>
  active: boolean
  webhookState: WebhookState
  /** The webhook as Twilio last told it. */
  webhookSeen: (SenderWebhook & { receivingUrl?: string | null }) | null
  findings: Finding[]
  checkedAt: Date | null
  /** Since when Twilio no longer lists it. */
  missingSince: Date | null
}
