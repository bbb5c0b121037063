import { type Actor, systemActor } from '#activities/activity.ts'
import { recordActivity } from '#activities/record-activity.ts'
import { suppressedSince } from '#contacts/suppression.ts'
import { addToThread } from '#conversations/add-to-thread.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import { endWaiting } from '#conversations/end-waiting.ts'
import { lockConversation } from '#conversations/find-conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { explainSenderStatus } from '#twilio/sender-status.ts'
import { type Author, laneOf, priorities } from './message.ts'
import { decideSend, type SendFacts, type Verdict } from './send-gate.ts'
import {
  attachFile,
  countAgentMessages,
  findSid,
  findUpload,
  insertOutbound,
  listAddresses,
  readSenderFacts,
  type UploadRow,
} from './send-store.ts'

/** What a producer wants to say. */
export interface Draft {
  conversationId: string
  body: string
  /** A file at a public address; an application may answer with one. */
  mediaUrl?: string | null
  uploadId?: string | null
  quotedMessageId?: string | null
  author: Author
  /** For an agent: the epoch it worked under. */
  holderEpoch?: number | null
  /** For an agent, and for a confirmation: the inbound message this answers; the database refuses a second answer to it. */
  answersPosition?: number | null
  sources?: readonly object[]
}

/**
 * Puts a message into the outbox when the gate lets it pass, holds it when it may pass later, and refuses it otherwise.
 * Nothing talks to Twilio here: the dispatcher does, after this transaction.
 */
export async function sendMessage(tx: Tx, draft: Draft, clock: Clock): Promise<{ id: string } | Refused> {
  const conversation = await lockConversation(tx, draft.conversationId)
  if (!conversation) return refuse('not_found')
  const upload = draft.uploadId ? await findUpload(tx, draft.uploadId) : undefined
  if (draft.uploadId && !upload) return refuse('not_found')
  const quotedSid = draft.quotedMessageId ? await findSid(tx, conversation.id, draft.quotedMessageId) : null
  if (quotedSid === undefined) return refuse('not_found')
  const at = clock.now()
  const { verdict, reasons } = await ask(tx, conversation, draft, upload ?? null, at)
  if (verdict === 'refuse') return reasons[0]!
  return {
    id: await write(
      tx,
      conversation,
      { ...draft, quotedSid, upload: upload ?? null, reason: reasons[0]?.refused ?? null },
      at,
    ),
  }
}

/** What the gate would say now, without sending. */
export async function checkMessage(
  tx: Tx,
  conversation: ConversationRow,
  draft: Pick<Draft, 'body' | 'uploadId'>,
  clock: Clock,
): Promise<Verdict | Refused> {
  const upload = draft.uploadId ? await findUpload(tx, draft.uploadId) : undefined
  if (draft.uploadId && !upload) return refuse('not_found')
  const author: Author = { kind: 'key', name: '' }
  return await ask(
    tx,
    conversation,
    { ...draft, conversationId: conversation.id, author },
    upload ?? null,
    clock.now(),
  )
}

async function ask(
  tx: Tx,
  conversation: ConversationRow,
  draft: Draft,
  upload: UploadRow | null,
  at: Date,
): Promise<Verdict> {
  const facts = await readSenderFacts(tx, conversation.senderId)
  if (!facts) return { verdict: 'refuse', reasons: [refuse('sender_inactive')] }
  const addresses = await listAddresses(tx, conversation.contactId)
  const byAgent = draft.author.kind === 'agent'
  const seen: SendFacts = {
    content: {
      body: draft.body,
      file: upload ?? (draft.mediaUrl ? { mediaType: 'image/jpeg', bytes: 0 } : null),
    },
    sender: {
      address: facts.address,
      active: facts.active && !facts.missing,
      online: explainSenderStatus(facts.status).online,
    },
    connector: {
      sendOutbound: facts.sendOutbound,
      connected: facts.connectorStatus === 'active',
      paused: facts.paused,
    },
    lastInboundAt: conversation.lastInboundAt,
    // The confirmation of an opt-out is what the opt-out itself asked for.
    suppressedSince:
      draft.author.kind === 'system' ? null : await suppressedSince(tx, facts.address, addresses),
    epochs: draft.holderEpoch == null ? null : { written: draft.holderEpoch, now: conversation.epoch },
    agentMessagesLastHour: byAgent
      ? await countAgentMessages(tx, conversation.id, new Date(at.getTime() - 3_600_000))
      : null,
  }
  return decideSend(seen, at)
}

interface Passed extends Draft {
  quotedSid: string | null
  upload: UploadRow | null
  /** Why it is held; null when it may go out. */
  reason: string | null
}

async function write(tx: Tx, conversation: ConversationRow, draft: Passed, at: Date): Promise<string> {
  const { id: conversationId, contactId, senderId, connectorId } = conversation
  const { author, body, upload, mediaUrl, reason } = draft
  const waitsForApproval = author.kind === 'agent' && author.draft
  const preview = body || `[${upload?.mediaType.split('/')[0] ?? 'file'}]`
  const position = await addToThread(tx, conversationId, {
    direction: 'out',
    preview: waitsForApproval ? null : preview,
    at,
    countsUnread: false,
  })
  const id = await insertOutbound(tx, {
    conversationId,
    contactId,
    senderId,
    connectorId,
    position,
    kind: upload || mediaUrl ? 'media' : 'text',
    body,
    quotedSid: draft.quotedSid,
    origin: author.kind === 'key' ? 'api' : author.kind,
    authorId: author.kind === 'member' ? author.memberId : null,
    agentId: author.kind === 'agent' ? author.agentId : null,
    sources: draft.sources ?? [],
    status: waitsForApproval ? 'draft' : reason === null ? 'queued' : 'held',
    statusReason: reason,
    lane: laneOf(senderId),
    priority: priorities[author.kind],
    holderEpoch: draft.holderEpoch ?? null,
    answersPosition: draft.answersPosition ?? null,
    createdAt: at,
  })
  if (upload) await attachFile(tx, id, upload)
  else if (mediaUrl) await attachFile(tx, id, { url: mediaUrl })
  if (author.kind === 'member') await endWaiting(tx, conversationId)
  if (!waitsForApproval)
    await recordActivity(tx, {
      contactId,
      conversationId,
      kind: 'message_sent',
      actor: actorOf(author),
      facts: { preview },
      at,
    })
  await publish(tx, { topic: 'message', subjectId: id, facts: { conversationId } })
  tx.hint('outbox', tx.organizationId)
  return id
}

function actorOf(author: Author): Actor {
  if (author.kind === 'system') return systemActor
  if (author.kind === 'member') return { kind: 'member', id: author.memberId }
  return author.kind === 'agent' ? { kind: 'agent', id: author.agentId } : { kind: 'key', id: null }
}
