import type { QuietThread } from '#conversations/open-conversations.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import { newId } from '#platform/ids.ts'
import { refuse, type Refused } from '#platform/refusal.ts'
import type { Wanted } from './campaign-draft.ts'
import { type DailyUse, limitOf } from './daily-limit.ts'
import { type Facts, pair } from './facts-of-many.ts'
import { quietUntil } from './quiet-hours.ts'
import { decideSend, passesWithTime, type Verdict } from './send-gate.ts'
import { type SenderFacts, senderFactsOf } from './send-store.ts'
import { verdictOfPool } from './service-verdict.ts'
import { templateFactsOf } from './template-facts.ts'

/** A draft that the gate lets pass, or holds. */
export interface Passed extends Wanted {
  id: string
  byService: boolean
  thread: QuietThread
  asked: Verdict
  consentId: string | null
}

/**
 * The gate's word on each draft of a batch, in their order. What only has to wait for another hour or day is refused. Each takes its place of
 * the day before the next is asked about.
 */
export function decideMany(wanted: readonly Wanted[], facts: Facts, at: Date): (Passed | Refused)[] {
  const counting = { ...facts, days: new Map(facts.days) }
  return wanted.map((one) => decide(one, counting, at))
}

/** The facts, with what the drafts before this one take of the day. */
type Counting = Facts & { days: Map<string, DailyUse> }

function decide(wanted: Wanted, facts: Counting, at: Date): Passed | Refused {
  const { draft, template } = wanted
  const thread = facts.threads.get(pair(draft.senderId, draft.contactId))
  const sender = facts.senders.get(draft.senderId)
  if (!sender || !thread) return refuse('sender_inactive')
  if (draft.template && template?.connectorId !== draft.connectorId) return refuse('template_not_approved')
  const said = { ...wanted, thread }
  const decided = draft.byService
    ? askPool(said, facts, at)
    : { byService: false, asked: askOne(said, sender, thread.lastInboundAt, facts, at) }
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
    return sender ? [{ senderId, online, verdict: askOne(said, sender, lastInboundAt, facts, at) }] : []
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
): Verdict {
  const optIn = facts.optIns.get(pair(sender.address, draft.contactId))
  return decideSend(
    {
      content: {
        body: draft.body,
        file: null,
        template: templateFactsOf(template, filled),
      },
      ...senderFactsOf(sender),
      lastInboundAt,
      suppressedSince:
        facts.suppressed.get(pair(sender.address, draft.contactId)) ??
        facts.stopped.get(draft.contactId) ??
        null,
      optedInAt: optIn?.at ?? null,
      epochs: null,
      agentMessagesLastHour: null,
      day: dayOf(sender, thread, facts),
      quietUntil: quietUntil(at, draft.quiet),
    },
    at,
  )
}

function dayOf(sender: SenderFacts, { contactAddress }: QuietThread, { days }: Facts) {
  const limit = limitOf(sender)
  const use = limit && days.get(limit.portfolio)
  return !limit || !use || use.counted.has(contactAddress) ? null : { used: use.people, limit: limit.people }
}

/** The next of the batch sees that this one takes a place of the day. The marker has the last word. */
function countIn(sender: SenderFacts, thread: QuietThread, { days }: Counting, at: Date): void {
  const limit = limitOf(sender)
  const use = limit && days.get(limit.portfolio)
  if (!limit || !use || use.counted.has(thread.contactAddress)) return
  if (serviceWindow(thread.lastInboundAt, at).open) return
  days.set(limit.portfolio, { people: use.people + 1, counted: use.counted })
}
