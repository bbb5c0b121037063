import { createHash, randomBytes } from 'node:crypto'
import ipaddr from 'ipaddr.js'

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

/** The token in an address of the form we give out; null when it has none. */
export const tokenIn = (url: string): string | null =>
  /\/webhooks\/twilio\/([A-Za-z0-9_-]{43})\/inbound(?:[?#]|$)/.exec(url)?.[1] ?? null

const innerNames = /(^|\.)localhost$|\.(local|internal|lan)$/

/** Twilio calls from the internet. The simulator, which calls from this machine, takes any address. */
export function isReachable(publicUrl: string, twilioApiUrl: string | null): boolean {
  if (twilioApiUrl !== null) return true
  const { protocol, hostname } = new URL(publicUrl)
  const host = hostname.replace(/^\[|\]$/g, '')
  const open = ipaddr.isValid(host) ? ipaddr.process(host).range() === 'unicast' : !innerNames.test(host)
  return protocol === 'https:' && open
}
