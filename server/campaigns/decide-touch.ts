import type { ServicePool } from '#connectors/service-pool.ts'
import { timeZoneOf } from '#contacts/time-zone.ts'
import { isWindowOpen } from '#conversations/service-window.ts'
import { laneOf, laneOfService } from '#messages/message.ts'
import type { CampaignDraft } from '#messages/campaign-draft.ts'
import type { Sent } from '#messages/send-many.ts'
import type { QuietHours } from '#platform/quiet-hours.ts'
import type { CampaignRow } from './campaign.ts'
import type { DueTouch, PutOff, SettledTouch } from './due-touch-store.ts'

// What becomes of touches that are due. Pure: the same touches, room and instant get the same answer.

/** Whoever's sender has no room is looked at again after so many milliseconds, so that they do not stand in the way of others. */
const noRoomMs = 2000
/** Whoever has no place in the portfolio's day is looked at again after so many milliseconds. */
const nextPlaceMs = 10 * 60_000

type Plan = Pick<CampaignRow, 'kind' | 'steps' | 'connectorId'>

/** Over what touches may go. */
export interface Ways {
  senderIds: readonly string[]
  /** Of the Messaging Service, where it goes through one. */
  pool: Pick<ServicePool, 'members'> | null
  /** How many more messages may wait in each lane. */
  room: ReadonlyMap<string, number>
}

/** What is asked of the outbox now, what waits, and what is settled without it. */
export interface Decided {
  placed: (Place & { touch: DueTouch })[]
  later: PutOff[]
  settled: SettledTouch[]
}

export function decideTouches(plan: Plan, due: readonly DueTouch[], ways: Ways, at: Date): Decided {
  const settled: SettledTouch[] = []
  const early: PutOff[] = []
  const ready: DueTouch[] = []
  for (const touch of due) {
    const until = tooSoonUntil(plan, touch, at)
    // What rests in the outbox is taken back by whoever hears the answer, for as long as nothing here has ended it.
    if (until !== null) early.push(later(touch, until, null))
    else if (touch.neverAgreed) settled.push(skipped(touch, 'no_opt_in'))
    else if (hasWritten(plan, touch)) settled.push(skipped(touch, 'replied'))
    else ready.push(touch)
  }
  const { placed, crowded } = shareOut(ready, plan.connectorId, ways, at)
  const again = new Date(at.getTime() + noRoomMs)
  return { placed, settled, later: [...early, ...crowded.map((touch) => later(touch, again, null))] }
}

const waitMs = ({ steps }: Pick<Plan, 'steps'>, step: number): number =>
  (steps[step]?.waitSeconds ?? 0) * 1000

/**
 * Whoever wrote since the step before gets no more, also when their answer has not been heard yet; a follow-up is for people who are
 * silent, and begins with nobody who wrote while it waited.
 */
function hasWritten(plan: Plan, { step, dueAt, saidAt, lastInboundAt }: DueTouch): boolean {
  if (lastInboundAt === null || (step === 0 && plan.kind !== 'follow_up')) return false
  const since = saidAt?.getTime() ?? dueAt.getTime() - waitMs(plan, step)
  return lastInboundAt.getTime() > since
}

/** A step waits for as long as the plan says after the one before has really left. */
function tooSoonUntil(plan: Plan, { step, saidAt, isSayingStill }: DueTouch, at: Date): Date | null {
  const from = isSayingStill ? at : saidAt
  if (from === null) return null
  const until = from.getTime() + Math.max(waitMs(plan, step), isSayingStill ? noRoomMs : 0)
  return until > at.getTime() ? new Date(until) : null
}

/** From which sender a touch goes, or which one Twilio will most likely pick. */
interface Place {
  senderId: string
  byService: boolean
}

interface OwnLane {
  senderId: string
  lane: string
}

