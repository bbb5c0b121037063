import type { TemplatePreview } from '@parley/contract/templates.ts'
import { suppressedSince } from '#contacts/suppression.ts'
import type { ConversationRow } from '#conversations/conversation.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal, refuse, type Refused } from '#platform/refusal.ts'
import { fillTemplate, type FilledTemplate } from '#templates/fill-template.ts'
import { findTemplate, type TemplateFound } from '#templates/find-template.ts'
import { limitOf, readDailyUse } from './daily-limit.ts'
import type { Draft } from './draft.ts'
import { decideSend, type SendFacts, type Verdict } from './send-gate.ts'
import {
  countAgentMessages,
  findUpload,
  listAddresses,
  listOptIns,
  readSenderFacts,
  type SenderFacts,
  senderFactsOf,
  type UploadRow,
} from './send-store.ts'
import { templateFactsOf } from './template-facts.ts'

/** What the gate would say now, without sending. */
export async function checkMessage(
  tx: Tx,
  conversation: ConversationRow,
  draft: Pick<Draft, 'body' | 'uploadId' | 'template'>,
  clock: Clock,
): Promise<(Verdict & { preview: TemplatePreview | null }) | Refused> {
  const whole: Draft = { ...draft, conversationId: conversation.id, author: { kind: 'key', name: '' } }
  const content = await loadContent(tx, conversation, whole)
  if (isRefusal(content)) return content
  const asked = await askGate(tx, conversation, whole, content, clock.now())
  return { ...asked, preview: content.filled?.preview ?? null }
}

/** What a draft names, looked up. */
export interface Content {
  upload: UploadRow | null
  template: TemplateFound | null
  filled: FilledTemplate | null
}

/** The draft's file, and its template with its values. A template of another Twilio account cannot be sent from here. */
export async function loadContent(
  tx: Tx,
  conversation: ConversationRow,
  { uploadId, template }: Draft,
): Promise<Content | Refused> {
  const upload = uploadId ? await findUpload(tx, uploadId) : null
  if (upload === undefined) return refuse('not_found')
  if (!template) return { upload, template: null, filled: null }
  const found = await findTemplate(tx, template.templateId)
  if (found?.connectorId !== conversation.connectorId) return refuse('not_found')
  return { upload, template: found, filled: fillTemplate(found, template.variables) }
}

/** The gate's verdict, and which opt-in it rests on. */
export interface Asked extends Verdict {
  consentId: string | null
}

/** How far the portfolio of a sender is in its day, for one contact. */
async function dayOf(
  tx: Tx,
  sender: SenderFacts,
  contactAddress: string,
  at: Date,
): Promise<SendFacts['day']> {
  const limit = limitOf(sender)
  if (limit === null) return null
  const use = (await readDailyUse(tx, [limit.portfolio], [contactAddress], at)).get(limit.portfolio)
  return use === undefined || use.counted.has(contactAddress)
    ? null
    : { used: use.people, limit: limit.people }
}

/** Loads and locks what the gate looks at, and asks it. */
export async function askGate(
  tx: Tx,
  conversation: ConversationRow,
  draft: Draft,
  { upload, template, filled }: Content,
  at: Date,
): Promise<Asked> {
  const facts = await readSenderFacts(tx, conversation.senderId)
  if (!facts)
    return {
      verdict: 'refuse',
      as: 'text',
      allowedBy: null,
      consentId: null,
      reasons: [refuse('sender_inactive')],
    }
  const addresses = await listAddresses(tx, conversation.contactId)
  const [optIn] = template
    ? await listOptIns(tx, [{ contactId: conversation.contactId, senderAddress: facts.address }])
    : []
  const byAgent = draft.author.kind === 'agent'
  const seen: SendFacts = {
    content: {
      body: draft.body,
      file: upload ?? (draft.mediaUrl ? { mediaType: 'image/jpeg', bytes: 0 } : null),
      template: templateFactsOf(template, filled),
    },
    ...senderFactsOf(facts),
    lastInboundAt: conversation.lastInboundAt,
    // The confirmation of an opt-out is what the opt-out itself asked for.
    suppressedSince:
      draft.author.kind === 'system' ? null : await suppressedSince(tx, facts.address, addresses),
    optedInAt: optIn?.at ?? null,
    askedFor: draft.author.kind === 'page',
    epochs: draft.holderEpoch == null ? null : { written: draft.holderEpoch, now: conversation.epoch },
    agentMessagesLastHour: byAgent
      ? await countAgentMessages(tx, conversation.id, new Date(at.getTime() - 3_600_000))
      : null,
    day: template ? await dayOf(tx, facts, conversation.contactAddress, at) : null,
    quietUntil: null,
  }
  const verdict = decideSend(seen, at)
  return { ...verdict, consentId: verdict.allowedBy === 'opt_in' ? (optIn?.id ?? null) : null }
}
