import type { ContactFilter } from '@parley/contract/contact-filter.ts'
import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import type { CampaignPlan, CampaignRow, CampaignState } from './campaign.ts'

const columns = sql`id, name, kind, state, goal, connector_id, sender_ids, through_service, agent_id, audience, audience_is_live, steps, approval,
  approval_first, starts_at, quiet_from, quiet_until, ends_after_days, hold_reason, hold_template_id, held_at, asked_at,
  created_by, launched_by, permit_id, permit_epoch, expanded_to, expanded_at, created_at, launched_at, finished_at`

/** The campaign; with a lock, nobody else changes it until this transaction ends. */
export async function findCampaign(tx: Tx, id: string, lock = false): Promise<CampaignRow | undefined> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaign where organization_id = ${tx.organizationId} and id = ${id} ${lock ? sql`for update` : sql``}`.execute(
    tx.db,
  )
  return rows[0]
}

export async function listAlive(tx: Tx, states: readonly CampaignState[]): Promise<CampaignRow[]> {
  const { rows } = await sql<CampaignRow>`
    select ${columns} from campaign where organization_id = ${tx.organizationId} and state = any(${states}::text[])
    order by launched_at, id`.execute(tx.db)
  return rows
}

const stored = ({ audience, steps, senderIds, ...plan }: CampaignPlan) => ({
  ...plan,
  audience: json(audience),
  steps: json(steps),
  senderIds: [...senderIds],
})

export async function insertCampaign(
  tx: Tx,
  plan: CampaignPlan,
  createdBy: string | null,
  createdAt: Date,
): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('campaign')
    .values({ organizationId: tx.organizationId, id, ...stored(plan), createdBy, createdAt })
    .execute()
  return id
}

export async function savePlan(tx: Tx, id: string, plan: CampaignPlan): Promise<void> {
  await change(tx, id, stored(plan))
}

/** Moves the campaign on. */
export async function saveCampaign(
  tx: Tx,
  id: string,
  changes: Partial<
    Pick<
      CampaignRow,
      | 'state'
      | 'permitId'
      | 'permitEpoch'
      | 'expandedTo'
      | 'expandedAt'
      | 'launchedAt'
      | 'launchedBy'
      | 'finishedAt'
      | 'holdReason'
      | 'holdTemplateId'
      | 'heldAt'
      | 'askedAt'
    >
  >,
): Promise<void> {
  await change(tx, id, changes)
}

async function change(tx: Tx, id: string, changes: Record<string, unknown>): Promise<void> {
  await tx.db
    .updateTable('campaign')
    .set({ ...changes, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** Whether the campaign is for just this audience. */
export async function isAudienceOf(tx: Tx, id: string, audience: ContactFilter): Promise<boolean> {
  const { rows } = await sql<{ same: boolean }>`
    select audience = ${json(audience)}::jsonb as same from campaign where organization_id = ${tx.organizationId} and id = ${id}`.execute(
    tx.db,
  )
  return rows[0]?.same ?? false
}

/** Whether every sender is one of this connector's active ones. */
export async function areSendersOf(
  tx: Tx,
  connectorId: string,
  senderIds: readonly string[],
): Promise<boolean> {
  const { rows } = await sql<{ known: number }>`
    select count(*)::int as known from sender where organization_id = ${tx.organizationId} and connector_id = ${connectorId}
      and id = any(${senderIds}::uuid[]) and active`.execute(tx.db)
  return rows[0]?.known === new Set(senderIds).size
}
