import type { Campaign as CampaignShape } from '@parley/contract/campaigns.ts'
import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { CampaignRow } from '#campaigns/campaign.ts'
import { displayName } from '#contacts/contact.ts'
import { filterSql } from '#audiences/contact-filter.ts'
import { windowSeconds } from '#conversations/service-window.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

type Campaign = z.input<typeof CampaignShape>
type Progress = Campaign['progress']

interface Row extends CampaignRow, Progress {
  holdTemplate: string | null
}

/**
 * Campaigns with how far they have come. A touch that was given to the outbox counts where its message stands; everything else where the
 * touch does.
 */
async function select(tx: Tx, id: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select campaign.*, (select count(*)::int from recipient where recipient.organization_id = campaign.organization_id
        and recipient.campaign_id = campaign.id) as recipients,
      (select count(*)::int from recipient where recipient.organization_id = campaign.organization_id
        and recipient.campaign_id = campaign.id and replied_at is not null) as replied,
      (select count(*)::int from recipient where recipient.organization_id = campaign.organization_id
        and recipient.campaign_id = campaign.id and opted_out_at is not null) as opted_out,
      (select name from template where template.organization_id = campaign.organization_id and template.id = campaign.hold_template_id) as hold_template,
      far.*
    from campaign cross join lateral (
      select count(*) filter (where state = 'planned')::int as planned, count(*) filter (where state = 'review')::int as review,
        count(*) filter (where state = 'approved')::int as approved, count(*) filter (where state = 'held' or status = 'held')::int as held,
        count(*) filter (where state = 'skipped' or status = 'canceled')::int as skipped, count(*) filter (where state = 'rejected')::int as rejected,
        count(*) filter (where status in ('queued', 'claimed', 'dispatching'))::int as queued,
        count(*) filter (where status in ('accepted', 'sent'))::int as accepted, count(*) filter (where status = 'delivered')::int as delivered,
        count(*) filter (where status = 'read')::int as read, count(*) filter (where status in ('failed', 'undelivered'))::int as failed,
        count(*) filter (where status = 'unknown')::int as unknown
      from touch left join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = campaign.organization_id and touch.campaign_id = campaign.id
    ) as far
    where campaign.organization_id = ${tx.organizationId} and (${id}::uuid is null or campaign.id = ${id}::uuid)
    order by campaign.created_at desc, campaign.id desc limit 200`.execute(tx.db)
  return rows
}

export async function listCampaigns(tx: Tx): Promise<Campaign[]> {
  return (await select(tx, null)).map(show)
}

export async function showCampaign(tx: Tx, id: string): Promise<Campaign | Refused> {
  const [row] = await select(tx, id)
  return row ? show(row) : refuse('not_found')
}

function show(row: Row): Campaign {
  const { id, name, kind, state, goal, connectorId, senderIds, agentId, audience, audienceIsLive, steps } =
    row
  const { recipients, planned, review, approved, held, skipped, rejected, queued, accepted } = row
  const { delivered, read, failed, unknown, replied, optedOut, holdReason, heldAt } = row
  return {
    id,
    name,
    kind,
    state,
    goal,
    connectorId,
    senderIds,
    agentId,
    audience,
    audienceIsLive,
    steps,
    approval: row.approval,
    approvalFirst: row.approvalFirst,
    startsAt: row.startsAt?.toISOString() ?? null,
    quiet:
      row.quietFrom === null || row.quietUntil === null
        ? null
        : { from: row.quietFrom, until: row.quietUntil },
    endsAfterDays: row.endsAfterDays,
    hold:
      holdReason === null || heldAt === null
        ? null
        : { reason: holdReason, template: row.holdTemplate, since: heldAt.toISOString() },
    createdAt: row.createdAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    progress: {
      recipients,
      planned,
      review,
      approved,
      held,
      skipped,
      rejected,
      queued,
      accepted,
      delivered,
      read,
      failed,
      unknown,
      replied,
      optedOut,
    },
  }
}

interface Counted {
  contacts: number
  optedIn: number
  optedOut: number
  windowOpen: number
}

/** How many contacts a filter holds, and how many of them these senders may write to. */
export async function previewAudience(
  tx: Tx,
  audience: ContactFilter,
  senderIds: readonly string[],
  at: Date,
): Promise<Counted & { sample: { id: string; name: string; address: string }[] }> {
  const { organizationId } = tx
  const opensAfter = new Date(at.getTime() - windowSeconds * 1000)
  const chosen = sql`select contact.id from contact where contact.organization_id = ${organizationId} and ${filterSql(organizationId, audience)}`
  const optedIn = filterSql(organizationId, { all: [{ field: 'opted_in', is: true }] })
  const { rows } = await sql<Counted>`
    with chosen as materialized (${chosen})
    select count(*)::int as contacts, count(*) filter (where ${optedIn})::int as opted_in,
      count(*) filter (where exists (
        select from contact_identity identity join suppression on suppression.contact_address = identity.address
        join sender on sender.organization_id = ${organizationId} and sender.address = suppression.sender_address and sender.id = any(${senderIds}::uuid[])
        where identity.organization_id = ${organizationId} and identity.contact_id = contact.id))::int as opted_out,
      count(*) filter (where exists (
        select from conversation where conversation.organization_id = ${organizationId} and conversation.contact_id = contact.id
          and sender_id = any(${senderIds}::uuid[]) and last_inbound_at > ${opensAfter}))::int as window_open
    from chosen as contact`.execute(tx.db)
  const { rows: sample } = await sql<{ id: string; name: string; profileName: string; address: string }>`
    select contact.id, contact.name, contact.profile_name, coalesce((select min(address) from contact_identity identity
      where identity.organization_id = contact.organization_id and identity.contact_id = contact.id), '') as address
    from contact where contact.organization_id = ${organizationId} and ${filterSql(organizationId, audience)}
    order by contact.created_at desc, contact.id desc limit 5`.execute(tx.db)
  return {
    ...rows[0]!,
    sample: sample.map(({ id, address, ...names }) => ({ id, address, name: displayName(names, address) })),
  }
}
