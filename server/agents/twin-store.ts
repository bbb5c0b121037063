import { sql } from 'kysely'
import { newId } from '#platform/ids.ts'
import type { Tx } from '#platform/db.ts'
import type { TwinOfContact, TwinRow, TwinSettings } from './twin.ts'

const columns = sql`agent.id, twin.member_id, agent.name, agent.mode, agent.brain, agent.language, agent.instructions,
  twin.topics, twin.words, agent.updated_at,
  (select count(*)::int from twin_contact one where one.organization_id = twin.organization_id and one.agent_id = twin.agent_id) as exception_count`

/** Twins of an organization, by name; or the one of this member. */
export async function listTwins(tx: Tx, memberId: string | null = null): Promise<TwinRow[]> {
  const { rows } = await sql<TwinRow>`
    select ${columns} from twin join agent on agent.organization_id = twin.organization_id and agent.id = twin.agent_id
    where twin.organization_id = ${tx.organizationId} and (${memberId}::text is null or twin.member_id = ${memberId})
    order by agent.name, agent.id`.execute(tx.db)
  return rows
}

/** The twins of the members who own the contacts: no other can be found for them. */
export async function findOwnersTwins(
  tx: Tx,
  contactIds: readonly string[],
): Promise<(TwinOfContact & { contactId: string })[]> {
  const { rows } = await sql<TwinOfContact & { contactId: string }>`
    select ${columns}, said.mode as set_mode, contact.id as contact_id
    from contact
    join twin on twin.organization_id = contact.organization_id and twin.member_id = contact.owner_id
    join agent on agent.organization_id = twin.organization_id and agent.id = twin.agent_id
    left join twin_contact said on said.organization_id = contact.organization_id and said.agent_id = twin.agent_id and said.contact_id = contact.id
    where contact.organization_id = ${tx.organizationId} and contact.id = any(${[...contactIds]}::uuid[])`.execute(
    tx.db,
  )
  return rows
}

/** The twin of the member who owns the contact. */
export async function findOwnersTwin(tx: Tx, contactId: string): Promise<TwinOfContact | undefined> {
  return (await findOwnersTwins(tx, [contactId]))[0]
}

export async function insertTwin(tx: Tx, memberId: string, settings: TwinSettings): Promise<string> {
  const { organizationId } = tx
  const { topics, words, ...agent } = settings
  const id = newId()
  await tx.db
    .insertInto('agent')
    .values({ organizationId, id, kind: 'twin', ...agent })
    .execute()
  await tx.db
    .insertInto('twin')
    .values({ organizationId, agentId: id, memberId, topics: [...topics], words })
    .execute()
  return id
}

export async function saveTwin(tx: Tx, id: string, settings: TwinSettings): Promise<void> {
  const { topics, words, ...agent } = settings
  await tx.db
    .updateTable('agent')
    .set({ ...agent, updatedAt: sql<Date>`now()` })
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', id)
    .execute()
  await tx.db
    .updateTable('twin')
    .set({ topics: [...topics], words })
    .where('organizationId', '=', tx.organizationId)
    .where('agentId', '=', id)
    .execute()
}

/** @param mode null: as for the owner's other contacts */
export async function setForContact(
  tx: Tx,
  agentId: string,
  contactId: string,
  mode: TwinOfContact['setMode'],
): Promise<void> {
  const { organizationId } = tx
  if (mode === null)
    await tx.db
      .deleteFrom('twinContact')
      .where('organizationId', '=', organizationId)
      .where('agentId', '=', agentId)
      .where('contactId', '=', contactId)
      .execute()
  else
    await tx.db
      .insertInto('twinContact')
      .values({ organizationId, agentId, contactId, mode })
      .onConflict((taken) => taken.columns(['organizationId', 'agentId', 'contactId']).doUpdateSet({ mode }))
      .execute()
}

export async function contactExists(tx: Tx, contactId: string): Promise<boolean> {
  const found = await tx.db
    .selectFrom('contact')
    .select('id')
    .where('organizationId', '=', tx.organizationId)
    .where('id', '=', contactId)
    .executeTakeFirst()
  return found !== undefined
}
