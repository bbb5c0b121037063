import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
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
  'pace',
  'learnedPace',
  'learnedAt',
  'learnedCode',
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
  await recogniseNumbers(tx, connectorId, found)
  for (const sender of found) await upsertSender(tx, connectorId, sender)
  await sql`
    update sender set missing_since = now()
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and missing_since is null
      and twilio_sid <> all(${found.map(({ sid }) => sid)}::text[])`.execute(tx.db)
}

/** A number that was registered again has a new sid at Twilio and no webhook; its threads and its channel stay with it. */
async function recogniseNumbers(tx: Tx, connectorId: string, found: readonly TwilioSender[]): Promise<void> {
  const sids = found.map(({ sid }) => sid)
  await sql`
    update sender set twilio_sid = listed.sid, webhook_state = 'not_set', webhook_seen = null, findings = '[]'
    from unnest(${sids}::text[], ${found.map(({ address }) => address)}::text[]) as listed (sid, address)
    where sender.organization_id = ${tx.organizationId} and sender.id = (
        select known.id from sender known
        where known.organization_id = ${tx.organizationId} and known.connector_id = ${connectorId}
          and known.address = listed.address and known.twilio_sid <> all(${sids}::text[])
        order by known.active desc, known.created_at desc limit 1)
      and not exists (
        select from sender known
        where known.organization_id = ${tx.organizationId} and known.connector_id = ${connectorId} and known.twilio_sid = listed.sid)`.execute(
    tx.db,
  )
}

export async function upsertSender(tx: Tx, connectorId: string, sender: TwilioSender): Promise<void> {
  const told = {
    address: sender.address,
    displayName: sender.profile.name,
    status: sender.status,
    quality: sender.quality,
    messagingLimit: sender.messagingLimit,
    wabaId: sender.wabaId,
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
