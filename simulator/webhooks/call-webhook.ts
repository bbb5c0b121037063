import { setTimeout as pause } from 'node:timers/promises'

import { readConnectionOverrides, type ConnectionOverrides } from './connection-overrides.ts'
import type { AttemptAnswer, Outgoing, WebhookClient } from './http-attempt.ts'
import { signRequest, withExplicitPort, withoutFragment } from './sign.ts'

export type WebhookCall = {
  url: string
  method: string
  parameters: Record<string, string>
  authToken: string
  /** Twilio: `I-Twilio-Idempotency-Token`, the same for every attempt of one event. */
  token: string
  /** Sign the URL with the scheme's standard port written out. */
  signsPort: boolean
}

export type WebhookAttempt = {
  at: string
  ms: number
  status: number | null
  error: string | null
  body: string | null
}

export type WebhookResult = {
  attempts: WebhookAttempt[]
  signature: string
  answer: { status: number; contentType: string; body: string } | null
  /** Twilio's error-log code of the failure, or null when the receiver answered below 400. */
  errorCode: number | null
}

const RETRY_PAUSE_MS = 100

/** Calls one URL with Twilio's headers and signature, and again as its connection overrides allow. */
export async function callWebhook(client: WebhookClient, call: WebhookCall): Promise<WebhookResult> {
  const overrides = readConnectionOverrides(call.url)
  const { outgoing, signature } = prepare(call)
  const started = performance.now()
  const attempts: WebhookAttempt[] = []
  for (;;) {
    const left = overrides.totalTime - (performance.now() - started)
    const began = performance.now()
    const at = new Date().toISOString()
    const result = await client.attempt(
      outgoing,
      overrides.connectTimeout,
      Math.max(1, Math.min(overrides.readTimeout, left)),
    )
    attempts.push(record(result, at, performance.now() - began))
    const spent = performance.now() - started + RETRY_PAUSE_MS >= overrides.totalTime
    if (!mayRetry(result, overrides) || attempts.length > overrides.retryCount || spent)
      return conclude(result, attempts, signature)
    await pause(RETRY_PAUSE_MS)
  }
}

function prepare(call: WebhookCall): { outgoing: Outgoing; signature: string } {
  const plain = withoutFragment(call.url)
  const form = new URLSearchParams(call.parameters).toString()
  const isGet = call.method === 'GET'
  const url = isGet ? plain + (plain.includes('?') ? '&' : '?') + form : plain
  const signed = call.signsPort ? withExplicitPort(url) : url
  const signature = signRequest(call.authToken, signed, isGet ? {} : call.parameters)
  const headers: Record<string, string> = {
    'user-agent': 'TwilioProxy/1.1',
    accept: '*/*',
    'i-twilio-idempotency-token': call.token,
    'x-twilio-signature': signature,
    'x-home-region': 'us1',
  }
  if (!isGet) headers['content-type'] = 'application/x-www-form-urlencoded; charset=UTF-8'
  return { outgoing: { method: call.method, url, headers, body: isGet ? null : form }, signature }
}

function mayRetry(result: AttemptAnswer, { retryPolicy }: ConnectionOverrides): boolean {
  const failure = 'status' in result ? statusClass(result.status) : result.kind
  return failure !== null && (retryPolicy.has('all') || retryPolicy.has(failure))
}

function statusClass(status: number): string | null {
  return status >= 500 ? '5xx' : status >= 400 ? '4xx' : null
}

function record(result: AttemptAnswer, at: string, ms: number): WebhookAttempt {
  const rounded = Math.round(ms)
  return 'status' in result
    ? { at, ms: rounded, status: result.status, error: null, body: result.body.slice(0, 4_000) }
    : { at, ms: rounded, status: null, error: `${result.errorCode} ${result.error}`, body: null }
}

function conclude(result: AttemptAnswer, attempts: WebhookAttempt[], signature: string): WebhookResult {
  if (!('status' in result)) return { attempts, signature, answer: null, errorCode: result.errorCode }
  return { attempts, signature, answer: result, errorCode: result.status >= 400 ? 11200 : null }
}
