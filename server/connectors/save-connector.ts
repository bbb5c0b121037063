import type { Database, Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publish } from '#platform/live.ts'
import type { Secrets } from '#platform/secrets.ts'
import type { CredentialTest } from '#twilio/test-credentials.ts'
import { type Credentials, previousTokenHours, stateOf } from './connector.ts'
import { openCredentials } from './credentials.ts'
import { forgetService } from './read-service.ts'
import { findConnector, insertConnector, insertRoute, updateConnectorRow } from './store.ts'
import { hashOfToken, newWebhookToken } from './webhook-url.ts'

export interface ConnectorSettings {
  name: string
  accountSid: string
  authToken: string
  messagingServiceSid: string | null
  receiveInbound: boolean
  sendOutbound: boolean
}

/** Asks Twilio whether credentials work. */
export type TestCredentials = (credentials: {
  accountSid: string
  authToken: string
}) => Promise<CredentialTest>

/** Creates a connector in the state its credentials deserve. Twilio is asked before anything is written. */
export async function createConnector(
  database: Database,
  organizationId: string,
  settings: ConnectorSettings,
  secrets: Secrets,
  test: TestCredentials,
): Promise<string> {
  const tested = await test(settings)
  const id = newId()
  await database.withOrganization(organizationId, async (tx) => {
    const { authToken, ...rest } = settings
    const token = newWebhookToken()
    const place = (column: string) => ({ table: 'connector', column, id })
    await insertConnector(tx, {
      id,
      ...rest,
      ...stateOf(tested, 'error', new Date()),
      authTokenSealed: await secrets.seal(tx, place('auth_token_sealed'), authToken),
      webhookTokenSealed: await secrets.seal(tx, place('webhook_token_sealed'), token),
    })
    await insertRoute(tx, id, hashOfToken(token))
    publish(tx, { topic: 'connector', subjectId: id })
  })
  return id
}

/**
 * Changes a connector. New credentials are tested first; a replaced token stays good for signatures for a while, because
 * Twilio signs with the old one until the new one is promoted.
 * @returns false when there is no such connector
 */
export async function updateConnector(
  database: Database,
  organizationId: string,
  id: string,
  changes: Partial<ConnectorSettings>,
  secrets: Secrets,
  test: TestCredentials,
): Promise<boolean> {
  const before = await database.withOrganization(organizationId, async (tx) => {
    const connector = await findConnector(tx, id)
    return connector && { connector, credentials: await openCredentials(tx, secrets, connector) }
  })
  if (!before) return false
  const { authToken, ...rest } = changes
  const accountSid = changes.accountSid ?? before.connector.accountSid
  const moved = accountSid !== before.connector.accountSid
  const token = authToken ?? before.credentials?.authToken
  const renewed = (authToken !== undefined || moved) && token !== undefined
  const state = renewed
    ? { ...stateOf(await test({ accountSid, authToken: token }), 'error', new Date()), pausedAt: null }
    : {}
  await database.withOrganization(organizationId, async (tx) => {
    // The token of another account must not vouch for messages of this one.
    const earlier = moved ? undefined : before.credentials
    const forgotten = moved ? { previousAuthTokenSealed: null, previousAuthTokenUntil: null } : {}
    const sealed = authToken === undefined ? {} : await sealToken(tx, secrets, id, authToken, earlier)
    await updateConnectorRow(tx, id, { ...rest, ...state, ...forgotten, ...sealed })
    const { messagingServiceSid } = { ...before.connector, ...rest }
    if (moved || messagingServiceSid !== before.connector.messagingServiceSid) await forgetService(tx, id)
    publish(tx, { topic: 'connector', subjectId: id })
  })
  return true
}

async function sealToken(
  tx: Tx,
  secrets: Secrets,
  id: string,
  authToken: string,
  before: Credentials | undefined,
) {
  const place = (column: string) => ({ table: 'connector', column, id })
  const authTokenSealed = await secrets.seal(tx, place('auth_token_sealed'), authToken)
  if (!before || before.authToken === authToken) return { authTokenSealed }
  return {
    authTokenSealed,
    previousAuthTokenSealed: await secrets.seal(tx, place('previous_auth_token_sealed'), before.authToken),
    previousAuthTokenUntil: new Date(Date.now() + previousTokenHours * 3_600_000),
  }
}
