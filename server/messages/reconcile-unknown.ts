import { sql, type Kysely } from 'kysely'
import type { Database, Tx } from '#platform/db.ts'
import type { Tables } from '#platform/tables.generated.ts'
import { publish } from '#platform/live.ts'
import type { MessageFilter, TwilioMessage } from '#twilio/listed-messages.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { nextAcceptedCheck, nextUnknownCheck } from './check-times.ts'
import { quietSeconds } from './message.ts'
import { recordStatuses } from './record-status.ts'

/** Twilio's memory of what was sent, by one connector's credentials. */
export interface TwilioMemory {
  listMessages(filter: MessageFilter): AsyncGenerator<TwilioMessage[] | TwilioRefusal, void>
  fetchMessage(sid: string): Promise<TwilioMessage | TwilioRefusal>
}
export type MemoryOf = (organizationId: string, connectorId: string) => Promise<TwilioMemory | undefined>

interface Due {
  attemptId: string
  messageId: string
  conversationId: string
  contactId: string
  connectorId: string
  state: 'unknown' | 'accepted'
  providerSid: string | null
  body: string
  to: string
  /** Null: a Messaging Service picked it, and has not told yet. */
  from: string | null
  serviceSid: string | null
  dispatchedAt: Date
  ageSeconds: number
}

/** Organizations with an attempt that is due to be asked about. */
export async function organizationsWithDoubts(finder: Kysely<Tables>): Promise<string[]> {
  const { rows } = await sql<{ organizationId: string }>`
    select distinct organization_id from attempt where next_check_at <= now()`.execute(finder)
  return rows.map((row) => row.organizationId)
}

/** Attempts taken in one round; the next round takes the next ones. */
const takenAtOnce = 200
/** Contacts of an organization that are asked about side by side. */
const contactsAtOnce = 8

/**
 * Asks Twilio about attempts whose outcome is open. An unknown one is looked for in the list: a hit proves that it was
 * sent, a miss proves nothing, so after the quiet time a person is asked. An accepted one whose reports stay away is asked
 * about by its SID.
 * @param messageId one message, asked about now whatever its time; null: those that are due
 */
export async function reconcile(
  database: Database,
  organizationId: string,
  memoryOf: MemoryOf,
  messageId: string | null = null,
): Promise<void> {
  const due = await database.withOrganization(organizationId, (tx) => takeDue(tx, messageId))
  // For one contact one after the other: two unknown messages of the same words must not find the same one.
  const contacts = Map.groupBy(due, ({ contactId }) => contactId).values()
  const askInTurn = async () => {
    for (const attempts of contacts)
      for (const attempt of attempts) await ask(database, organizationId, memoryOf, attempt)
  }
  await Promise.all(Array.from({ length: contactsAtOnce }, askInTurn))
}

/** Seconds after a start by which Twilio reaches us again, and what it told us before is in the tables. */
export const settledSeconds = 10

/**
 * Brings forward the next question about what went out in the day before this start. Twilio repeats a report that found
 * nobody for some seconds only, and whoever looks after a restart need not wait for hours for the ticks. Counted is the
 * start of this worker: where another process takes the reports, its own absence goes unseen.
 * @param upSeconds since this process started
 */
export async function askAfterAbsence(tx: Tx, upSeconds: number): Promise<void> {
  await sql`
    with waiting as (
      select id from attempt where organization_id = ${tx.organizationId} and state = 'accepted' and next_check_at > now()
        and dispatched_at between now() - interval '24 hours' and now() - ${upSeconds} * interval '1 s'
      for update skip locked
    )
    update attempt set next_check_at = now() from waiting
    where attempt.organization_id = ${tx.organizationId} and attempt.id = waiting.id`.execute(tx.db)
}

async function ask(database: Database, organizationId: string, memoryOf: MemoryOf, due: Due): Promise<void> {
  const memory = await memoryOf(organizationId, due.connectorId)
  const found =
    memory &&
    (due.providerSid
      ? await bySid(memory, due.providerSid)
      : await inList(database, organizationId, memory, due))
  if (found) {
    const { sid, from, status, errorCode, errorMessage } = found
    const row = {
      organizationId,
      connectorId: due.connectorId,
      attemptId: due.attemptId,
      providerSid: sid,
      senderAddress: from,
      status,
      errorCode: errorCode ?? 0,
      detail: errorMessage,
    }
    await recordStatuses(database, [row], 'asked')
  } else if (due.state === 'unknown' && due.ageSeconds > quietSeconds) {
    await database.withOrganization(organizationId, (tx) => hold(tx, due))
  }
}

