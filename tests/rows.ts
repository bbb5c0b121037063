import { Client } from 'pg'
import type { Role } from '../contract/permissions.ts'
import type { Tx } from '../server/platform/db.ts'
import { newId } from '../server/platform/ids.ts'

/** Runs statements as the owner of the database, whom row-level security does not bind. */
export async function asOwner<T>(url: string, act: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return await act(client)
  } finally {
    await client.end()
  }
}

/** An organization with one member for each name; answers ids by name. For tests of what lies above sign-in. */
export async function addOrganization<const Name extends string>(
  url: string,
  people: Readonly<Record<Name, Role>>,
): Promise<{ organizationId: string; members: Record<Name, string> }> {
  const organizationId = newId()
  const members = {} as Record<Name, string>
  await asOwner(url, async (client) => {
    await client.query(
      'insert into auth.organization (id, name, slug, "createdAt") values ($1, $1, $1, now())',
      [organizationId],
    )
    for (const [name, role] of Object.entries(people) as [Name, Role][]) {
      const [userId, memberId] = [newId(), newId()]
      await client.query(
        'insert into auth."user" (id, name, email, "emailVerified") values ($1, $2, $3, true)',
        [userId, name, `${userId}@rows.test`],
      )
      await client.query(
        'insert into auth.member (id, "organizationId", "userId", role, "createdAt") values ($1, $2, $3, $4, now())',
        [memberId, organizationId, userId, role],
      )
      members[name] = memberId
    }
  })
  return { organizationId, members }
}

/** An active, online sender on a connected connector. Its credentials are of no use. */
export async function addSender(tx: Tx, address: string): Promise<{ senderId: string; connectorId: string }> {
  const { organizationId } = tx
  const [senderId, connectorId] = [newId(), newId()]
  await tx.db
    .insertInto('connector')
    .values({
      organizationId,
      id: connectorId,
      name: 'Front desk',
      accountSid: 'AC00000000000000000000000000000001',
      status: 'active',
      health: 'connected',
    })
    .execute()
  await tx.db
    .insertInto('sender')
    .values({
      organizationId,
      id: senderId,
      connectorId,
      twilioSid: `XE${senderId.replaceAll('-', '')}`,
      address,
      displayName: 'Aurora',
      status: 'ONLINE',
      active: true,
      webhookState: 'configured',
    })
    .execute()
  return { senderId, connectorId }
}
