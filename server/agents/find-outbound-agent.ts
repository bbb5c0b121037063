import type { Tx } from '#platform/db.ts'
import type { OutboundAgentRow } from './outbound-agent.ts'
import { listOutboundAgents } from './outbound-store.ts'

/** The outbound agent with this id; undefined when this organization has none. */
export async function findOutboundAgent(tx: Tx, id: string): Promise<OutboundAgentRow | undefined> {
  return (await listOutboundAgents(tx, id))[0]
}
