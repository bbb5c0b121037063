import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'

export interface ChannelLine {
  id: string
  senderId: string
  address: string
  displayName: string | null
  connectorId: string
  connectorName: string
  agentId: string
  agentName: string
  createdAt: Date
}

const line = sql`
  select channel.id, channel.sender_id, sender.address, sender.display_name, connector.id as connector_id, connector.name as connector_name,
    agent.id as agent_id, agent.name as agent_name, channel.created_at
  from channel
  join agent on agent.organization_id = channel.organization_id and agent.id = channel.agent_id
  join sender on sender.organization_id = channel.organization_id and sender.id = channel.sender_id
  join connector on connector.organization_id = sender.organization_id and connector.id = sender.connector_id`

export async function listChannels(tx: Tx, agentId: string | null): Promise<ChannelLine[]> {
  const { rows } = await sql<ChannelLine>`${line}
    where channel.organization_id = ${tx.organizationId} and (${agentId}::uuid is null or channel.agent_id = ${agentId}::uuid)
    order by sender.address`.execute(tx.db)
  return rows
}

export async function findChannel(tx: Tx, id: string): Promise<ChannelLine | undefined> {
  const { rows } =
    await sql<ChannelLine>`${line} where channel.organization_id = ${tx.organizationId} and channel.id = ${id}`.execute(
      tx.db,
    )
  return rows[0]
}

/** Throws on `channel_sender_bound_once` when another agent has the sender. */
export async function insertChannel(tx: Tx, channel: { senderId: string; agentId: string }): Promise<string> {
  const id = newId()
  await tx.db
    .insertInto('channel')
    .values({ organizationId: tx.organizationId, id, ...channel })
    .execute()
  return id
}

export async function deleteChannelRow(tx: Tx, id: string): Promise<boolean> {
  const { numDeletedRows } = await tx.db
    .deleteFrom('channel')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

export interface Choice {
  senderId: string
  address: string
  displayName: string | null
  connectorId: string
  connectorName: string
  status: string
  agentId: string | null
  agentName: string | null
}

/** Every active sender, and the agent that has it. */
export async function listChoices(tx: Tx): Promise<Choice[]> {
  const { rows } = await sql<Choice>`
    select sender.id as sender_id, sender.address, sender.display_name, connector.id as connector_id, connector.name as connector_name,
      sender.status, agent.id as agent_id, agent.name as agent_name
    from sender
    join connector on connector.organization_id = sender.organization_id and connector.id = sender.connector_id
    left join channel on channel.organization_id = sender.organization_id and channel.sender_id = sender.id
    left join agent on agent.organization_id = channel.organization_id and agent.id = channel.agent_id
    where sender.organization_id = ${tx.organizationId} and sender.active order by connector.name, sender.address`.execute(
    tx.db,
  )
  return rows
}

/** Whether the sender is active; undefined when there is none. */
export async function findSenderActive(tx: Tx, senderId: string): Promise<boolean | undefined> {
  const row = await tx.db
    .selectFrom('sender')
    .select('active')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', senderId)
    .executeTakeFirst()
  return row?.active
}
