import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

/**
 * Those of the messages that were written by somebody whom a campaign has, or had, among its recipients: few, mostly. In the order in which
 * they came, each with who wrote it, who may have been merged since.
 */
export async function findFromRecipients(
  tx: Tx,
  messageIds: readonly string[],
): Promise<{ messageId: string; contactId: string }[]> {
  const { rows } = await sql<{ messageId: string; contactId: string }>`
    select distinct message.id as message_id, recipient.contact_id from message
    left join merged_contact became on became.organization_id = message.organization_id and became.id = message.contact_id
    join recipient on recipient.organization_id = message.organization_id and recipient.contact_id = coalesce(became.contact_id, message.contact_id)
    where message.organization_id = ${tx.organizationId} and message.id = any(${[...messageIds]}::uuid[])
    order by message.id`.execute(tx.db)
  return rows
}

/**
 * The contact answered, or wants to hear nothing: their place in these campaigns ends. An answer ends those that said something to them, and
 * follow-ups, which are for people who are silent. An opt-out ends all.
 * @returns the campaigns
 */
export async function endForContact(
  tx: Tx,
  contactId: string,
  how: 'replied' | 'opted_out',
  at: Date,
): Promise<string[]> {
  // Touches before recipients, as everyone does who locks both.
  await sql`
    select from touch where organization_id = ${tx.organizationId} and contact_id = ${contactId} and campaign_id in (
      select campaign_id from recipient where organization_id = ${tx.organizationId} and contact_id = ${contactId})
    order by campaign_id, step for update`.execute(tx.db)
  const { rows } = await (how === 'replied' ? heard(tx, contactId, at) : stopped(tx, contactId, at)).execute(
    tx.db,
  )
  return rows.map((row) => row.campaignId)
}

const heard = (tx: Tx, contactId: string, at: Date) => sql<{ campaignId: string }>`
  update recipient set state = 'replied', replied_at = ${at}
  from campaign where recipient.organization_id = ${tx.organizationId} and recipient.contact_id = ${contactId}
    and recipient.state in ('active', 'finished') and recipient.replied_at is null
    and campaign.organization_id = recipient.organization_id and campaign.id = recipient.campaign_id
    and campaign.state in ('launching', 'running', 'paused', 'done')
    and (campaign.ends_after_days is null or ${at} < coalesce(campaign.starts_at, campaign.launched_at) + campaign.ends_after_days * interval '1 day')
    and (campaign.kind = 'follow_up' or exists (select from touch where touch.organization_id = recipient.organization_id
      and touch.campaign_id = recipient.campaign_id and touch.contact_id = recipient.contact_id and touch.state = 'sent'))
  returning recipient.campaign_id`

/** A campaign that is over is not blamed for an opt-out after so many days, if it has no end of its own. */
const blamedDays = 30

const stopped = (tx: Tx, contactId: string, at: Date) => sql<{ campaignId: string }>`
  update recipient set opted_out_at = ${at},
    state = case when recipient.state in ('active', 'finished') then 'opted_out' else recipient.state end
  from campaign where recipient.organization_id = ${tx.organizationId} and recipient.contact_id = ${contactId} and recipient.opted_out_at is null
    and campaign.organization_id = recipient.organization_id and campaign.id = recipient.campaign_id
    and (campaign.state in ('prepared', 'launching', 'running', 'paused') or (campaign.state = 'done'
      and ${at} < campaign.launched_at + coalesce(campaign.ends_after_days, ${blamedDays}) * interval '1 day'))
  returning recipient.campaign_id`

/** What these campaigns have not said to the contact is given up. @returns the messages that were given to the outbox */
export async function skipUnsent(
  tx: Tx,
  contactId: string,
  campaignIds: readonly string[],
  reason: string,
): Promise<string[]> {
  const { rows } = await sql<{ messageId: string | null }>`
    update touch set state = case when state = 'sent' then 'sent' else 'skipped' end, reason = case when state = 'sent' then reason else ${reason} end,
      updated_at = now()
    where organization_id = ${tx.organizationId} and contact_id = ${contactId} and campaign_id = any(${campaignIds}::uuid[])
      and state in ('planned', 'review', 'approved', 'held', 'sent')
    returning message_id`.execute(tx.db)
  return rows.flatMap((row) => row.messageId ?? [])
}

/** Touches whose message was taken back from the outbox were never sent. */
export const takeBack = (tx: Tx, contactId: string, messageIds: readonly string[], reason: string) =>
  unsend(tx, sql`contact_id = ${contactId}`, messageIds, reason)

/** `takeBack`, for a whole campaign. */
export const takeBackAll = (tx: Tx, campaignId: string, messageIds: readonly string[], reason: string) =>
  unsend(tx, sql`campaign_id = ${campaignId}`, messageIds, reason)

async function unsend(
  tx: Tx,
  whose: RawBuilder<unknown>,
  messageIds: readonly string[],
  reason: string,
): Promise<void> {
  if (messageIds.length === 0) return
  await sql`
    update touch set state = 'skipped', reason = ${reason}, message_id = null, updated_at = now()
    where organization_id = ${tx.organizationId} and ${whose} and message_id = any(${messageIds}::uuid[])`.execute(
    tx.db,
  )
}

/** What has not been sent is given up. */
export async function dropUnsent(tx: Tx, campaignId: string, reason: string): Promise<void> {
  await sql`
    update touch set state = 'skipped', reason = ${reason}, updated_at = now()
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and state in ('planned', 'review', 'approved', 'held')`.execute(tx.db)
  await sql`
    update recipient set state = 'skipped', reason = ${reason}
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and state = 'active'`.execute(
    tx.db,
  )
}
