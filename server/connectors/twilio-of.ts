import type { Connections } from '#twilio/connections.ts'
import { openTwilio, type TwilioClient } from '#twilio/client.ts'
import type { Database } from '#platform/db.ts'
import type { CredentialsOf } from './credentials.ts'
import { remember } from './remember.ts'

/** Twilio, asked with the credentials of one connector; undefined when there is no such connector, or it has no token. */
export type TwilioOf = (organizationId: string, connectorId: string) => Promise<TwilioClient | undefined>

export type OpenClient = (credentials: { accountSid: string; authToken: string }) => TwilioClient

/** All clients of a process share one pool of connections. */
export function clientsOver(connections: Connections, apiUrl: string | null): OpenClient {
  return ({ accountSid, authToken }) => openTwilio({ accountSid, authToken, apiUrl, connections })
}

/** Sending must not read credentials for each message; replaced ones count everywhere within this time. */
const keptMs = 2000

/** Keeps the clients it opened, as long as the credentials stay what they are. `forget` when they were changed here. */
export function twilioWith(
  database: Database,
  credentialsOf: CredentialsOf,
  open: OpenClient,
): { twilioOf: TwilioOf; forget: () => void } {
  const opened = new Map<string, { key: string; client: TwilioClient }>()
  const memory = remember(
    async (ids: string): Promise<TwilioClient | undefined> => {
      const [organizationId = '', connectorId = ''] = ids.split(' ')
      const credentials = await database.withOrganization(organizationId, (tx) =>
        credentialsOf(tx, connectorId),
      )
      if (!credentials) return undefined
      const key = `${credentials.accountSid}:${credentials.authToken}`
      const known = opened.get(ids)
      if (known?.key === key) return known.client
      const client = open(credentials)
      opened.set(ids, { key, client })
      return client
    },
    { keptMs },
  )
  return {
    twilioOf: (organizationId, connectorId) => memory.of(`${organizationId} ${connectorId}`),
    forget: memory.forget,
  }
}
