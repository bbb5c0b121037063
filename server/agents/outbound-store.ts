import { sql } from 'kysely'
import { json, type Tx } from '#platform/db.ts'
import type { OutboundAgentRow, OutboundSettings } from './outbound-agent.ts'

/** Outbound agents that are not deleted, by name; or the one with this id. */
export async function listOutboundAgents(tx: Tx, id: string | null = null): Promise<OutboundAgentRow[]> {
  const { rows } = await sql<OutboundAgentRow>`
    select agent.id, agent.name, agent.brain, agent.language, agent.instructions, agent.created_at, brief, facts, uses, tones
    from agent join outbound_voice voice on voice.organization_id = agent.organization_id and voice.agent_id = agent.id
    where agent.organization_id = ${tx.organizationId} and agent.kind = 'outbound' and agent.archived_at is null
      and (${id}::uuid is null or agent.id = ${id}::uuid)
    order by agent.name, agent.id`.execute(tx.db)
  return rows
}

export async function insertOutboundAgent(tx: Tx, id: string, settings: OutboundSettings): Promise<void> {
  const { organizationId } = tx
  const { name, brain, language, instructions, ...voice } = settings
  await tx.db
    .insertInto('agent')
    .values({ organizationId, id, kind: 'outbound', mode: 'off', name, brain, language, instructions })
    .execute()
  await tx.db
    .insertInto('outboundVoice')
    .values({ organizationId, agentId: id, ...voiceColumns(voice), uses: voice.uses })
    .execute()
}

export async function saveOutboundAgent(tx: Tx, id: string, settings: OutboundSettings): Promise<void> {
  const { name, brain, language, instructions, ...voice } = settings
  await tx.db
    .updateTable('agent')
    .set({ name, brain, language, instructions, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
  await tx.db
    .updateTable('outboundVoice')
    .set({ ...voiceColumns(voice), uses: voice.uses })
    .where('organizationId', '=', tx.organizationId)
    .where('agentId', '=', id)
    .execute()
}

const voiceColumns = ({ brief, facts, tones }: Pick<OutboundSettings, 'brief' | 'facts' | 'tones'>) => ({
  brief,
  facts: json(facts),
  tones: json(tones),
})
