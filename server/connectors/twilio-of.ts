import type { Connections } from '#twilio/connections.ts'
import { openTwilio, type TwilioClient } from '#twilio/client.ts'
import type { Database } from '#platform/db.ts'
import type { CredentialsOf } from './credentials.ts'

/** Twilio, asked with the credentials of one connector; undefined when there is no such connector, or it has no token. */
export type TwilioOf = (organizationId: string, connectorId: string) => Promise<TwilioClient | undefined>

export type OpenClient = (credentials: { accountSid: string; authToken: string }) => TwilioClient

/** All clients of a process share one pool of connections. */
export function clientsOver(connections: Connections, apiUrl: string | null): OpenClient {
  return ({ accountSid, authToken }) => openTwilio({ accountSid, authToken, apiUrl, connections })
}

/** Keeps the clients it opened, as long as the credentials stay what they are. */
export function twilioWith(database: Database, credentialsOf: CredentialsOf, open: OpenClient): TwilioOf {
  const kept = new Map<string, { key: string; client: TwilioClient }>()
  return async (organizationId, connectorId) => {
    const credentials = await database.withOrganization(organizationId, (tx) =>
      credentialsOf(tx, connectorId),
    )
    if (!credentials) return undefined
    const key = `${credentials.accountSid}:${credentials.authToken}`
    const known = kept.get(connectorId)
    if (known?.key === key) return known.client
    const client = open(credentials)
    kept.set(connectorId, { key, client })
    return client
  }
}
