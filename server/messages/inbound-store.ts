import { json, type Tx } from '#platform/db.ts'
import type { Described } from './inbound-content.ts'

/** The active sender of a connector with this address; what reaches an inactive one is nobody's. */
export async function findActiveSender(
  tx: Tx,
  connectorId: string,
  address: string,
): Promise<{ id: string } | undefined> {
  return await tx.db
    .selectFrom('sender')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('connectorId', '=', connectorId)
    .where('address', '=', address)
    .where('active', '=', true)
    .executeTakeFirst()
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

export async function insertInboundMessage(
  tx: Tx,
  { at, details, ...message }: InboundMessageRow,
): Promise<void> {
  await tx.db
    .insertInto('message')
    .values({
      organizationId: tx.organizationId,
      ...message,
      details: json(details),
      direction: 'in',
      origin: 'contact',
      status: 'received',
      createdAt: at,
    })
    .execute()
}
