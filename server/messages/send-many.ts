import { holdOffOptOuts } from '#contacts/suppression.ts'
import {
  addQuietly,
  openConversations,
  type QuietThread,
  takeBackFirst,
} from '#conversations/open-conversations.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { publishAll } from '#platform/live.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import { fillTemplate, type FilledTemplate } from '#templates/fill-template.ts'
import { findTemplate, type TemplateFound } from '#templates/find-template.ts'
import { isForWindow } from '#templates/template.ts'
import { type DailyUse, limitOf, readDailyUse } from './daily-limit.ts'
import { laneOf, laneOfService, priorities } from './message.ts'
import { type LocalQuietHours, quietUntil } from './quiet-hours.ts'
import { decideSend, passesWithTime, type Verdict } from './send-gate.ts'
import { insertMany, listAddressesOf, listLastInbound, listSuppressed } from './send-many-store.ts'
import { listOptIns, listSenderFacts, type SenderFacts, senderFactsOf } from './send-store.ts'
import { type Pools, poolsOf, sendersOf } from './service-lane.ts'
import { verdictOfPool } from './service-verdict.ts'

/** What a campaign wants to say to one contact. One message for each contact in a batch. */
export interface CampaignDraft {
  contactId: string
  /** Of the contact; the main one. */
  contactAddress: string
  senderId: string
  connectorId: string
  /** Goes out while the window is open; empty when only the template may. */
  body: string
  template: { templateId: string; variables: Readonly<Record<string, string>> } | null
  agentId: string | null
  permit: { id: string; epoch: number }
  /** When the contact is not to be disturbed; null: at any time is fine. */
  quiet: LocalQuietHours | null
  /** The template goes by the connector's Messaging Service; `senderId` is the one Twilio would most likely pick. */
  byService: boolean
}

export type Sent = { messageId: string; conversationId: string; held: Refused | null } | Refused

/**
 * What `sendMessage` does, for a batch of a campaign: facts are loaded and locked in sets, the same gate decides each, and what may go
 * is written at once. What only has to wait for another hour or day is refused for now: whoever asked tries it again then. Answers in the
 * order of the drafts.
 */
export async function sendMany(tx: Tx, drafts: readonly CampaignDraft[], clock: Clock): Promise<Sent[]> {
  if (drafts.length === 0) return []
  const at = clock.now()
  const wanted = await fill(tx, drafts)
  const facts = await loadFacts(tx, wanted, at)
  const decided = wanted.map((one) => decide(one, facts, at))
  const passed = decided.flatMap((one) => ('refused' in one ? [] : [one]))
  await write(tx, passed, facts, at)
  return decided.map((one) =>
    'refused' in one
      ? one
      : { messageId: one.id, conversationId: one.thread.id, held: one.asked.reasons[0] ?? null },
  )
}

/** A draft with its template as it is now. */
interface Wanted {
  draft: CampaignDraft
  template: TemplateFound | null
  filled: FilledTemplate | null
}

async function fill(tx: Tx, drafts: readonly CampaignDraft[]): Promise<Wanted[]> {
  const templates = new Map<string, TemplateFound>()
  for (const templateId of new Set(drafts.flatMap(({ template }) => template?.templateId ?? []))) {
    const found = await findTemplate(tx, templateId)
    if (found) templates.set(templateId, found)
  }
  return drafts.map((draft) => {
    const template = draft.template ? (templates.get(draft.template.templateId) ?? null) : null
    const filled = template && draft.template ? fillTemplate(template, draft.template.variables) : null
    return { draft, template, filled }
  })
}

interface Facts {
  threads: ReadonlyMap<string, QuietThread>
  senders: ReadonlyMap<string, SenderFacts>
  suppressed: ReadonlyMap<string, Date>
  optIns: ReadonlyMap<string, { id: string; at: Date }>
  /** By connector, of what goes by a service. */
  pools: Pools
  /** When contacts last wrote to senders of a pool. */
  lastInbound: ReadonlyMap<string, Date>
  /** By portfolio; what this batch adds is counted in. */
  days: Map<string, { people: number; counted: ReadonlySet<string> }>
}

const pair = (senderAddress: string, contactId: string) => `${senderAddress} ${contactId}`

async function loadFacts(tx: Tx, wanted: readonly Wanted[], at: Date): Promise<Facts> {
  const drafts = wanted.map(({ draft }) => draft)
  // Nobody wrote yet where no thread is, so what is said there is the template.
  const openings = wanted.map((one) => ({ ...one.draft, first: expectedOf(one) }))
  const threads = await openConversations(tx, openings, at)
  const contactIds = drafts.map(({ contactId }) => contactId)
  const pools = await poolsOf(tx, drafts)
  const pooled = [...pools.values()].flatMap(({ members }) => members.map(({ senderId }) => senderId))
  const senderIds = [...new Set([...drafts.map((draft) => draft.senderId), ...pooled])]
  const senders = new Map((await listSenderFacts(tx, senderIds)).map((sender) => [sender.id, sender]))
  const senderAddresses = [...new Set([...senders.values()].map(({ address }) => address))]
  const addresses = Map.groupBy(await listAddressesOf(tx, contactIds), ({ contactId }) => contactId)
  const asked = drafts.flatMap((draft) => {
    const from = senders.get(draft.senderId)?.address ?? ''
    const mayPick = new Set([from, ...sendersOf({ ...draft, from }, pools)])
    return [...mayPick].map((senderAddress) => ({ contactId: draft.contactId, senderAddress }))
  })
  await holdOffOptOuts(
    tx,
    asked.flatMap(({ contactId, senderAddress }) =>
      (addresses.get(contactId) ?? []).map(({ address }) => ({ senderAddress, contactAddress: address })),
    ),
  )
  const suppressed = await listSuppressed(tx, contactIds, senderAddresses)
  const optIns = await listOptIns(tx, asked)
  const portfolios = new Set([...senders.values()].flatMap((sender) => limitOf(sender)?.portfolio ?? []))
  const to = threads.map(({ contactAddress }) => contactAddress)
  const days =
    portfolios.size > 0 ? await readDailyUse(tx, [...portfolios], to, at) : new Map<string, DailyUse>()
  return {
    threads: new Map(threads.map((thread) => [pair(thread.senderId, thread.contactId), thread])),
    senders,
    pools,
    lastInbound: new Map(
      (await listLastInbound(tx, contactIds, pooled)).map((one) => [
        pair(one.senderId, one.contactId),
        one.at,
      ]),
    ),
    suppressed: new Map(suppressed.map((one) => [pair(one.senderAddress, one.contactId), one.since])),
    optIns: new Map(optIns.map((one) => [pair(one.senderAddress, one.contactId), one])),
    days,
  }
}

