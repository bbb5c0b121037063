import { sql } from 'kysely'
import type { Actor } from '#activities/activity.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
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

/** Of each pair, in their order, whether its sender must not write to its address. */
export async function findSuppressed(tx: Tx, pairs: readonly Pair[]): Promise<boolean[]> {
  const { rows } = await sql<{ suppressed: boolean }>`
    select exists (select from suppression where sender_address = sender and contact_address = contact) as suppressed
    from unnest(${pairs.map((pair) => pair.senderAddress)}::text[], ${pairs.map((pair) => pair.contactAddress)}::text[])
      with ordinality as asked (sender, contact, place)
    order by place`.execute(tx.db)
  return rows.map((row) => row.suppressed)
}

/** The senders among the pairs that must not write to some address of theirs. */
export async function closedSenders(tx: Tx, pairs: readonly Pair[]): Promise<Set<string>> {
  const { rows } = await sql<{ senderAddress: string }>`
    select distinct sender_address from suppression
    where (sender_address, contact_address) in (
      select * from unnest(${pairs.map((pair) => pair.senderAddress)}::text[], ${pairs.map((pair) => pair.contactAddress)}::text[]))`.execute(
    tx.db,
  )
  return new Set(rows.map((row) => row.senderAddress))
}

/** Keeps a row of evidence. Returns its id. */
export async function insertEvidence(
  tx: Tx,
  kind: 'opt_out' | 'opt_in',
  evidence: ConsentEvidence,
  actor: Actor,
): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('consent')
    .values({
      organizationId: tx.organizationId,
      id,
      contactId: evidence.contactId,
      senderAddress: evidence.senderAddress,
      kind,
      source: evidence.source,
      wording: evidence.wording,
      place: evidence.place ?? '',
      messageId: evidence.messageId ?? null,
      actorKind: actor.kind,
      actorId: actor.id,
      at: evidence.at,
    })
    .execute()
  return id
}

/** Those of the senders whom the contact told the opposite at a later time, themselves or the whole organization. */
export async function sendersToldLater(
  tx: Tx,
  kind: 'opt_out' | 'opt_in',
  { contactId, at }: ConsentEvidence,
  senders: readonly string[],
): Promise<Set<string>> {
  const { rows } = await sql<{ sender: string }>`
    select sender from unnest(${[...senders]}::text[]) as told (sender)
    where exists (
      select from consent where organization_id = ${tx.organizationId} and contact_id = ${contactId} and kind = ${kind}
        and at > ${at} and (sender_address is null or sender_address = sender))`.execute(tx.db)
  return new Set(rows.map((row) => row.sender))
}

export async function closePairs(tx: Tx, pairs: readonly Pair[], since: Date): Promise<void> {
  if (pairs.length === 0) return
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
