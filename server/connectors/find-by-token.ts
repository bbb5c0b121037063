import { sql } from 'kysely'
import type { Database } from '#platform/db.ts'
import type { CredentialsOf } from './credentials.ts'
import { remember } from './remember.ts'
import { findConnector } from './store.ts'
import { hashOfToken } from './webhook-url.ts'

export interface FoundConnector {
  organizationId: string
  connectorId: string
  receiveInbound: boolean
  /** Auth Tokens that Twilio may sign with: the current one, then the one before it. */
  authTokens: readonly string[]
}

/** A change of connector or URL counts everywhere within this time; at the program that made it, at once. */
const keptMs = 5000
/**
 * While the database is away, what was known stays good, so that webhooks can be verified and spooled. Twilio waits 4 s
 * for an answer, so the database is not waited for longer than this.
 */
const inNeed = { afterMs: 1000, keptMs: 24 * 3_600_000 }

/** Finds the connector of a webhook's secret token. A token that leads nowhere is remembered too, so guessing is cheap for us. */
export function connectorsByToken(database: Database, findRoute: FindRoute, credentialsOf: CredentialsOf) {
  const look = async (token: string): Promise<FoundConnector | undefined> => {
    const route = await findRoute(hashOfToken(token))
    if (!route) return undefined
    const { organizationId, connectorId } = route
    return await database.withOrganization(organizationId, async (tx) => {
      const connector = await findConnector(tx, connectorId)
      const credentials = await credentialsOf(tx, connectorId)
      if (!connector || !credentials) return undefined
      const authTokens = [credentials.authToken, credentials.previousAuthToken].filter((one) => one !== null)
      return { organizationId, connectorId, receiveInbound: connector.receiveInbound, authTokens }
    })
  }
  const memory = remember(look, { keptMs, inNeed })
  return { find: memory.of, forget: memory.forget }
}

export type FindRoute = (
  tokenHash: Buffer,
) => Promise<{ organizationId: string; connectorId: string } | undefined>

/** Read by the role that finds organizations: a route has none yet, and is known by its hash alone. */
export function routesIn(database: Database): FindRoute {
  return async (tokenHash) =>
    await database.acrossOrganizations(async (finder) => {
      const { rows } = await sql<{ organizationId: string; connectorId: string }>`
        select organization_id, connector_id from webhook_route
        where token_hash = ${tokenHash} and (honoured_until is null or honoured_until > now())`.execute(
        finder,
      )
      return rows[0]
    })
}
