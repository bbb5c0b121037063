import { notify } from '#activities/notify.ts'
import { administrators } from '#organizations/member-names.ts'
import { announce } from '#platform/announce.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import type { CredentialTest } from '#twilio/test-credentials.ts'
import { type ConnectorRow, stateOf } from './connector.ts'
import type { SenderRoom } from './load-subject.ts'
import { holdConnector, updateConnectorRow } from './store.ts'

/**
 * Tests the stored credentials again and keeps what was found; administrators are told when they stop working.
 * @returns undefined when there is no such connector
 */
export async function testConnector(
  { database, twilioOf }: Pick<SenderRoom, 'database' | 'twilioOf'>,
  organizationId: string,
  id: string,
): Promise<CredentialTest | undefined> {
  const client = await twilioOf(organizationId, id)
  if (!client) return undefined
  const tested = await client.testCredentials()
  return await database.withOrganization(organizationId, async (tx) => {
    const before = await holdConnector(tx, id)
    if (!before) return undefined
    const after = stateOf(tested, before.status, new Date())
    // Only credentials that work end a pause.
    await updateConnectorRow(tx, id, {
      ...after,
      pausedAt: tested.health === 'connected' ? null : before.pausedAt,
    })
    // One that rests was told about when it began to.
    const worked = before.status === 'active' && before.pausedAt === null
    if (worked && after.status === 'error') await tellFailure(tx, before)
    publish(tx, { topic: 'connector', subjectId: id })
    return tested
  })
}

/** Tells administrators and everyone above that nothing can be sent over a connector. */
export async function tellFailure(tx: Tx, { id, name }: ConnectorRow): Promise<void> {
  const facts = { connectorId: id, name }
  await notify(tx, { memberIds: await administrators(tx), kind: 'connector_failed', facts })
  await announce(tx, 'connector.failed', { connectorId: id })
}
