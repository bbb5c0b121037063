import { sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import { tableOf } from '#platform/table-of.ts'
import type { Described } from './inbound-content.ts'

/** The active senders at these places; what reaches an inactive one is nobody's. */
export async function findActiveSenders(
  tx: Tx,
  places: readonly { connectorId: string; address: string }[],
): Promise<{ id: string; connectorId: string; address: string }[]> {
  return await tx.db
    .selectFrom('sender')
    .select(['id', 'connectorId', 'address'])
    .where('organizationId', '=', tx.organizationId)
    .where(sql<boolean>`(connector_id, address) in (select * from unnest(
      ${places.map(({ connectorId }) => connectorId)}::uuid[], ${places.map(({ address }) => address)}::text[]))`)
    .where('active', '=', true)
    .execute()
}

export interface InboundMessageRow {
  id: string
  conversationId: string
  contactId: string
  senderId: string
  connectorId: string
  position: number
  kind: Described['kind']
  body: string
  details: object
  quotedSid: string | null
  providerSid: string
  late: boolean
  at: Date
}

const columns = {
  id: 'uuid',
  conversationId: 'uuid',
  contactId: 'uuid',
  senderId: 'uuid',
  connectorId: 'uuid',
  position: 'integer',
  kind: 'text',
  body: 'text',
  details: 'jsonb',
  quotedSid: 'text',
  providerSid: 'text',
  late: 'boolean',
  at: 'timestamptz',
} as const

export async function insertInboundMessages(tx: Tx, messages: readonly InboundMessageRow[]): Promise<void> {
  await sql`
    insert into message (organization_id, id, conversation_id, contact_id, sender_id, connector_id, position, direction, kind, body, details,
      quoted_sid, provider_sid, late, origin, status, created_at)
    select ${tx.organizationId}, id, "conversationId", "contactId", "senderId", "connectorId", position, 'in', kind, body, details,
      "quotedSid", "providerSid", late, 'contact', 'received', at
    from ${tableOf('told', messages, columns)}`.execute(tx.db)
}
