import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { findConnector, listConnectors, updateConnectorRow } from './store.ts'
import { tellFailure } from './test-connector.ts'

/** Twilio refused our credentials while sending: nothing more is sent until they work, and administrators are told once. */
export async function pauseConnector(tx: Tx, id: string): Promise<void> {
  const connector = await findConnector(tx, id)
  if (!connector || connector.pausedAt) return
  await updateConnectorRow(tx, id, { pausedAt: new Date() })
  await tellFailure(tx, connector)
  publish(tx, { topic: 'connector', subjectId: id })
}

/** Connectors that rest because Twilio refused their credentials. */
export async function listPaused(tx: Tx): Promise<string[]> {
  return (await listConnectors(tx)).filter(({ pausedAt }) => pausedAt !== null).map(({ id }) => id)
}
