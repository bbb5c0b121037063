import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits: the token only finds the connector, yet nobody shall guess one. */
export const newWebhookToken = (): string => randomBytes(32).toString('base64url')

/** What the database finds a connector by; the token itself is kept sealed. */
export const hashOfToken = (token: string): Buffer => createHash('sha256').update(token).digest()

export interface WebhookUrls {
  callbackUrl: string
  fallbackUrl: string
  statusCallbackUrl: string
}

/** The addresses Twilio is to call for every sender of a connector. */
export function webhookUrls(publicUrl: string, token: string): WebhookUrls {
  const base = `${publicUrl}/webhooks/twilio/${token}`
  return {
    callbackUrl: `${base}/inbound`,
    fallbackUrl: `${base}/fallback`,
    statusCallbackUrl: `${base}/status`,
  }
}

const unreachable = /^(localhost|127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|\[|0\.)|\.local$/

/** Twilio calls from the internet. The simulator, which calls from this machine, takes any address. */
export function isReachable(publicUrl: string, twilioApiUrl: string | null): boolean {
  const { protocol, hostname } = new URL(publicUrl)
  return twilioApiUrl !== null || (protocol === 'https:' && !unreachable.test(hostname))
}
