import { type Database, violates } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import {
  type ChannelLine,
  findChannel,
  findSenderActive,
  insertChannel,
  listChannels,
} from './channel-store.ts'
import { findAgent } from './store.ts'

/** Hands a sender to an agent. A sender that has one is refused by the database, however many try at once. */
export async function bindChannel(
  database: Database,
  organizationId: string,
  { agentId, senderId }: { agentId: string; senderId: string },
): Promise<ChannelLine | Refused> {
  try {
    return await database.withOrganization(organizationId, async (tx) => {
      const active = await findSenderActive(tx, senderId)
      if (active === undefined || !(await findAgent(tx, agentId))) return refuse('not_found')
      if (!active) return refuse('sender_not_active')
      const id = await insertChannel(tx, { agentId, senderId })
      publish(tx, { topic: 'channel', subjectId: id })
      return (await findChannel(tx, id)) ?? refuse('not_found')
    })
  } catch (error) {
    if (!violates(error, 'channel_sender_bound_once')) throw error
    const channels = await database.withOrganization(organizationId, (tx) => listChannels(tx, null))
    const holder = channels.find((channel) => channel.senderId === senderId)
    return refuse('already_bound', { agentName: holder?.agentName ?? null, address: holder?.address ?? null })
  }
}
