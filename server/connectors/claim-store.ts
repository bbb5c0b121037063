import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

interface Claimant {
  id: string
  address: string
}

/** Claims the numbers for these senders. Throws on `sender_claim_pkey` when one is claimed. */
export async function claimSenders(tx: Tx, accountSid: string, senders: readonly Claimant[]): Promise<void> {
  // In the order of addresses: two who want the same numbers wait for each other in one direction only.
  await sql`
    insert into sender_claim (account_sid, address, organization_id, sender_id)
    select ${accountSid}, address, ${tx.organizationId}, id
    from unnest(${senders.map(({ id }) => id)}::uuid[], ${senders.map(({ address }) => address)}::text[]) as wanted (id, address)
    order by address`.execute(tx.db)
}

export async function releaseClaims(tx: Tx, senderIds: readonly string[]): Promise<void> {
  await sql`
    delete from sender_claim where organization_id = ${tx.organizationId} and sender_id = any(${senderIds}::uuid[])`.execute(
    tx.db,
  )
}

/** The addresses that somebody else than these senders has claimed. */
export async function listClaimedElsewhere(
  tx: Tx,
  accountSid: string,
  senders: readonly Claimant[],
): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    select distinct wanted.address
    from unnest(${senders.map(({ id }) => id)}::uuid[], ${senders.map(({ address }) => address)}::text[]) as wanted (id, address)
    join sender_claim on sender_claim.account_sid = ${accountSid} and sender_claim.address = wanted.address
      and sender_claim.sender_id <> wanted.id
    order by wanted.address`.execute(tx.db)
  return rows.map(({ address }) => address)
}

/**
 * After the connector moved to another Twilio account its numbers of the old one are nobody's: they can be claimed by
 * whoever has that account now, and are not active here any more.
 */
export async function leaveOtherAccounts(tx: Tx, connectorId: string, accountSid: string): Promise<void> {
  await sql`
    with released as (
      delete from sender_claim using sender
      where sender.organization_id = ${tx.organizationId} and sender.connector_id = ${connectorId}
        and sender_claim.organization_id = sender.organization_id and sender_claim.sender_id = sender.id
        and sender_claim.account_sid <> ${accountSid}
      returning sender_claim.sender_id
    )
    update sender set active = false, webhook_state = 'not_set', findings = '[]'
    where organization_id = ${tx.organizationId} and id in (select sender_id from released)`.execute(tx.db)
}
