import { addQuietly, takeBackFirst } from '#conversations/open-conversations.ts'
import type { Tx } from '#platform/db.ts'
import { publishAll } from '#platform/live.ts'
import { expectedOf } from './campaign-draft.ts'
import type { Passed } from './decide-many.ts'
import type { Facts } from './facts-of-many.ts'
import { laneOf, laneOfService, priorities } from './message.ts'
import { insertMany } from './send-many-store.ts'

/** Writes the messages of a batch, with their places in their threads, and wakes the dispatcher after the commit. */
export async function writeMany(tx: Tx, passed: readonly Passed[], facts: Facts, at: Date): Promise<void> {
  const places = await placesIn(tx, passed, facts)
  if (passed.length === 0) return
  await insertMany(
    tx,
    passed.map((one) => rowOf(one, places.get(one.thread.id) ?? 0)),
    at,
  )
  publishAll(
    tx,
    passed.flatMap(({ id, thread, draft }) => [
      { topic: 'contact' as const, subjectId: draft.contactId },
      { topic: 'message' as const, subjectId: id, facts: { conversationId: thread.id } },
    ]),
  )
  tx.hint('outbox', tx.organizationId)
}

/** The places of the messages in their threads. A thread that was begun has the first taken, if what was expected is said. */
async function placesIn(tx: Tx, passed: readonly Passed[], { threads }: Facts): Promise<Map<string, number>> {
  const begun = passed
    .filter((one) => one.thread.begun && bodyOf(one) === expectedOf(one))
    .map(({ thread }) => thread.id)
  const kept = new Set(begun)
  await takeBackFirst(
    tx,
    [...threads.values()].filter((thread) => thread.begun && !kept.has(thread.id)).map(({ id }) => id),
  )
  const added = await addQuietly(
    tx,
    passed.flatMap((one) =>
      kept.has(one.thread.id) ? [] : [{ conversationId: one.thread.id, body: bodyOf(one) }],
    ),
  )
  return new Map([...begun.map((id) => [id, 1] as const), ...added])
}

const bodyOf = ({ asked, filled, draft }: Passed): string =>
  asked.as === 'template' && filled ? filled.preview.body : draft.body

function rowOf(one: Passed, position: number): Record<string, unknown> {
  const { id, draft, thread, template, filled, byService, asked, consentId } = one
  const reason = asked.reasons[0]?.refused ?? null
  return {
    id,
    conversation_id: thread.id,
    contact_id: draft.contactId,
    sender_id: draft.senderId,
    connector_id: draft.connectorId,
    position,
    kind: asked.as,
    body: bodyOf(one),
    ...(template && filled
      ? {
          template_id: template.id,
          content_sid: template.twilioSid,
          variables: filled.variables,
          details: {
            template: {
              name: template.name,
              language: template.language,
              category: template.category,
              preview: filled.preview,
            },
          },
        }
      : { details: {} }),
    allowed_by: asked.allowedBy,
    consent_id: consentId,
    agent_id: draft.agentId,
    status: reason === null ? 'queued' : 'held',
    status_reason: reason,
    lane: byService ? laneOfService(draft.connectorId) : laneOf(draft.senderId),
    by_service: byService,
    priority: priorities.campaign,
    permit_id: draft.permit.id,
    permit_epoch: draft.permit.epoch,
    quiet: draft.quiet,
  }
}
