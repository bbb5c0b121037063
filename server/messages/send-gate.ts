import type { RefusalCode } from '@parley/contract/refusals.ts'
import { serviceWindow } from '#conversations/service-window.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

/** Everything the gate looks at. It reads nothing itself: the same facts get the same verdict, wherever they are asked. */
export interface SendFacts {
  content: {
    body: string
    file: { mediaType: string; bytes: number } | null
    /** Goes out in any case when there is no text and no file, else only once the window is closed. */
    template: TemplateFacts | null
  }
  sender: { active: boolean; online: boolean; address: string }
  connector: { sendOutbound: boolean; connected: boolean; paused: boolean }
  /** The contact's last message to this sender; it opens the window. */
  lastInboundAt: Date | null
  suppressedSince: Date | null
  /** The opt-in that stands, for this sender or for the whole organization. */
  optedInAt: Date | null
  /** The person left their number a moment ago, to be asked whether they agree. */
  askedFor?: boolean
  /** For an agent's message: the epoch it was written under and the one that is now. */
  epochs: { written: number; now: number } | null
  /** How often agents wrote to this contact in the last hour; null when no agent writes. */
  agentMessagesLastHour: number | null
  /** How many people the portfolio wrote to first in 24 hours, of how many; null when no limit holds or this contact is counted already. */
  day: { used: number; limit: number } | null
  /** Until when the contact is not to be disturbed; null when they may be now. */
  quietUntil: Date | null
}

export interface TemplateFacts {
  name: string
  /** As Twilio tells it: approved, pending, rejected, paused, … */
  approval: string
  category: string
  /** The text with every value in it. */
  body: string
  /** Keys without a value. */
  missing: readonly string[]
  /** Twilio: WhatsApp takes it while the window is open only, and does not review it. */
  forWindow?: boolean
}

export interface Verdict {
  /** `hold`: it may go out later, when something has changed. `refuse`: it may not. */
  verdict: 'send' | 'hold' | 'refuse'
  /** What goes out: the text or file as it is, or the template. */
  as: 'text' | 'template'
  /** What allows it to be sent: an open window, an opt-in, that the contact wrote before or asked to be asked. Null when nothing does. */
  allowedBy: 'window' | 'opt_in' | 'written' | 'asked_for' | null
  /** Every reason, the weightiest first; empty when it may be sent. */
  reasons: Refused[]
}

/** Twilio: Body holds at most 1,600 characters (21617). */
export const bodyLimit = 1600
/** Meta: a template's text holds at most 1,024 characters, its values included (63021). */
export const templateLimit = 1024
/** Two machines talking to each other are stopped here. */
export const agentMessagesPerHour = 40

const megabyte = 1024 * 1024
/** Meta: images up to 5 MB and only these kinds; everything else up to 16 MB at Twilio. */
const images = ['image/jpeg', 'image/png']
const others =
  /^(audio\/(aac|mp4|mpeg|amr|ogg)|video\/(mp4|3gpp)|application\/(pdf|msword|vnd\.(ms-|openxmlformats).*)|text\/(plain|vcard|csv))$/

/** Codes that only delay: once they are gone the same message may go out. */
const passing: ReadonlySet<RefusalCode> = new Set([
  'sender_offline',
  'credentials_refused',
  'daily_limit_reached',
  'quiet_hours',
])
/** Those of them that pass with time alone: the outbox waits for it. */
export const passesWithTime: ReadonlySet<RefusalCode> = new Set(['daily_limit_reached', 'quiet_hours'])

/** Decides every send of every producer, and explains itself. */
export function decideSend(facts: SendFacts, at: Date): Verdict {
  const { body, file, template } = facts.content
  const { open } = serviceWindow(facts.lastInboundAt, at)
  const as = template !== null && (!open || (body.trim() === '' && file === null)) ? 'template' : 'text'
  const allowedBy = allowance(facts, open)
  const reasons = [
    ...(as === 'template' && template ? templateReasons(template, open) : textReasons(facts.content)),
    ...permissionReasons(facts, as, at),
    ...stateReasons(facts),
    ...timeReasons(facts, as, open),
  ]
  const verdict =
    reasons.length === 0 ? 'send' : reasons.every(({ refused }) => passing.has(refused)) ? 'hold' : 'refuse'
  return { verdict, as, allowedBy, reasons }
}

