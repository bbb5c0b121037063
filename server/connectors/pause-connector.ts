import type { Tx } from '#platform/db.ts'
import { administrators } from '#organizations/member-names.ts'
import { notify } from '#activities/notify.ts'
import { announce } from '#platform/announce.ts'
import { publish } from '#platform/live.ts'
import { findConnector, listConnectors, updateConnectorRow } from './store.ts'

/** Twilio refused our credentials while sending: nothing more is sent until they work, and administrators are told once. */
export async function pauseConnector(tx: Tx, id: string): Promise<void> {
  const connector = await findConnector(tx, id)
  if (!connector || connector.pausedAt) return
  await updateConnectorRow(tx, id, { pausedAt: new Date() })
  const { name } = connector
  await notify(tx, {
    memberIds: await administrators(tx),
    kind: 'connector_failed',
    facts: { connectorId: id, name },
  })
  await announce(tx, 'connector.failed', { connectorId: id })
  await publish(tx, { topic: 'connector', subjectId: id })
}

/** The credentials work again: what waits goes out. */
export async function resumeConnector(tx: Tx, id: string): Promise<void> {
  await updateConnectorRow(tx, id, { pausedAt: null })
  await publish(tx, { topic: 'connector', subjectId: id })
}

/** Connectors that rest because Twilio refused their credentials. */
export async function listPaused(tx: Tx): Promise<string[]> {
  return (await listConnectors(tx)).filter(({ pausedAt }) => pausedAt !== null).map(({ id }) => id)
}