interface Passed extends Wanted {
  id: string
  byService: boolean
  thread: QuietThread
  asked: Verdict
  consentId: string | null
}

function decide(wanted: Wanted, facts: Facts, at: Date): Passed | Refused {
  const { draft, template } = wanted
  const thread = facts.threads.get(pair(draft.senderId, draft.contactId))
  const sender = facts.senders.get(draft.senderId)
  if (!sender || !thread) return refuse('sender_inactive')
  if (draft.template && template?.connectorId !== draft.connectorId) return refuse('template_not_approved')
  const said = { ...wanted, thread }
  const decided = draft.byService
    ? askPool(said, facts, at)
    : askOne(said, sender, thread.lastInboundAt, facts, at)
  if ('refused' in decided) return decided
  const { byService, asked } = decided
  if (asked.verdict === 'refuse') return asked.reasons[0]!
  const later = asked.reasons.find(({ refused }) => passesWithTime.has(refused))
  if (later) return later
  if (asked.as === 'template') countIn(sender, thread, facts, at)
  const optIn = facts.optIns.get(pair(sender.address, draft.contactId))
  const consentId = asked.allowedBy === 'opt_in' ? (optIn?.id ?? null) : null
  return { id: newId(), ...said, byService, asked, consentId }
}

type Said = Pick<Passed, 'draft' | 'thread' | 'template' | 'filled'>
type Decided = Pick<Passed, 'byService' | 'asked'>

/** Every sender that Twilio may pick is asked about. */
function askPool(said: Said, facts: Facts, at: Date): Decided | Refused {
  const { contactId, connectorId, senderId: ownId } = said.draft
  const pool = facts.pools.get(connectorId)
  if (pool?.standing !== 'ready') return refuse('service_not_usable')
  const asked = pool.members.flatMap(({ senderId, online }) => {
    const sender = facts.senders.get(senderId)
    const lastInboundAt = facts.lastInbound.get(pair(senderId, contactId)) ?? null
    return sender ? [{ senderId, online, verdict: askOne(said, sender, lastInboundAt, facts, at).asked }] : []
  })
  const { by, verdict } = verdictOfPool(asked, ownId)
  return { byService: by === 'service', asked: verdict }
}

function askOne(
  { draft, thread, template, filled }: Said,
  sender: SenderFacts,
  lastInboundAt: Date | null,
  facts: Facts,
  at: Date,
): Decided {
  const optIn = facts.optIns.get(pair(sender.address, draft.contactId))
  const asked = decideSend(
    {
      content: {
        body: draft.body,
        file: null,
        template: template &&
          filled && {
            name: template.name,
            approval: template.status,
            category: template.category,
            body: filled.preview.body,
            missing: filled.missing,
            forWindow: isForWindow(template.contentType),
          },
      },
      ...senderFactsOf(sender),
      lastInboundAt,
      suppressedSince: facts.suppressed.get(pair(sender.address, draft.contactId)) ?? null,
      optedInAt: optIn?.at ?? null,
      epochs: null,
      agentMessagesLastHour: null,
      day: dayOf(sender, thread, facts),
      quietUntil: quietUntil(at, draft.quiet),
    },
    at,
  )
  return { byService: false, asked }
}

function dayOf(sender: SenderFacts, { contactAddress }: QuietThread, { days }: Facts) {
  const limit = limitOf(sender)
  const use = limit && days.get(limit.portfolio)
  return !limit || !use || use.counted.has(contactAddress) ? null : { used: use.people, limit: limit.people }
}

/** The next of the batch sees that this one takes a place of the day. The marker has the last word. */
function countIn(sender: SenderFacts, thread: QuietThread, { days }: Facts, at: Date): void {
  const limit = limitOf(sender)
  const use = limit && days.get(limit.portfolio)
  if (!limit || !use || use.counted.has(thread.contactAddress)) return
  if (serviceWindow(thread.lastInboundAt, at).open) return
  days.set(limit.portfolio, { people: use.people + 1, counted: use.counted })
}

const expectedOf = ({ filled, draft }: Wanted): string => filled?.preview.body ?? draft.body

const bodyOf = ({ asked, filled, draft }: Passed): string =>
  asked.as === 'template' && filled ? filled.preview.body : draft.body

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

async function write(tx: Tx, passed: readonly Passed[], facts: Facts, at: Date): Promise<void> {
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
