import type { Cost as CostShape } from '@parley/contract/ledger.ts'
import { type RawBuilder, sql } from 'kysely'
import type { z } from 'zod'
import { currentContact } from '#contacts/current-contact.ts'
import type { Tx } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

type Cost = z.input<typeof CostShape>

/** What these messages cost. `messages` is a query that gives their ids and whether Twilio has taken them. */
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
export const showCampaignCost = (tx: Tx, campaignId: string): Promise<Cost | Refused> =>
  costIfThere(
    tx,
    sql`select from campaign where organization_id = ${tx.organizationId} and id = ${campaignId}`,
    sql`select message.id, message.${taken} as taken from touch
      join message on message.organization_id = touch.organization_id and message.id = touch.message_id
      where touch.organization_id = ${tx.organizationId} and touch.campaign_id = ${campaignId}`,
  )

/** What all messages to and from a contact have cost. */
export async function showContactCost(tx: Tx, id: string): Promise<Cost | Refused> {
  const contactId = await currentContact(tx, id)
  return await costIfThere(
    tx,
    sql`select from contact where organization_id = ${tx.organizationId} and id = ${contactId}`,
    sql`select message.id, message.${taken} as taken from conversation
      join message on message.organization_id = conversation.organization_id and message.conversation_id = conversation.id
      where conversation.organization_id = ${tx.organizationId} and conversation.contact_id = ${contactId}`,
  )
}

/** @param subject a query that gives a row when whom the messages belong to is there */
async function costIfThere(
  tx: Tx,
  subject: RawBuilder<unknown>,
  messages: RawBuilder<unknown>,
): Promise<Cost | Refused> {
  const { rows } = await subject.execute(tx.db)
  return rows.length > 0 ? await costOf(tx, messages) : refuse('not_found')
}
