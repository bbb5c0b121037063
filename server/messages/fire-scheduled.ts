import { notify } from '#activities/notify.ts'
import { addToThread } from '#conversations/add-to-thread.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { askGate, type Asked, type Content, loadContent } from './ask-gate.ts'
import { lineOfFile } from './preview.ts'
import type { Draft } from './draft.ts'
import type { Author } from './message.ts'
import { listDue, lockScheduled, type ScheduledRow, settleScheduled } from './scheduled-store.ts'
import { findConversationOf } from './send-store.ts'

/** Gives the messages whose hour has come to the outbox, each in a transaction of its own. */
export async function fireScheduled(database: Database, organizationId: string, clock: Clock): Promise<void> {
  const at = clock.now()
  for (const id of await database.withOrganization(organizationId, (tx) => listDue(tx, at)))
    await database.withOrganization(organizationId, (tx) => fire(tx, id, at))
}

/**
 * The gate decides anew: the text while the window is open, the template behind it once it is closed. Who opted out since
 * gets nothing; what else forbids it is for a person to see.
 */
async function fire(tx: Tx, id: string, at: Date): Promise<void> {
  const conversationId = await findConversationOf(tx, id)
  const conversation = conversationId ? await lockConversation(tx, conversationId) : undefined
  const row = conversation && (await lockScheduled(tx, id, at))
  if (!conversation || !row) return
  const { content, asked } = await decide(tx, conversation, row, at)
  const reason = asked.reasons[0]?.refused ?? null
  const status = reason === null ? 'queued' : reason === 'opted_out' ? 'canceled' : 'held'
  const isTemplate = asked.as === 'template' && content?.filled != null
  const body = isTemplate ? content.filled!.preview.body : row.body
  const preview = body || lineOfFile(row.file?.mediaType)
  const position = await addToThread(tx, conversation.id, {
    preview: status === 'canceled' ? null : preview,
    at,
  })
  const { allowedBy, consentId } = asked
  const kind = isTemplate ? 'template' : row.kind
  await settleScheduled(tx, id, { position, status, reason, kind, body, allowedBy, consentId, at })
  if (status === 'queued') {
    publish(tx, { topic: 'contact', subjectId: row.contactId })
    tx.hint('outbox', tx.organizationId)
  } else if (row.authorId)
    await notify(tx, {
      memberIds: [row.authorId],
      kind: 'send_failed',
      contactId: row.contactId,
      conversationId: conversation.id,
      facts: { messageId: id, errorCode: null },
    })
  publish(tx, { topic: 'message', subjectId: id, facts: { conversationId: conversation.id } })
}

async function decide(
  tx: Tx,
  conversation: ConversationRow,
  row: ScheduledRow,
  at: Date,
): Promise<{ content: Content | null; asked: Asked }> {
  const { kind, body, templateId, variables, authorId } = row
  const author: Author = authorId
    ? { kind: 'member', memberId: authorId, name: '' }
    : { kind: 'key', name: '' }
  const draft: Draft = {
    conversationId: conversation.id,
    body: kind === 'template' ? '' : body,
    template: templateId ? { templateId, variables: variables ?? {} } : null,
    author,
  }
  const content = await loadContent(tx, conversation, draft)
  // Twilio's list has lost the template since.
  if (isRefusal(content)) {
    const asked: Asked = {
      verdict: 'refuse',
      as: 'template',
      allowedBy: null,
      consentId: null,
      reasons: [refuse('template_not_approved')],
    }
    return { content: null, asked }
  }
  const whole = { ...content, upload: row.file }
  return { content: whole, asked: await askGate(tx, conversation, draft, whole, at) }
}
