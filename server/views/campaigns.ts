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
import { type Progress, progressOf } from './campaign-progress.ts'

type Campaign = z.input<typeof CampaignShape>
interface Row extends CampaignRow {
  holdTemplate: string | null
}

async function select(tx: Tx, id: string | null): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select campaign.*, (select name from template where template.organization_id = campaign.organization_id
      and template.id = campaign.hold_template_id) as hold_template
    from campaign where campaign.organization_id = ${tx.organizationId} and (${id}::uuid is null or campaign.id = ${id}::uuid)
    order by campaign.created_at desc, campaign.id desc limit 200`.execute(tx.db)
  return rows
}

/** Campaigns with how far they have come, the newest first. */
export async function listCampaigns(tx: Tx): Promise<Campaign[]> {
  const rows = await select(tx, null)
  const progress = await progressOf(
    tx,
    rows.map(({ id }) => id),
  )
  return rows.map((row) => show(row, progress.get(row.id)!))
}

/** A campaign; `afresh` for who just changed it. */
export async function showCampaign(
  tx: Tx,
  id: string,
  how: { afresh?: boolean } = {},
): Promise<Campaign | Refused> {
  const [row] = await select(tx, id)
  return row ? show(row, (await progressOf(tx, [id], how)).get(id)!) : refuse('not_found')
}

function show(row: Row, progress: Progress): Campaign {
  const { id, name, kind, state, goal, connectorId, senderIds, agentId, audience, audienceIsLive, steps } =
    row
  const { holdReason, heldAt, throughService } = row
  return {
    id,
    name,
    kind,
    state,
    goal,
    connectorId,
    senderIds,
    throughService,
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
    // What is over waits for nothing.
    hold:
      holdReason === null || heldAt === null || state === 'done' || state === 'canceled'
        ? null
        : { reason: holdReason, template: row.holdTemplate, since: heldAt.toISOString() },
    createdAt: row.createdAt.toISOString(),
    launchedAt: row.launchedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
    progress,
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
