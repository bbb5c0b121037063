import { lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { askGate, loadContent } from './ask-gate.ts'
import type { Draft } from './draft.ts'
import { laneOf, priorities } from './message.ts'
import { placeBehindThread } from './scheduled-store.ts'
import { originOf, templateColumns } from './send-message.ts'
import { attachFile, findSid, insertOutbound } from './send-store.ts'

/** A message is sent at once or at least so long ahead, and at most so long. */
const soonestMs = 60_000
const latestMs = 365 * 86_400_000

/**
 * Keeps a message until its hour. The gate is asked how things will stand then by what is known now: a text that would
 * meet a closed window is refused unless a template stands behind it. At its hour the gate is asked again.
 */
export async function scheduleMessage(
  tx: Tx,
  draft: Draft,
  sendAt: Date,
  clock: Clock,
): Promise<{ id: string } | Refused> {
  const now = clock.now()
  const earliest = new Date(now.getTime() + soonestMs)
  const latest = new Date(now.getTime() + latestMs)
  if (sendAt < earliest || sendAt > latest) return refuse('send_time_out_of_range', { earliest, latest })
  const conversation = await lockConversation(tx, draft.conversationId)
  if (!conversation) return refuse('not_found')
  const quotedSid = draft.quotedMessageId ? await findSid(tx, conversation.id, draft.quotedMessageId) : null
  if (quotedSid === undefined) return refuse('not_found')
  const content = await loadContent(tx, conversation, draft)
  if (isRefusal(content)) return content
  const asked = await askGate(tx, conversation, draft, content, sendAt)
  if (asked.verdict === 'refuse') return asked.reasons[0]!
  const { author } = draft
  const { upload, filled } = content
  const isTemplateAlone = draft.body.trim() === '' && upload === null && filled !== null
  const id = await insertOutbound(tx, {
    conversationId: conversation.id,
    contactId: conversation.contactId,
    senderId: conversation.senderId,
    connectorId: conversation.connectorId,
    position: await placeBehindThread(tx, conversation.id),
    kind: isTemplateAlone ? 'template' : upload ? 'media' : 'text',
    body: isTemplateAlone ? filled.preview.body : draft.body,
    ...templateColumns(content),
    replacesId: null,
    allowedBy: null,
    consentId: null,
    quotedSid,
    origin: originOf(author),
    authorId: author.kind === 'member' ? author.memberId : null,
    agentId: null,
    sources: [],
    status: 'scheduled',
    statusReason: null,
    lane: laneOf(conversation.senderId),
    priority: priorities[author.kind],
    holderEpoch: null,
    answersPosition: null,
    createdAt: now,
    dueAt: sendAt,
  })
  if (upload) await attachFile(tx, id, upload)
  publish(tx, { topic: 'message', subjectId: id, facts: { conversationId: conversation.id } })
  return { id }
}
