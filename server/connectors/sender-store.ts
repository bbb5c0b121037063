import { type Kysely, sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { TwilioSender } from '#twilio/senders.ts'
import type { SenderRow } from './sender.ts'

const columns = [
  'id',
  'connectorId',
  'twilioSid',
  'address',
  'displayName',
  'status',
  'quality',
  'messagingLimit',
  'offlineReasons',
  'profile',
  'active',
  'webhookState',
  'webhookSeen',
  'findings',
  'checkedAt',
  'missingSince',
] as const

const all = (tx: Tx) =>
  tx.db.selectFrom('sender').select(columns).where('organizationId', '=', tx.organizationId)

/** Those of one connector, or the active ones of all. */
export async function listSenders(tx: Tx, connectorId: string | null): Promise<SenderRow[]> {
  const some =
    connectorId === null ? all(tx).where('active', '=', true) : all(tx).where('connectorId', '=', connectorId)
  return (await some.orderBy('address').execute()) as SenderRow[]
}

export async function findSender(tx: Tx, id: string): Promise<SenderRow | undefined> {
  return (await all(tx).where('id', '=', id).executeTakeFirst()) as SenderRow | undefined
}

/** Takes over what Twilio lists; what it no longer lists is marked as missing, and kept with its threads. */
export async function takeOverList(
  tx: Tx,
  connectorId: string,
  found: readonly TwilioSender[],
): Promise<void> {
  for (const sender of found) await upsertSender(tx, connectorId, sender)
  await sql`
    update sender set missing_since = now()
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and missing_since is null
      and twilio_sid <> all(${found.map(({ sid }) => sid)}::text[])`.execute(tx.db)
}

export async function upsertSender(tx: Tx, connectorId: string, sender: TwilioSender): Promise<void> {
  const told = {
    address: sender.address,
    displayName: sender.profile.name,
    status: sender.status,
    quality: sender.quality,
    messagingLimit: sender.messagingLimit,
    offlineReasons: json(sender.offlineReasons),
    profile: json(sender.profile),
    missingSince: null,
    updatedAt: sql<Date>`now()`,
  }
  await tx.db
    .insertInto('sender')
    .values({ organizationId: tx.organizationId, id: newId(), connectorId, twilioSid: sender.sid, ...told })
    .onConflict((conflict) =>
      conflict.columns(['organizationId', 'connectorId', 'twilioSid']).doUpdateSet(told),
    )
    .execute()
}

export async function updateSenderRow(
  tx: Tx,
  id: string,
  changes: Partial<
    Pick<SenderRow, 'active' | 'webhookState' | 'webhookSeen' | 'findings' | 'checkedAt' | 'status'>
  >,
): Promise<void> {
  const { webhookSeen, findings, ...plain } = changes
  await tx.db
    .updateTable('sender')
    .set({
      ...plain,
      ...(webhookSeen === undefined ? {} : { webhookSeen: json(webhookSeen) }),
      ...(findings === undefined ? {} : { findings: json(findings) }),
      updatedAt: sql<Date>`now()`,
    })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** After the URL was replaced no sender has it yet. */
export async function unsetWebhooks(tx: Tx, connectorId: string): Promise<void> {
  await sql`
    update sender set webhook_state = 'not_set', findings = '[]'
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId}`.execute(tx.db)
}

/**
 * Claims numbers for these senders. A number receives in one place at a time, whoever else holds the same credentials.
 * @returns the addresses that are claimed elsewhere
 */
export async function claimSenders(
  tx: Tx,
  accountSid: string,
  senders: readonly { id: string; address: string }[],
): Promise<string[]> {
  const { rows } = await sql<{ address: string }>`
    with wanted as (
      select * from unnest(${senders.map(({ id }) => id)}::uuid[], ${senders.map(({ address }) => address)}::text[]) as w (id, address)
    ), made as (
      insert into sender_claim (account_sid, address, organization_id, sender_id)
      select ${accountSid}, address, ${tx.organizationId}, id from wanted order by address
      on conflict (account_sid, address) do update set claimed_at = sender_claim.claimed_at
        where sender_claim.organization_id = excluded.organization_id and sender_claim.sender_id = excluded.sender_id
      returning address
    )
    select address from wanted where address not in (select address from made)`.execute(tx.db)
  return rows.map(({ address }) => address)
}

export async function releaseClaims(tx: Tx, senderIds: readonly string[]): Promise<void> {
  await sql`
    delete from sender_claim where organization_id = ${tx.organizationId} and sender_id = any(${senderIds}::uuid[])`.execute(
    tx.db,
  )
}

/** Organizations with an active sender, for the doctor's rounds. */
export async function organizationsWithSenders(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder
    .selectFrom('sender')
    .select('organizationId')
    .distinct()
    .where('active', '=', true)
    .execute()
  return rows.map((row) => row.organizationId)
}
