import { type Kysely, sql } from 'kysely'
import type { Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import type { ConnectorRow } from './connector.ts'

const columns = [
  'id',
  'name',
  'accountSid',
  'authTokenSealed',
  'previousAuthTokenSealed',
  'previousAuthTokenUntil',
  'messagingServiceSid',
  'serviceName',
  'serviceState',
  'serviceStrangers',
  'serviceReadAt',
  'receiveInbound',
  'sendOutbound',
  'status',
  'health',
  'errorCode',
  'errorDetail',
  'testedAt',
  'webhookTokenSealed',
  'pausedAt',
  'createdAt',
] as const

export async function listConnectors(tx: Tx): Promise<ConnectorRow[]> {
  return await tx.db
    .selectFrom('connector')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .orderBy('name')
    .orderBy('id')
    .execute()
}

export async function findConnector(tx: Tx, id: string): Promise<ConnectorRow | undefined> {
  return await tx.db
    .selectFrom('connector')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
}

/** The connector, which nobody else changes until this transaction ends. */
export async function holdConnector(tx: Tx, id: string): Promise<ConnectorRow | undefined> {
  return await tx.db
    .selectFrom('connector')
    .select(columns)
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .forNoKeyUpdate()
    .executeTakeFirst()
}

type Changes = Partial<Omit<ConnectorRow, 'id' | 'createdAt'>>

export async function insertConnector(
  tx: Tx,
  connector: Changes & Pick<ConnectorRow, 'id' | 'name' | 'accountSid' | 'status' | 'health'>,
): Promise<void> {
  await tx.db
    .insertInto('connector')
    .values({ organizationId: tx.organizationId, ...connector })
    .execute()
}

export async function updateConnectorRow(tx: Tx, id: string, changes: Changes): Promise<void> {
  await tx.db
    .updateTable('connector')
    .set({ ...changes, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export async function deleteConnectorRow(tx: Tx, id: string): Promise<void> {
  await tx.db
    .deleteFrom('webhookRoute')
    .where('organizationId', '=', tx.organizationId)
    .where('connectorId', '=', id)
    .execute()
  await tx.db
    .deleteFrom('connector')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
}

export async function insertRoute(tx: Tx, connectorId: string, tokenHash: Buffer): Promise<void> {
  await tx.db
    .insertInto('webhookRoute')
    .values({ organizationId: tx.organizationId, connectorId, tokenHash })
    .execute()
}

/** Ends the routes there are: after these hours, or at once when there are none left. */
export async function endRoutes(tx: Tx, connectorId: string, hours: number): Promise<void> {
  await sql`
    update webhook_route set honoured_until = least(honoured_until, now() + ${hours} * interval '1 hour')
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId}`.execute(tx.db)
}

/** Of every URL the connector ever had, those that work no more too. */
export async function listRouteHashes(tx: Tx, connectorId: string): Promise<Buffer[]> {
  const rows = await tx.db
    .selectFrom('webhookRoute')
    .select('tokenHash')
    .where('organizationId', '=', tx.organizationId)
    .where('connectorId', '=', connectorId)
    .execute()
  return rows.map(({ tokenHash }) => tokenHash)
}

/** Until when a replaced URL works; null when none does. */
export async function previousRouteUntil(tx: Tx, connectorId: string): Promise<Date | null> {
  const { rows } = await sql<{ until: Date | null }>`
    select max(honoured_until) as until from webhook_route
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and honoured_until > now()`.execute(
    tx.db,
  )
  return rows[0]?.until ?? null
}

export async function countSenders(tx: Tx): Promise<Map<string, { found: number; active: number }>> {
  const { rows } = await sql<{ connectorId: string; found: number; active: number }>`
    select connector_id, count(*)::int as found, (count(*) filter (where active))::int as active
    from sender where organization_id = ${tx.organizationId} and missing_since is null group by connector_id`.execute(
    tx.db,
  )
  return new Map(rows.map(({ connectorId, found, active }) => [connectorId, { found, active }]))
}

/** Organizations that have a connector, for the doctor's rounds. */
export async function organizationsWithConnectors(finder: Kysely<Tables>): Promise<string[]> {
  const rows = await finder.selectFrom('connector').select('organizationId').distinct().execute()
  return rows.map((row) => row.organizationId)
}
