import { type Checklist, ChecklistStep } from '@parley/contract/organizations.ts'
import { sql } from 'kysely'
import type { z } from 'zod'
import type { Tx } from '#platform/db.ts'

type Step = z.infer<typeof ChecklistStep>

/** The steps in their order, and what is there. */
interface Facts {
  connector: boolean
  sender: boolean
  webhook: boolean
  agent: boolean
  channel: boolean
  firstMessage: boolean
  connectorId: string | null
  agentId: string | null
}

async function loadFacts(tx: Tx): Promise<Facts> {
  const organization = sql`${tx.organizationId}::uuid`
  const { rows } = await sql<Facts>`
    with connectors as (select * from connector where organization_id = ${organization}),
      senders as (select * from sender where organization_id = ${organization} and active),
      agents as (select * from agent where organization_id = ${organization} and kind = 'answering' and archived_at is null),
      channels as (select * from channel where organization_id = ${organization}),
      conversations as (select * from conversation where organization_id = ${organization})
    select
      exists (select from connectors where status = 'active' and health = 'connected') as connector,
      exists (select from senders) as sender,
      exists (select from senders where webhook_state = 'configured') as webhook,
      exists (select from agents) as agent,
      exists (select from channels join senders on senders.id = channels.sender_id) as channel,
      exists (select from conversations where last_inbound_at is not null) as first_message,
      (select id from connectors order by created_at, id limit 1) as connector_id,
      (select id from agents order by created_at, id limit 1) as agent_id`.execute(tx.db)
  return rows[0]!
}

/** What is set up and what is next, as it is now: a connector that lost its credentials is not done any more. */
export async function showChecklist(tx: Tx): Promise<z.input<typeof Checklist>> {
  const { connectorId, agentId, firstMessage, ...done } = await loadFacts(tx)
  const doneByStep: Record<Step, boolean> = { ...done, first_message: firstMessage }
  const steps = ChecklistStep.options.map((step) => ({ step, done: doneByStep[step], connectorId, agentId }))
  return { steps, done: steps.every((each) => each.done) }
}