/** A contact keeps the sender they have a thread with; the others go to the sender with the most room. */
function placeWithSender(
  { senderId }: DueTouch,
  lanes: readonly OwnLane[],
  room: ReadonlyMap<string, number>,
): Place {
  if (senderId !== null) return { senderId, byService: false }
  let [roomiest] = lanes
  let most = -Infinity
  for (const each of lanes) {
    const left = room.get(each.lane) ?? 0
    if (left > most) [roomiest, most] = [each, left]
  }
  return { senderId: roomiest!.senderId, byService: false }
}

/** Who has a window open with a sender of the pool is written to by that one; a template for everybody else goes by the service. */
function placeInPool(touch: DueTouch, { members }: Pick<ServicePool, 'members'>, at: Date): Place {
  const { senderId, agreedSenderId, wroteToSenderAt, templateId } = touch
  const likely = members.find(({ online }) => online) ?? members[0]!
  return {
    senderId: senderId ?? agreedSenderId ?? likely.senderId,
    byService: templateId !== null && !isWindowOpen(wroteToSenderAt, at),
  }
}

function shareOut(
  due: readonly DueTouch[],
  connectorId: string,
  { senderIds, pool, room: given }: Ways,
  at: Date,
): { placed: (Place & { touch: DueTouch })[]; crowded: DueTouch[] } {
  const room = new Map(given)
  const lanes = senderIds.map((senderId) => ({ senderId, lane: laneOf(senderId) }))
  const placed: (Place & { touch: DueTouch })[] = []
  const crowded: DueTouch[] = []
  for (const touch of due) {
    const there = pool ? placeInPool(touch, pool, at) : placeWithSender(touch, lanes, room)
    const lane = there.byService ? laneOfService(connectorId) : laneOf(there.senderId)
    const left = room.get(lane) ?? 0
    if (left <= 0) crowded.push(touch)
    else placed.push({ touch, ...there })
    room.set(lane, left - 1)
  }
  return { placed, crowded }
}

/** What the outbox is asked to send. */
export function draftOf(
  campaign: CampaignRow,
  { permitId, quiet }: { permitId: string; quiet: QuietHours | null },
  touch: DueTouch,
  { senderId, byService }: Place,
): CampaignDraft {
  const { contactId, address, text, templateId, variables } = touch
  return {
    contactId,
    contactAddress: address,
    senderId,
    byService,
    connectorId: campaign.connectorId,
    // Free text depends on one sender's window.
    body: byService ? '' : text,
    template: templateId ? { templateId, variables: variables ?? {} } : null,
    agentId: campaign.agentId,
    permit: { id: permitId, epoch: campaign.permitEpoch },
    quiet: quiet && { ...quiet, zone: touch.timeZone ?? timeZoneOf(address) },
  }
}

const later = ({ contactId, step, wording }: DueTouch, dueAt: Date, reason: string | null): PutOff => ({
  contactId,
  step,
  dueAt,
  reason,
  wording,
})

const skipped = ({ contactId, step }: DueTouch, reason: string): SettledTouch => ({
  contactId,
  step,
  state: 'skipped',
  messageId: null,
  reason,
  // What is not said needs no words.
  wording: null,
})

/** What may only get a template and has none waits for one. */
const mayLack = [
  'window_closed',
  'window_never_opened',
  'template_not_approved',
  'template_variables_missing',
]

/** What waits for an hour or a day is put off, what lacks a template is held, everything else that is refused is skipped with its reason. */
export function fateOf(touch: DueTouch, sent: Sent, at: Date): SettledTouch | PutOff {
  const { contactId, step, templateId, wording } = touch
  if (!('refused' in sent))
    return { contactId, step, state: 'sent', messageId: sent.messageId, reason: null, wording }
  const { refused, facts } = sent
  if (refused === 'quiet_hours' && facts['until'] instanceof Date)
    return later(touch, facts['until'], refused)
  if (refused === 'daily_limit_reached') return later(touch, new Date(at.getTime() + nextPlaceMs), refused)
  const lacks = mayLack.includes(refused)
  // Only a text, and no approved template says it.
  const reason = lacks && templateId === null ? 'template_not_suited' : refused
  return { contactId, step, state: lacks ? 'held' : 'skipped', messageId: null, reason, wording }
}
