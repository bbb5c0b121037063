import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'

export interface ConnectorToFill {
  id: string
  connected: boolean
  /** Its active senders; what others received is not ours to read. */
  addresses: string[]
}

/** Connectors that receive and have active senders, or the one with this id. */
export async function listConnectorsToFill(tx: Tx, id: string | null): Promise<ConnectorToFill[]> {
  const { rows } = await sql<ConnectorToFill>`
    select connector.id, connector.status = 'active' as connected, coalesce(array_agg(sender.address) filter (where sender.active), '{}') as addresses
    from connector left join sender on sender.organization_id = connector.organization_id and sender.connector_id = connector.id
    where connector.organization_id = ${tx.organizationId} and connector.receive_inbound
      and (${id}::uuid is null or connector.id = ${id}::uuid)
    group by connector.id, connector.status
    having ${id}::uuid is not null or (bool_or(sender.active) and connector.status = 'active')`.execute(tx.db)
  return rows
}
