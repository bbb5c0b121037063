import { sql } from 'kysely'
import type { Clock } from '#platform/clock.ts'
import { type Tx, violates } from '#platform/db.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { Author } from './message.ts'
import { sendMessage } from './send-message.ts'

interface Missed {
  conversationId: string
  templateId: string
  variables: Record<string, string>
  origin: 'member' | 'agent' | 'campaign' | 'api' | 'system'
  authorId: string | null
  agentId: string | null
}

/**
 * The window closed between the decision and WhatsApp's look: the template behind the text goes out in its place, once,
 * after the gate was asked again.
 */
export async function replaceWithTemplate(
  tx: Tx,
  messageId: string,
  clock: Clock,
): Promise<{ id: string } | Refused> {
  const { rows } = await sql<Missed>`
    select conversation_id, template_id, variables, origin, author_id, agent_id from message missed
    where organization_id = ${tx.organizationId} and id = ${messageId} and kind <> 'template' and template_id is not null
      and status in ('failed', 'undelivered') and error_code = 63016
      and not exists (select from message other where other.organization_id = missed.organization_id and other.replaces_id = missed.id)`.execute(
    tx.db,
  )
  const missed = rows[0]
  if (!missed) return refuse('not_found')
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

/** Two of these at once: the database lets one pass. */
export const isReplacedAlready = (error: unknown): boolean => violates(error, 'message_replaces_once')

function authorOf({ authorId, agentId }: Missed): Author {
  if (authorId) return { kind: 'member', memberId: authorId, name: '' }
  return agentId ? { kind: 'agent', agentId, draft: false } : { kind: 'key', name: '' }
}
