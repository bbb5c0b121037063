import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { ConsentRow } from './consent-store.ts'
import type { ConsentEvidence, Pair } from './opt-out.ts'

/** Takes the lock of each pair, in one order for everybody. Held until the transaction ends. */
export async function lockPairs(tx: Tx, pairs: readonly Pair[], mode: 'shared' | 'exclusive'): Promise<void> {
  const take = sql.raw(mode === 'shared' ? 'pg_advisory_xact_lock_shared' : 'pg_advisory_xact_lock')
  await sql`
    with keys as materialized (
      select distinct hashtextextended('suppression ' || sender || ' ' || contact, 0) as key
      from unnest(${pairs.map((pair) => pair.senderAddress)}::text[], ${pairs.map((pair) => pair.contactAddress)}::text[])
        as wanted (sender, contact)
      order by key
    )
    select ${take}(key) from keys`.execute(tx.db)
}

/** Since when the first of these addresses must not be written to from this sender, or null. */
export async function findSuppression(
  tx: Tx,
  senderAddress: string,
  contactAddresses: readonly string[],
): Promise<Date | null> {
  const row = await tx.db
    .selectFrom('suppression')
    .select((of) => of.fn.min<Date | null>('since').as('since'))
    .where('senderAddress', '=', senderAddress)
    .where('contactAddress', 'in', contactAddresses.length > 0 ? [...contactAddresses] : [''])
    .executeTakeFirstOrThrow()
  return row.since
}

export async function insertEvidence(
  tx: Tx,
  kind: 'opt_out' | 'opt_in',
  evidence: Omit<ConsentEvidence, 'senderAddress' | 'source'> & {
    /** Null for every sender of the organization. */
    senderAddress: string | null
    source: ConsentRow['source']
    place?: string
  },
): Promise<void> {
  await tx.db
    .insertInto('consent')
    .values({
      organizationId: tx.organizationId,
      id: newId(),
      contactId: evidence.contactId,
      senderAddress: evidence.senderAddress,
      kind,
      source: evidence.source,
      wording: evidence.wording,
      place: evidence.place ?? '',
      messageId: evidence.messageId ?? null,
      at: evidence.at,
    })
    .execute()
}

/** Whether the contact told this sender the opposite at a later time than `at`. */
export async function hasLaterEvidence(
  tx: Tx,
  kind: 'opt_out' | 'opt_in',
  evidence: ConsentEvidence,
): Promise<boolean> {
  const row = await tx.db
    .selectFrom('consent')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('contactId', '=', evidence.contactId)
    .where('senderAddress', '=', evidence.senderAddress)
    .where('kind', '=', kind)
    .where('at', '>', evidence.at)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

export async function closePairs(tx: Tx, pairs: readonly Pair[], since: Date): Promise<void> {
  await tx.db
    .insertInto('suppression')
    .values(pairs.map((pair) => ({ ...pair, since })))
    .onConflict((conflict) =>
      conflict
        .columns(['senderAddress', 'contactAddress'])
        // The youngest wish counts: an older START that arrives late must not undo it.
        .doUpdateSet({ since: sql<Date>`greatest(suppression.since, excluded.since)` }),
    )
    .execute()
}

/** An address that turns out to be a closed contact's is closed to the same senders. */
export async function closeLikeOthers(tx: Tx, contactId: string, address: string): Promise<void> {
  await sql`
    insert into suppression (sender_address, contact_address, since)
    select sender_address, ${address}, max(since) from suppression
    where contact_address in (
      select address from contact_identity where organization_id = ${tx.organizationId} and contact_id = ${contactId})
    group by sender_address
    on conflict (sender_address, contact_address) do update set since = greatest(suppression.since, excluded.since)`.execute(
    tx.db,
  )
}

/** Opens pairs that were closed before `at`. A wish to hear nothing that is younger than this one stays. */
export async function openPairs(tx: Tx, pairs: readonly Pair[], at: Date): Promise<void> {
  for (const pair of pairs) {
    await tx.db
      .deleteFrom('suppression')
      .where('senderAddress', '=', pair.senderAddress)
      .where('contactAddress', '=', pair.contactAddress)
      .where('since', '<=', at)
      .execute()
  }
}
