import { sql } from 'kysely'
import { addToThread } from '#conversations/add-to-thread.ts'
import { endWaiting } from '#conversations/end-waiting.ts'
import { findConversation, lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { droppable, resendable } from './message.ts'
import { checkMessage } from './ask-gate.ts'
import { findConversationOf } from './send-store.ts'
import { tellMoved } from './tell-moved.ts'

interface Subject {
  id: string
  conversationId: string
  contactId: string
  status: (typeof droppable)[number]
  statusReason: string | null
  kind: string
  body: string
  templateId: string | null
  variables: Record<string, string> | null
}

async function lockMessage(tx: Tx, id: string): Promise<Subject | undefined> {
  // The conversation first, as everyone does who locks both.
  const conversationId = await findConversationOf(tx, id)
  if (!conversationId) return undefined
  await lockConversation(tx, conversationId)
  const { rows: locked } = await sql<Subject>`
    select id, conversation_id, contact_id, status, status_reason, kind, body, template_id, variables from message
    where organization_id = ${tx.organizationId} and id = ${id} and direction = 'out' for update`.execute(
    tx.db,
  )
  return locked[0]
}

/**
 * A person sends an agent's draft, edited or not: it stands where it is said, after what the contact wrote meanwhile. From now on it
 * does not depend on who holds the conversation.
 */
export async function approveDraft(
  tx: Tx,
  id: string,
  body: string | undefined,
  clock: Clock,
): Promise<Refused | null> {
  const message = await lockMessage(tx, id)
  if (!message) return refuse('not_found')
  if (message.status !== 'draft') return refuse('not_a_draft')
  const text = body ?? message.body
  const obstacle = await obstacleTo(tx, { ...message, body: text }, clock)
  if (obstacle) return obstacle
  await bringIntoThread(tx, message, text, clock.now())
  await queueAgain(tx, id, text)
  await endWaiting(tx, message.conversationId)
  publish(tx, { topic: 'contact', subjectId: message.contactId })
  return null
}

export async function rejectDraft(tx: Tx, id: string): Promise<Refused | null> {
  const message = await lockMessage(tx, id)
  if (!message) return refuse('not_found')
  if (message.status !== 'draft') return refuse('not_a_draft')
  await cancel(tx, id)
  await endWaiting(tx, message.conversationId)
  return null
}

/**
 * Sends again what did not reach the contact, or what nobody knows of: a person takes the risk that it arrives twice. What
 * was tried before is given up, so that the new attempt is the only one alive.
 */
export async function resendMessage(tx: Tx, id: string, clock: Clock): Promise<Refused | null> {
  const message = await lockMessage(tx, id)
  if (!message) return refuse('not_found')
  if (!resendable.includes(message.status)) return refuse('not_resendable', { status: message.status })
  if (message.statusReason === 'replaced_by_template') return refuse('replaced_by_template')
  const obstacle = await obstacleTo(tx, message, clock)
  if (obstacle) return obstacle
  await abandonAttempts(tx, id)
  await queueAgain(tx, id, message.body)
  return null
}

/** Gives up on a message. Should it turn out to have been sent, that is shown all the same. */
export async function dropMessage(tx: Tx, id: string, clock: Clock): Promise<Refused | null> {
  const message = await lockMessage(tx, id)
  if (!message) return refuse('not_found')
  if (!droppable.includes(message.status)) return refuse('not_resendable', { status: message.status })
  if (message.status === 'scheduled') await bringIntoThread(tx, message, null, clock.now())
  await cancel(tx, id)
  return null
}

/** What was to be said later stands from now on where it was decided; without a preview the inbox stays as it is. */
async function bringIntoThread(
  tx: Tx,
  { id, conversationId }: Subject,
  preview: string | null,
  at: Date,
): Promise<void> {
  const position = await addToThread(tx, conversationId, { preview, at })
  await sql`
    update message set position = ${position}, created_at = ${at} where organization_id = ${tx.organizationId} and id = ${id}`.execute(
    tx.db,
  )
}

async function obstacleTo(tx: Tx, message: Subject, clock: Clock): Promise<Refused | null> {
  const conversation = await findConversation(tx, message.conversationId)
  if (!conversation) return refuse('not_found')
  const { kind, body, templateId, variables } = message
  const template = templateId ? { templateId, variables: variables ?? {} } : null
  const checked = await checkMessage(
    tx,
    conversation,
    { body: kind === 'template' ? '' : body || ' ', template },
    clock,
  )
  // Twilio's list has lost the template since.
  if (isRefusal(checked)) return template ? refuse('template_not_approved') : checked
  const weighty = checked.reasons.filter(({ refused }) => refused !== 'body_empty')
  return checked.verdict === 'refuse' ? (weighty[0] ?? null) : null
}

/** What goes again goes from the sender it went from, once Twilio has told which that was. */
async function queueAgain(tx: Tx, id: string, body: string): Promise<void> {
  const { rows } = await sql<Decided>`
    update message set status = 'queued', status_reason = null, error_code = null, body = ${body}, due_at = now(), lease_until = null,
      by_service = by_service and not is_told, lane = case when by_service and is_told then 'sender:' || sender_id else lane end,
      holder_epoch = null, retries = 0, updated_at = now()
    from (select exists (select from attempt where organization_id = ${tx.organizationId} and message_id = ${id} and sender_address is not null) as is_told) as choice
    where organization_id = ${tx.organizationId} and id = ${id} returning conversation_id, permit_id`.execute(
    tx.db,
  )
  await tell(tx, id, rows[0])
}

async function cancel(tx: Tx, id: string): Promise<void> {
  const { rows } = await sql<Decided>`
    update message set status = 'canceled', status_reason = 'dropped', lease_until = null, updated_at = now()
    where organization_id = ${tx.organizationId} and id = ${id} returning conversation_id, permit_id`.execute(
    tx.db,
  )
  await tell(tx, id, rows[0])
}

async function abandonAttempts(tx: Tx, id: string): Promise<void> {
  await sql`
    update attempt set state = 'abandoned', next_check_at = null, settled_at = coalesce(settled_at, now())
    where organization_id = ${tx.organizationId} and message_id = ${id} and state in ('unknown', 'accepted', 'dispatching')`.execute(
    tx.db,
  )
}

interface Decided {
  conversationId: string
  permitId: string | null
}

async function tell(tx: Tx, id: string, decided: Decided | undefined): Promise<void> {
  const conversationId = decided?.conversationId
  publish(tx, { topic: 'message', subjectId: id, facts: { conversationId } })
  if (conversationId) publish(tx, { topic: 'conversation', subjectId: conversationId })
  tx.hint('outbox', tx.organizationId)
  await tellMoved(tx, [decided?.permitId ?? null])
}
