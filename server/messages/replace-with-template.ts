import type { RefusalCode } from '@parley/contract/refusals.ts'
import { sql } from 'kysely'
import { announce } from '#platform/announce.ts'
import type { Clock } from '#platform/clock.ts'
import { type Tx, violates } from '#platform/db.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import type { Author } from './message.ts'
import { sendMessage } from './send-message.ts'

interface Missed {
  conversationId: string
  templateId: string
  variables: Record<string, string>
  origin: 'member' | 'agent' | 'campaign' | 'api' | 'system'
  authorId: string | null
  agentId: string | null
  permitId: string | null
  permitEpoch: number | null
  /** The permit is not what it was when this was written. */
  withdrawn: boolean
  /** The contact wrote after it: they are answered, not sent an old template. */
  answered: boolean
}

/**
 * The window closed between the decision and WhatsApp's look: the template behind the text goes out in its place, once,
 * after the gate was asked again. It belongs to whom the text belonged: a campaign stops it like the text. What became of it
 * stays with the message that failed.
 */
export async function replaceWithTemplate(
  tx: Tx,
  messageId: string,
  clock: Clock,
): Promise<{ id: string } | Refused> {
  const missed = await findMissed(tx, messageId)
  if (!missed) return refuse('not_found')
  const sent = await sendInstead(tx, missed, messageId, clock)
  await noteReason(tx, messageId, isRefusal(sent) ? sent.refused : 'replaced_by_template')
  if (!isRefusal(sent)) await announce(tx, 'message.replaced', { messageId, byMessageId: sent.id })
  return sent
}

/** Two of these at once: the database lets one pass. */
export const isReplacedAlready = (error: unknown): boolean => violates(error, 'message_replaces_once')

async function findMissed(tx: Tx, messageId: string): Promise<Missed | undefined> {
  const { rows } = await sql<Missed>`
    select conversation_id, template_id, variables, origin, author_id, agent_id, permit_id, permit_epoch,
      permit_id is not null and not exists (select from permit where permit.organization_id = missed.organization_id
        and permit.id = missed.permit_id and permit.epoch = missed.permit_epoch) as withdrawn,
      exists (select from message later where later.organization_id = missed.organization_id and later.conversation_id = missed.conversation_id
        and later.direction = 'in' and later.position > missed.position) as answered
    from message missed
    where organization_id = ${tx.organizationId} and id = ${messageId} and kind <> 'template' and template_id is not null
      and status in ('failed', 'undelivered') and error_code = 63016 and status_reason is null
      and not exists (select from message other where other.organization_id = missed.organization_id and other.replaces_id = missed.id)`.execute(
    tx.db,
  )
  return rows[0]
}

async function sendInstead(
  tx: Tx,
  missed: Missed,
  messageId: string,
  clock: Clock,
): Promise<{ id: string } | Refused> {
  if (missed.withdrawn) return refuse('campaign_changed')
  if (missed.answered) return refuse('contact_wrote_since')
  const { conversationId, templateId, variables } = missed
  return await sendMessage(
    tx,
    {
      conversationId,
      body: '',
      template: { templateId, variables },
      author: authorOf(missed),
      replacesId: messageId,
    },
    clock,
  )
}

async function noteReason(tx: Tx, messageId: string, reason: RefusalCode): Promise<void> {
  await sql`
    update message set status_reason = ${reason}, updated_at = now() where organization_id = ${tx.organizationId} and id = ${messageId}`.execute(
    tx.db,
  )
}

function authorOf({ origin, authorId, agentId, permitId, permitEpoch }: Missed): Author {
  if (origin === 'campaign')
    return {
      kind: 'campaign',
      agentId,
      permit: permitId === null ? null : { id: permitId, epoch: permitEpoch ?? 0 },
    }
  if (authorId) return { kind: 'member', memberId: authorId, name: '' }
  return agentId ? { kind: 'agent', agentId, draft: false } : { kind: 'key', name: '' }
}
