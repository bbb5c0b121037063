import { ask } from './ask.ts'

export type Attempt = {
  at: string
  /** Milliseconds until the answer or the failure. */
  ms: number
  status: number | null
  error: string | null
  body: string | null
}

/** A call of the Twilio surface that the simulator received. */
export type ApiEntry = {
  id: string
  kind: 'api'
  at: string
  method: string
  path: string
  account_sid: string | null
  params: unknown
  status: number | null
  answer: unknown
  fault: string | null
  ms: number
}

/** A webhook that the simulator sent. */
export type WebhookEntry = {
  id: string
  kind: 'webhook'
  at: string
  purpose: 'inbound' | 'fallback' | 'redirect' | 'status'
  method: string
  url: string
  message_sid: string
  params: Record<string, string>
  idempotency_token: string
  signature: string
  attempts: Attempt[]
  status: number | null
  answer: string | null
  content_type: string | null
  error_code: number | null
  fault: string | null
}

export type LogEntry = ApiEntry | WebhookEntry

/** Sends a logged webhook again, freshly signed. */
export function replay(id: string): Promise<unknown> {
  return ask('POST', `/requests/${encodeURIComponent(id)}/replay`, {})
}
