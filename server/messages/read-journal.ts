import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { firstValue, readForm } from '#twilio/parse-form.ts'
import type { InboundOrigin } from './journal-inbound.ts'
import type { Journaled, RecentWebhooks } from './recent-webhooks.ts'

/** Names a journaled webhook that waits to become a message. */
export interface WaitingEvent {
  id: string
  connectorId: string
  messageSid: string
}

export type InboundEvent = WaitingEvent & Journaled

/** Whose thread it belongs to, sender and contact: events of one pair are taken in the order of their arrival. */
export const pairOf = ({ parameters }: Journaled): string =>
  `${firstValue(parameters, 'To') ?? ''} ${firstValue(parameters, 'From') ?? ''}`

/** The webhooks of these events, in the same order. What is not recent is read in the journal. */
export async function readWebhooks(
  tx: Tx,
  events: readonly WaitingEvent[],
  recent: RecentWebhooks,
): Promise<InboundEvent[]> {
  const webhooks = new Map<string, Journaled>()
  for (const { id } of events) {
    const webhook = recent.take(id)
    if (webhook) webhooks.set(id, webhook)
  }
  const others = events.filter(({ id }) => !webhooks.has(id))
  for (const [id, webhook] of await readJournal(tx, others)) webhooks.set(id, webhook)
  return events.map((event) => ({ ...event, ...webhooks.get(event.id)! }))
}

/** The webhooks of these events by their ids, as the journal has them. */
export async function readJournal(tx: Tx, events: readonly WaitingEvent[]): Promise<[string, Journaled][]> {
  if (events.length === 0) return []
  const { rows } = await sql<{ id: string; form: string; origin: InboundOrigin; ageSeconds: number }>`
    select journaled.* from unnest(${events.map(({ connectorId }) => connectorId)}::uuid[], ${events.map(({ messageSid }) => messageSid)}::text[])
      as asked (connector_id, message_sid)
    cross join lateral (
      -- Each is looked up by its key, whatever size the planner believes the journal to have.
      select id, form, origin, greatest(extract(epoch from now() - received_at), 0)::float8 as age_seconds from inbound_event
      where organization_id = ${tx.organizationId} and connector_id = asked.connector_id and message_sid = asked.message_sid
      offset 0
    ) as journaled`.execute(tx.db)
  return rows.map(({ id, form, ...webhook }) => [id, { ...webhook, parameters: readForm(form) }])
}
