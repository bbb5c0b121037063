import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { Secrets } from '#platform/secrets.ts'
import { previousUrlHours } from './connector.ts'
import { unsetWebhooks } from './sender-store.ts'
import { endRoutes, findConnector, insertRoute, updateConnectorRow } from './store.ts'
import { hashOfToken, newWebhookToken } from './webhook-url.ts'

/**
 * Replaces the webhook URL. Every sender must be set again; until then its messages come to the old URL, which works for
 * 72 hours, or not at all when it is revoked now.
 * @returns false when there is no such connector
 */
export async function regenerateWebhookUrl(
  tx: Tx,
  id: string,
  revokeNow: boolean,
  secrets: Secrets,
): Promise<boolean> {
  if (!(await findConnector(tx, id))) return false
  const token = newWebhookToken()
  const sealed = await secrets.seal(tx, { table: 'connector', column: 'webhook_token_sealed', id }, token)
  // The connector's row first: whoever replaces the URL at the same time waits here, and then ends this route too.
  await updateConnectorRow(tx, id, { webhookTokenSealed: sealed })
  await endRoutes(tx, id, revokeNow ? 0 : previousUrlHours)
  await insertRoute(tx, id, hashOfToken(token))
  await unsetWebhooks(tx, id)
  publish(tx, { topic: 'connector', subjectId: id })
  return true
}
