import { sql } from 'kysely'
import { type Database, json, type Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { firstValue, type FormParameters } from '#twilio/parse-form.ts'
import { type InboundRow, insertInbound } from './journal-inbound.ts'
import { type Listed, rowOfListed } from './row-of-listed.ts'

/**
 * Right path, wrong signature. It may be a forgery, or a message behind a proxy or a rotated token that must not be lost.
 * So it is kept, within bounds, and becomes a message only when Twilio itself, asked with our credentials, knows it.
 */
export type QuarantineRow = Pick<InboundRow, 'organizationId' | 'connectorId' | 'messageSid'> & {
  parameters: FormParameters
}

/** Of one connector; beyond it a flood of forgeries costs us nothing more. */
const waitingLimit = 500
/** Minutes until each next question to Twilio; after the last the row is refuted. */
const retryMinutes = [0, 1, 10, 60]

/** What Twilio says of a SID: this message, none, or it could not be asked. */
export type Confirmation = Listed | 'unknown' | 'unreachable'

export async function quarantineInbound(database: Database, row: QuarantineRow): Promise<void> {
  await database.withOrganization(row.organizationId, async (tx) => {
    await sql`
      insert into quarantine (organization_id, id, connector_id, message_sid, parameters)
      select ${tx.organizationId}, ${newId()}, ${row.connectorId}, ${row.messageSid}, ${json(row.parameters)}
      where (select count(*) from quarantine where organization_id = ${tx.organizationId}
             and connector_id = ${row.connectorId} and state = 'waiting') < ${waitingLimit}
      on conflict do nothing`.execute(tx.db)
  })
}

interface Waiting {
  id: string
  connectorId: string
  messageSid: string
  parameters: FormParameters
  tries: number
}

/**
 * Asks Twilio about each waiting row of an organization.
 * @returns how many were confirmed and journaled
 */
export async function settleQuarantine(
  database: Database,
  organizationId: string,
  confirm: (connectorId: string, messageSid: string) => Promise<Confirmation>,
): Promise<number> {
  const waiting = await database.withOrganization(organizationId, async (tx) => {
    const { rows } = await sql<Waiting>`
      select id, connector_id, message_sid, parameters, tries from quarantine
      where organization_id = ${tx.organizationId} and state = 'waiting' and next_try_at <= now()
      order by next_try_at limit 50`.execute(tx.db)
    return rows
  })
  let confirmed = 0
  for (const row of waiting) {
    const answer = await confirm(row.connectorId, row.messageSid)
    if (answer === 'unreachable') await postpone(database, organizationId, row)
    else if (answer !== 'unknown' && isSame(row, answer)) {
      confirmed += await believe(database, organizationId, row, answer)
    } else await doubt(database, organizationId, row)
  }
  return confirmed
}

/** A true SID between other addresses, or of a message of ours, is a forgery that borrowed it. */
function isSame({ parameters }: Waiting, { message }: Listed): boolean {
  const { from, to, direction } = message
  return (
    direction === 'inbound' && firstValue(parameters, 'From') === from && firstValue(parameters, 'To') === to
  )
}

/** Text and files are taken from Twilio; of the unsigned request nothing is believed. */
async function believe(
  database: Database,
  organizationId: string,
  { id, connectorId }: Waiting,
  answer: Listed,
): Promise<number> {
  return await database.withOrganization(organizationId, async (tx) => {
    await sql`update quarantine set state = 'confirmed' where organization_id = ${organizationId} and id = ${id}`.execute(
      tx.db,
    )
    return await insertInbound(tx, [rowOfListed({ organizationId, connectorId }, answer, 'quarantine')])
  })
}

/** It is no fault of the row's, so it costs no try; but the longer it waits the more seldom Twilio is asked. */
async function postpone(database: Database, organizationId: string, { id }: Waiting): Promise<void> {
  await database.withOrganization(organizationId, async (tx) => {
    await sql`
      update quarantine set next_try_at = now() + least(greatest(now() - received_at, interval '1 min'), interval '1 hour')
      where organization_id = ${organizationId} and id = ${id}`.execute(tx.db)
  })
}

async function doubt(database: Database, organizationId: string, row: Waiting): Promise<void> {
  const minutes = retryMinutes[row.tries + 1]
  await database.withOrganization(organizationId, async (tx) => {
    await sql`
      update quarantine set tries = tries + 1,
        state = ${minutes === undefined ? 'refuted' : 'waiting'},
        next_try_at = now() + make_interval(mins => ${minutes ?? 0})
      where organization_id = ${organizationId} and id = ${row.id}`.execute(tx.db)
  })
}

/** Forgets rows that came before this time, however they ended: what was genuine stands in Twilio's list as well. */
export async function pruneQuarantine(tx: Tx, before: Date): Promise<void> {
  await sql`delete from quarantine where organization_id = ${tx.organizationId} and received_at < ${before}`.execute(
    tx.db,
  )
}
