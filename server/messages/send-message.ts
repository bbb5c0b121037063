import { addToThread } from '#conversations/add-to-thread.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { endWaiting } from '#conversations/end-waiting.ts'
import { lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { type Asked, askGate, type Content, loadContent } from './ask-gate.ts'
import { lineOfFile } from './preview.ts'
import type { Draft } from './draft.ts'
import { type Author, laneOf, priorities } from './message.ts'
import { waitsInQueue } from './send-gate.ts'
import { attachFile, findSid, insertOutbound, type OutboundRow } from './send-store.ts'

/**
 * Puts a message into the outbox when the gate lets it pass, holds it when it may pass later, and refuses it otherwise.
 * Nothing talks to Twilio here: the dispatcher does, after this transaction.
 */
export async function sendMessage(tx: Tx, draft: Draft, clock: Clock): Promise<{ id: string } | Refused> {
  const conversation = await lockConversation(tx, draft.conversationId)
  if (!conversation) return refuse('not_found')
  const quotedSid = draft.quotedMessageId ? await findSid(tx, conversation.id, draft.quotedMessageId) : null
  if (quotedSid === undefined) return refuse('not_found')
  const content = await loadContent(tx, conversation, draft)
  if (isRefusal(content)) return content
  const at = clock.now()
  const asked = await askGate(tx, conversation, draft, content, at)
  if (asked.verdict === 'refuse') return asked.reasons[0]!
  return { id: await write(tx, conversation, { draft, content, asked, quotedSid }, at) }
}

interface Passed {
  draft: Draft
  content: Content
  asked: Asked
  quotedSid: string | null
}

async function write(
  tx: Tx,
  conversation: ConversationRow,
  { draft, content, asked, quotedSid }: Passed,
  at: Date,
): Promise<string> {
  const { id: conversationId, contactId, senderId, connectorId } = conversation
  const { author, mediaUrl } = draft
  const { upload, filled } = content
  const permit = author.kind === 'campaign' ? author.permit : null
  const reason = asked.reasons[0]?.refused ?? null
  const waitsForApproval = author.kind === 'agent' && author.draft
  // Anybody can type any number: what was asked fills no inbox before somebody answers.
  const isQuiet = waitsForApproval || author.kind === 'page'
  const body = asked.as === 'template' && filled ? filled.preview.body : draft.body
  const preview = body || lineOfFile(upload?.mediaType)
  const position = await addToThread(tx, conversationId, {
    preview: isQuiet ? null : preview,
    at,
  })
  const id = await insertOutbound(tx, {
    conversationId,
    contactId,
    senderId,
    connectorId,
    position,
    kind: asked.as === 'template' ? 'template' : upload || mediaUrl ? 'media' : 'text',
    body,
    ...templateColumns(content),
    replacesId: draft.replacesId ?? null,
    allowedBy: asked.allowedBy,
    consentId: asked.consentId,
    quotedSid,
    origin: originOf(author),
    authorId: author.kind === 'member' ? author.memberId : null,
    agentId: author.kind === 'agent' || author.kind === 'campaign' ? author.agentId : null,
    sources: draft.sources ?? [],
    status: waitsForApproval ? 'draft' : waitsInQueue(asked.reasons) ? 'queued' : 'held',
    statusReason: reason,
    lane: laneOf(senderId),
    priority: priorities[author.kind],
    permitId: permit?.id ?? null,
    permitEpoch: permit?.epoch ?? null,
    holderEpoch: draft.holderEpoch ?? null,
    answersPosition: draft.answersPosition ?? null,
    createdAt: at,
  })
  if (upload) await attachFile(tx, id, upload)
  else if (mediaUrl) await attachFile(tx, id, { url: mediaUrl })
  if (author.kind === 'member') await endWaiting(tx, conversationId)
  publish(tx, { topic: 'contact', subjectId: contactId })
  publish(tx, { topic: 'message', subjectId: id, facts: { conversationId } })
  tx.hint('outbox', tx.organizationId)
  return id
}

/** What the row keeps of a template: enough to send it and to show it, also when Twilio has lost it since. */
export function templateColumns({ template, filled }: Content) {
  if (!template || !filled) return { templateId: null, contentSid: null, variables: null, details: {} }
  const { id: templateId, twilioSid: contentSid, name, language, category } = template
  const details = { template: { name, language, category, preview: filled.preview } }
  return { templateId, contentSid, variables: filled.variables, details }
}

export function originOf({ kind }: Author): OutboundRow['origin'] {
  return kind === 'key' || kind === 'page' ? 'api' : kind
}
