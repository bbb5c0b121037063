import type { Secrets } from '#platform/secrets.ts'
import type { Tx } from '#platform/db.ts'
import type { ConnectorRow, Credentials } from './connector.ts'
import { findConnector } from './store.ts'

/** Opens the credentials of a connector. Only those who verify and send are given this. */
export type CredentialsOf = (tx: Tx, connectorId: string) => Promise<Credentials | undefined>

export function credentialsWith(secrets: Secrets): CredentialsOf {
  return async (tx, connectorId) => {
    const connector = await findConnector(tx, connectorId)
    return connector ? await openCredentials(tx, secrets, connector) : undefined
  }
}

/** Undefined for a connector that never had a token. */
export async function openCredentials(
  tx: Tx,
  secrets: Secrets,
  connector: ConnectorRow,
): Promise<Credentials | undefined> {
  const {
    id,
    accountSid,
    messagingServiceSid,
    authTokenSealed,
    previousAuthTokenSealed,
    previousAuthTokenUntil,
  } = connector
  if (!authTokenSealed) return undefined
  const place = (column: string) => ({ table: 'connector', column, id })
  const authToken = await secrets.open(tx, place('auth_token_sealed'), authTokenSealed)
  const stillGood = previousAuthTokenSealed && previousAuthTokenUntil && previousAuthTokenUntil > new Date()
  const previousAuthToken = stillGood
    ? await secrets.open(tx, place('previous_auth_token_sealed'), previousAuthTokenSealed)
    : null
  return { accountSid, authToken, previousAuthToken, messagingServiceSid }
}
