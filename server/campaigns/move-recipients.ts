import { sql } from 'kysely'
import type { Merge } from '#contacts/merge-contacts.ts'
import { cancelMessages } from '#messages/cancel-messages.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { skipUnsent, takeBack } from './end-touches.ts'
import { joinedPlace, type Standing } from './joined-place.ts'

/** Locks every touch of the two: before anything else of theirs, as everyone does who locks touches. */
export async function holdTouches(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  await sql`
    select from touch where organization_id = ${tx.organizationId} and contact_id in (${keptId}, ${otherId}) and campaign_id in (
      select campaign_id from recipient where organization_id = ${tx.organizationId} and contact_id in (${keptId}, ${otherId}))
    order by campaign_id, step, contact_id for update`.execute(tx.db)
}

/**
 * The places of a contact that is merged are those of the one that stays. In a campaign that has both, one place is kept with one
 * outcome, and what would say a thing twice is taken back if it has not left.
 */
export async function moveRecipients(tx: Tx, { keptId, otherId }: Merge): Promise<void> {
  const { rows } = await sql<Standing & { campaignId: string }>`
    select campaign_id, contact_id, state, reason, replied_at, opted_out_at from recipient
    where organization_id = ${tx.organizationId} and contact_id in (${keptId}, ${otherId}) order by campaign_id for update`.execute(
    tx.db,
  )
  const campaigns = Map.groupBy(rows, ({ campaignId }) => campaignId)
  for (const [campaignId, places] of campaigns) {
    const [kept, other] = [keptId, otherId].map((id) => places.find(({ contactId }) => contactId === id))
    if (kept && other) await joinPlaces(tx, campaignId, kept, other)
    else if (other) await handOver(tx, campaignId, keptId, otherId)
  }
  publishAll(
    tx,
    [...campaigns.keys()].map((subjectId) => ({ topic: 'campaign' as const, subjectId })),
  )
}

async function handOver(tx: Tx, campaignId: string, keptId: string, otherId: string): Promise<void> {
  for (const table of ['touch', 'recipient'])
    await sql`
      update ${sql.table(table)} set contact_id = ${keptId}
      where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${otherId}`.execute(
      tx.db,
    )
}

async function joinPlaces(tx: Tx, campaignId: string, kept: Standing, other: Standing): Promise<void> {
  const [keptId, otherId] = [kept.contactId, other.contactId]
  const place = joinedPlace(kept, other)
  await cancelMessages(
    tx,
    await dropDoubles(tx, campaignId, place.contactId, [keptId, otherId]),
    'contacts_merged',
  )
  await sql`
    delete from recipient
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${otherId}`.execute(
    tx.db,
  )
  await handOver(tx, campaignId, keptId, otherId)
  const { state, reason, repliedAt, optedOutAt } = place
  await sql`
    update recipient set state = ${state}, reason = ${reason}, replied_at = ${repliedAt}, opted_out_at = ${optedOutAt}
    where organization_id = ${tx.organizationId} and campaign_id = ${campaignId} and contact_id = ${keptId}`.execute(
    tx.db,
  )
  if (state !== 'replied' && state !== 'opted_out') return
  const waiting = await skipUnsent(tx, keptId, [campaignId], state)
  const why = state === 'replied' ? 'contact_wrote_since' : state
  await takeBack(tx, keptId, await cancelMessages(tx, waiting, why), state)
}

/**
 * Of two touches of one step one stays: that which has left, else that which was given to the outbox, else that of the preferred
 * contact.
 * @returns the messages of those that go
 */
async function dropDoubles(
  tx: Tx,
  campaignId: string,
  preferredId: string,
  contactIds: readonly string[],
): Promise<string[]> {
  const { rows } = await sql<{ messageId: string | null }>`
    with ranked as (
      select touch.contact_id, touch.step, row_number() over (partition by touch.step order by
        coalesce(message.status not in ('draft', 'scheduled', 'queued', 'claimed', 'held', 'canceled'), false) desc,
        touch.state = 'sent' desc, touch.contact_id = ${preferredId} desc) as rank
      from touch left join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = any(${[...contactIds]}::uuid[]))
    delete from touch using ranked
    where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId} and touch.contact_id = ranked.contact_id
      and touch.step = ranked.step and ranked.rank > 1
    returning touch.message_id`.execute(tx.db)
  return rows.flatMap(({ messageId }) => messageId ?? [])
}