/** Whether the outbox takes it: nothing stands against it, or only time. */
export const waitsInQueue = (reasons: readonly Refused[]): boolean =>
  reasons.every(({ refused }) => passesWithTime.has(refused))

function textReasons({ body, file }: SendFacts['content']): Refused[] {
  if (body.trim() === '' && file === null) return [refuse('body_empty')]
  const reasons: Refused[] = []
  if (body.length > bodyLimit)
    reasons.push(refuse('body_too_long', { length: body.length, limit: bodyLimit }))
  if (file !== null && !isSendable(file)) reasons.push(refuse('media_not_sendable', file))
  return reasons
}

function templateReasons(
  { name, approval, missing, body, forWindow }: TemplateFacts,
  open: boolean,
): Refused[] {
  const reasons: Refused[] = []
  if (forWindow) reasons.push(...(open ? [] : [refuse('window_closed', {})]))
  else if (approval !== 'approved') reasons.push(refuse('template_not_approved', { name, approval }))
  if (missing.length > 0) reasons.push(refuse('template_variables_missing', { name, keys: missing }))
  if (body.length > templateLimit)
    reasons.push(refuse('body_too_long', { length: body.length, limit: templateLimit }))
  return reasons
}

/**
 * Meta: whoever is written to first must have agreed to it. A message of theirs counts for what concerns it, and so does a
 * number they left to be asked; an advertisement needs an opt-in.
 */
function allowance(
  { lastInboundAt, optedInAt, askedFor, content }: SendFacts,
  open: boolean,
): Verdict['allowedBy'] {
  if (open) return 'window'
  if (optedInAt !== null) return 'opt_in'
  if (content.template?.category === 'MARKETING') return null
  if (lastInboundAt !== null) return 'written'
  return askedFor ? 'asked_for' : null
}

export const isSendableKind = (mediaType: string): boolean =>
  images.includes(mediaType) || others.test(mediaType)

export const isSendable = ({ mediaType, bytes }: { mediaType: string; bytes: number }): boolean =>
  isSendableKind(mediaType) && bytes <= (images.includes(mediaType) ? 5 : 16) * megabyte

/** What the contact and Meta allow. An opt-out comes before everything else. */
function permissionReasons(facts: SendFacts, as: Verdict['as'], at: Date): Refused[] {
  const { suppressedSince, lastInboundAt } = facts
  const reasons: Refused[] = []
  if (suppressedSince !== null) reasons.push(refuse('opted_out', { since: suppressedSince }))
  const { open, closesAt } = serviceWindow(lastInboundAt, at)
  if (as === 'template') {
    if (allowance(facts, open) === null) reasons.push(refuse('no_opt_in'))
  } else if (closesAt === null) reasons.push(refuse('window_never_opened'))
  else if (!open) reasons.push(refuse('window_closed', { closedAt: closesAt }))
  return reasons
}

/** Meta: only who is written to first, with the window closed, counts for the portfolio's day. */
function timeReasons({ day, quietUntil }: SendFacts, as: Verdict['as'], open: boolean): Refused[] {
  const reasons: Refused[] = []
  if (quietUntil !== null) reasons.push(refuse('quiet_hours', { until: quietUntil }))
  if (as === 'template' && !open && day !== null && day.used >= day.limit)
    reasons.push(refuse('daily_limit_reached', { limit: day.limit }))
  return reasons
}

function stateReasons({ sender, connector, epochs, agentMessagesLastHour }: SendFacts): Refused[] {
  const reasons: Refused[] = []
  if (!sender.active) reasons.push(refuse('sender_inactive', { address: sender.address }))
  else if (!sender.online) reasons.push(refuse('sender_offline', { address: sender.address }))
  if (!connector.sendOutbound) reasons.push(refuse('sending_off'))
  if (!connector.connected || connector.paused) reasons.push(refuse('credentials_refused'))
  if (epochs !== null && epochs.written !== epochs.now) reasons.push(refuse('holder_changed'))
  if (agentMessagesLastHour !== null && agentMessagesLastHour >= agentMessagesPerHour) {
    reasons.push(refuse('agent_budget_spent', { limit: agentMessagesPerHour }))
  }
  return reasons
}