async function takeDue(tx: Tx, messageId: string | null): Promise<Due[]> {
  const { rows } = await sql<Due>`
    with due as (
      select id from attempt where organization_id = ${tx.organizationId} and state in ('unknown', 'accepted')
        and (message_id = ${messageId}::uuid or (${messageId}::uuid is null and next_check_at <= now()))
      -- A person waits for the unknown ones.
      order by state = 'accepted', next_check_at limit ${takenAtOnce} for update skip locked
    )
    update attempt set checks = attempt.checks + 1,
      next_check_at = case attempt.state when 'unknown' then ${nextUnknownCheck} else ${nextAcceptedCheck} end
    from due, message join conversation on conversation.organization_id = message.organization_id and conversation.id = message.conversation_id
    join sender on sender.organization_id = message.organization_id and sender.id = message.sender_id
    where attempt.organization_id = ${tx.organizationId} and attempt.id = due.id
      and message.organization_id = attempt.organization_id and message.id = attempt.message_id
    returning attempt.id as attempt_id, attempt.message_id, message.conversation_id, message.contact_id, message.connector_id, attempt.state, attempt.provider_sid,
      message.body, conversation.contact_address as "to", case when attempt.service_sid is null then sender.address else attempt.sender_address end as "from",
      attempt.service_sid, attempt.dispatched_at,
      extract(epoch from now() - attempt.dispatched_at)::int as age_seconds`.execute(tx.db)
  return rows
}

async function bySid(memory: TwilioMemory, sid: string): Promise<TwilioMessage | null> {
  const found = await memory.fetchMessage(sid)
  return isTwilioRefusal(found) ? null : found
}

/**
 * The same text between the same addresses since the attempt began, that no other attempt of ours owns. Where a Messaging Service picked the
 * sender, the service stands for it.
 */
async function inList(
  database: Database,
  organizationId: string,
  memory: TwilioMemory,
  due: Due,
): Promise<TwilioMessage | null> {
  // Twilio's clock and the database's may differ by some seconds; Twilio filters by whole ones.
  const sentAfter = new Date(due.dispatchedAt.getTime() - 60_000)
  const { to, from, serviceSid, body } = due
  for await (const page of memory.listMessages({ to, ...(from === null ? {} : { from }), sentAfter })) {
    if (isTwilioRefusal(page)) return null
    const same = page.filter(
      (one) =>
        one.direction.startsWith('outbound') &&
        one.body === body &&
        (serviceSid === null || one.messagingServiceSid === serviceSid),
    )
    const owned = await database.withOrganization(organizationId, (tx) =>
      ownedSids(
        tx,
        same.map(({ sid }) => sid),
      ),
    )
    const free = same.filter(({ sid }) => !owned.has(sid))
    // Of several the oldest: the others may belong to attempts that are open too.
    if (free.length > 0) return free.at(-1)!
  }
  return null
}

async function ownedSids(tx: Tx, sids: readonly string[]): Promise<Set<string>> {
  const { rows } = await sql<{ sid: string }>`
    select provider_sid as sid from attempt where organization_id = ${tx.organizationId} and provider_sid = any(${sids}::text[])`.execute(
    tx.db,
  )
  return new Set(rows.map(({ sid }) => sid))
}

/** Nobody can tell, so a person decides: "may have been sent: check, send again, drop". It is never sent again by itself. */
async function hold(tx: Tx, { messageId, conversationId }: Due): Promise<void> {
  const { numAffectedRows } = await sql`
    update message set status_reason = 'outcome_unknown', updated_at = now()
    where organization_id = ${tx.organizationId} and id = ${messageId} and status = 'unknown'
      and status_reason is distinct from 'outcome_unknown'`.execute(tx.db)
  if (numAffectedRows === 0n) return
  publish(tx, { topic: 'message', subjectId: messageId, facts: { conversationId } })
}
