import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { claimSenders, listSenders, releaseClaims, updateSenderRow } from './sender-store.ts'
import { findConnector } from './store.ts'

/** Makes exactly these senders of a connector active. All of them, or none when one is claimed elsewhere. */
export async function activateSenders(
  tx: Tx,
  connectorId: string,
  ids: readonly string[],
): Promise<Refused | null> {
  const connector = await findConnector(tx, connectorId)
  if (!connector) return refuse('not_found')
  const senders = await listSenders(tx, connectorId)
  const chosen = senders.filter(({ id }) => ids.includes(id))
  if (chosen.length < new Set(ids).size) return refuse('not_found')
  const dropped = senders.filter(({ id, active }) => active && !ids.includes(id))

  const elsewhere = await claimSenders(tx, connector.accountSid, chosen)
  if (elsewhere.length > 0) {
    // What this transaction claimed before it met the obstacle is given back: a refusal changes nothing.
    await releaseClaims(
      tx,
      chosen.filter(({ active }) => !active).map(({ id }) => id),
    )
    return refuse('sender_claimed_elsewhere', { addresses: elsewhere })
  }
  await releaseClaims(
    tx,
    dropped.map(({ id }) => id),
  )
  for (const { id, active } of chosen) if (!active) await updateSenderRow(tx, id, { active: true })
  for (const { id } of dropped) await updateSenderRow(tx, id, { active: false })
  await publish(tx, { topic: 'connector', subjectId: connectorId })
  return null
}
