import { announce } from '#platform/announce.ts'
import { type Database, type Tx, violates } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { claimSenders, listClaimedElsewhere, releaseClaims } from './claim-store.ts'
import type { SenderRow } from './sender.ts'
import { listSenders, updateSenderRow } from './sender-store.ts'
import { findConnector } from './store.ts'

/**
 * Makes exactly these senders of a connector active: all of them, or none when one is claimed elsewhere. A number
 * receives in one place at a time, whoever else holds the same credentials; the database refuses the second claim,
 * however many try at once.
 */
export async function activateSenders(
  database: Database,
  organizationId: string,
  connectorId: string,
  ids: readonly string[],
): Promise<Refused | null> {
  try {
    return await database.withOrganization(organizationId, async (tx) => {
      const chosen = await choose(tx, connectorId, ids)
      return chosen ? await activate(tx, connectorId, chosen) : refuse('not_found')
    })
  } catch (error) {
    if (!violates(error, 'sender_claim_pkey')) throw error
    return await database.withOrganization(organizationId, async (tx) => {
      const chosen = await choose(tx, connectorId, ids)
      if (!chosen) return refuse('not_found')
      const addresses = await listClaimedElsewhere(tx, chosen.accountSid, chosen.senders)
      // Whose it is stays untold: that organization is no business of this one.
      return refuse('sender_claimed_elsewhere', { addresses })
    })
  }
}

interface Choice {
  accountSid: string
  senders: SenderRow[]
  dropped: SenderRow[]
}

async function choose(tx: Tx, connectorId: string, ids: readonly string[]): Promise<Choice | undefined> {
  const connector = await findConnector(tx, connectorId)
  if (!connector) return undefined
  const all = await listSenders(tx, connectorId)
  const senders = all.filter(({ id }) => ids.includes(id))
  if (senders.length < new Set(ids).size) return undefined
  const dropped = all.filter(({ id, active }) => active && !ids.includes(id))
  return { accountSid: connector.accountSid, senders, dropped }
}

async function activate(tx: Tx, connectorId: string, { accountSid, senders, dropped }: Choice) {
  await releaseClaims(
    tx,
    [...senders, ...dropped].map(({ id }) => id),
  )
  await claimSenders(tx, accountSid, senders)
  const added = senders.filter(({ active }) => !active)
  for (const { id } of added) await updateSenderRow(tx, id, { active: true })
  for (const { id } of dropped) await updateSenderRow(tx, id, { active: false })
  if (added.length > 0) await announce(tx, 'senders.activated', { connectorId })
  publish(tx, { topic: 'connector', subjectId: connectorId })
  return null
}
