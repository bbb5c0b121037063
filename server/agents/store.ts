import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { AgentRow, AgentSettings } from './agent.ts'

interface AgentLine extends AgentRow {
  articleCount: number
  channelCount: number
}

const counts = sql`
  (select count(*)::int from article where article.organization_id = agent.organization_id and article.agent_id = agent.id) as article_count,
  (select count(*)::int from channel where channel.organization_id = agent.organization_id and channel.agent_id = agent.id) as channel_count`

/** Agents that answer on channels and are not deleted, by name; or the one with this id. */
export async function listAgents(tx: Tx, id: string | null = null): Promise<AgentLine[]> {
  const { rows } = await sql<AgentLine>`
    select id, name, mode, brain, language, instructions, welcome, application_url, debounce_ms, created_at, ${counts}
    from agent where organization_id = ${tx.organizationId} and kind = 'answering' and archived_at is null and (${id}::uuid is null or id = ${id}::uuid)
    order by name, id`.execute(tx.db)
  return rows
}

export async function findAgent(tx: Tx, id: string): Promise<AgentLine | undefined> {
  return (await listAgents(tx, id))[0]
}

export async function insertAgent(tx: Tx, id: string, settings: AgentSettings): Promise<void> {
  await tx.db
    .insertInto('agent')
    .values({ organizationId: tx.organizationId, id, ...settings })
    .execute()
}

export async function updateAgentRow(tx: Tx, id: string, changes: Partial<AgentSettings>): Promise<void> {
  await tx.db
    .updateTable('agent')
    .set({ ...changes, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

/** The agent's messages stay in their threads with its name; its channels and its knowledge go. */
export async function archiveAgent(tx: Tx, id: string): Promise<void> {
  await tx.db
    .deleteFrom('channel')
    .where('organizationId', '=', tx.organizationId)
    .where('agentId', '=', id)
    .execute()
  await tx.db
    .deleteFrom('article')
    .where('organizationId', '=', tx.organizationId)
    .where('agentId', '=', id)
    .execute()
  await tx.db
    .updateTable('agent')
    .set({ archivedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}
