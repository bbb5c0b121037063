import type { Connector as ConnectorShape } from '@parley/contract/connectors.ts'
import type { z } from 'zod'
import type { CredentialTest } from '#twilio/test-credentials.ts'

export type ConnectorHealth = z.infer<typeof ConnectorShape>['health']

/** What Twilio said when it was asked about the Messaging Service; `unread`: nothing yet. */
export type ServiceState = 'unread' | 'found' | 'not_found'

export interface ConnectorRow {
  id: string
  name: string
  accountSid: string
  authTokenSealed: Buffer | null
  previousAuthTokenSealed: Buffer | null
  previousAuthTokenUntil: Date | null
  messagingServiceSid: string | null
  serviceName: string | null
  serviceState: ServiceState
  /** Addresses in its pool that are no senders of ours. */
  serviceStrangers: string[]
  serviceReadAt: Date | null
  receiveInbound: boolean
  sendOutbound: boolean
  /** `active`: the credentials worked when they were last tested. `error`: kept, to be corrected. */
  status: 'active' | 'error'
  health: ConnectorHealth
  errorCode: string | null
  errorDetail: string | null
  testedAt: Date | null
  webhookTokenSealed: Buffer | null
  pausedAt: Date | null
  createdAt: Date
}

/** What proves to Twilio that we may act, and to us that Twilio spoke. Never leaves the server. */
export interface Credentials {
  accountSid: string
  authToken: string
  /** The token before this one, while Twilio may still sign with it. */
  previousAuthToken: string | null
  messagingServiceSid: string | null
}

/** After a token is replaced, webhooks signed with the old one are believed for this long. */
export const previousTokenHours = 72
/** A replaced webhook URL works for this long, unless it is revoked. */
export const previousUrlHours = 72

type TestedState = Pick<ConnectorRow, 'status' | 'health' | 'errorCode' | 'errorDetail' | 'testedAt'>

/**
 * What a test says of a connector's state. Failing credentials are kept with the reason, so that no setup is lost. When
 * Twilio cannot be reached nothing is learned about them: they count as before.
 */
export function stateOf(tested: CredentialTest, before: ConnectorRow['status'], at: Date): TestedState {
  const test = { health: tested.health, testedAt: at }
  if (tested.health === 'connected') return { ...test, status: 'active', errorCode: null, errorDetail: null }
  const { code, detail } = tested
  const status = tested.health === 'unreachable' ? before : 'error'
  return { ...test, status, errorCode: code, errorDetail: detail }
}
