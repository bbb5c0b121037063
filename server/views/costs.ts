import type { Cost as CostShape } from '@parley/contract/ledger.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

type Cost = z.input<typeof CostShape>

/** What these messages cost. `messages` is a query that gives their organization, id and whether Twilio has taken them. */
async function costOf(tx: Tx, messages: RawBuilder<unknown>): Promise<Cost> {
  const { rows } = await sql<{ currency: string | null; amountMicro: number; messages: number }>`
    select entry.currency, coalesce(sum(entry.amount_micro), 0)::bigint as amount_micro, count(*)::int as messages
    from (${messages}) as wanted
    left join ledger_entry entry on entry.organization_id = ${tx.organizationId} and entry.message_id = wanted.id
    where entry.message_id is not null or wanted.taken
    group by entry.currency order by entry.currency`.execute(tx.db)
  const charges = rows.flatMap(({ currency, amountMicro, messages: count }) =>
    currency === null ? [] : [{ currency, amountMicro, messages: count }],
  )
  return { charges, waiting: rows.find(({ currency }) => currency === null)?.messages ?? 0 }
}

const taken = sql`status in ('received', 'accepted', 'sent', 'delivered', 'read')`

/** What a campaign has cost so far. */
export async function showCampaignCost(tx: Tx, campaignId: string): Promise<Cost | Refused> {
  const { organizationId } = tx
  const there = await tx.db
    .selectFrom('campaign')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', campaignId)
    .executeTakeFirst()
  if (!there) return refuse('not_found')
  return await costOf(
    tx,
    sql`select message.id, message.${taken} as taken from touch
      join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = ${organizationId} and touch.campaign_id = ${campaignId}`,
  )
}

/** What all messages to and from a contact have cost. */
export async function showContactCost(tx: Tx, contactId: string): Promise<Cost | Refused> {
  const { organizationId } = tx
  const there = await tx.db
    .selectFrom('contact')
    .select('id')
    .where('organizationId', '=', organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  if (!there) return refuse('not_found')
  return await costOf(
    tx,
    sql`select message.id, message.${taken} as taken from conversation
      join message on message.organization_id = conversation.organization_id and message.conversation_id = conversation.id
      where conversation.organization_id = ${organizationId} and conversation.contact_id = ${contactId}`,
  )
}
