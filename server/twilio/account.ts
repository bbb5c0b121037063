import type { Connections } from './connections.ts'

/** One set of credentials and the way to Twilio, or to the simulator in its place. */
export interface TwilioAccount {
  accountSid: string
  /** The header `Authorization`. Never logged, never sent to another host than Twilio's. */
  authorization: string
  /** Every Twilio host is reached at this base URL instead; null for Twilio itself. */
  apiUrl: URL | null
  connections: Connections
}

/** Twilio's hosts that we speak to. */
export type TwilioHost =
  | 'api.twilio.com'
  | 'messaging.twilio.com'
  | 'content.twilio.com'
  | 'monitor.twilio.com'

export interface Target {
  origin: string
  path: string
  /** Named when the host was replaced, so that the simulator knows which one was meant. */
  originalHost: string | null
}

export const apiHost: TwilioHost = 'api.twilio.com'

/** Where a path of a Twilio host is reached. */
export function targetOf(account: TwilioAccount, host: string, path: string): Target {
  const { apiUrl } = account
  if (!apiUrl) return { origin: `https://${host}`, path, originalHost: null }
  const prefix = apiUrl.pathname.replace(/\/$/, '')
  return { origin: apiUrl.origin, path: prefix + path, originalHost: host }
}

/** The path of something that belongs to the account in the API of 2010. */
export function accountPath(account: TwilioAccount, rest: string): string {
  return `/2010-04-01/Accounts/${account.accountSid}${rest}`
}

/** The header for HTTP Basic authentication. */
export function basicAuthorization(accountSid: string, authToken: string): string {
  return `Basic ${Buffer.from(`${accountSid}:${authToken}`).toString('base64')}`
}
