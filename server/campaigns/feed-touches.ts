import type { ServicePool } from '#connectors/service-pool.ts'
import { timeZoneOf } from '#contacts/time-zone.ts'
import { isWindowOpen } from '#conversations/service-window.ts'
import { laneOf, laneOfService } from '#messages/message.ts'
import { type CampaignDraft, sendMany, type Sent } from '#messages/send-many.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal } from '#platform/refusal.ts'
import type { QuietHours } from '#platform/quiet-hours.ts'
import type { CampaignRow } from './campaign.ts'
import { quietOf, readCampaignSettings } from './campaign-settings.ts'
import { lanesOf, roomOf } from './room-of.ts'
import { askAboutHeld } from './tell-owners.ts'
import {
  type DueTouch,
  type PutOff,
  putOff,
  type SettledTouch,
  settleTouches,
  takeDue,
} from './touch-store.ts'
import { usablePool } from './usable-pool.ts'

const batch = 250
/** Whoever's sender has no room is looked at again after so many milliseconds, so that they do not stand in the way of others. */
const noRoomMs = 2000
/** Whoever has no place in the portfolio's day is looked at again after so many milliseconds. */
const nextPlaceMs = 10 * 60_000

/**
 * Gives the next due touches of a campaign to the outbox, as many as its senders have room for. What only has to wait, for the end of somebody's
 * quiet hours or for a place in the portfolio's day, is put off.
 * @returns how many touches were taken
 */
export async function feedTouches(tx: Tx, campaign: CampaignRow, clock: Clock): Promise<number> {
  const at = clock.now()
  const { id, permitId } = campaign
  if (permitId === null) return 0
  const pool = campaign.throughService ? await usablePool(tx, campaign.connectorId) : null
  // The next round holds the campaign.
  if (isRefusal(pool)) return 0
  const lanes = lanesOf(campaign, pool)
  const senderIds = lanes.flatMap(({ senderId }) => senderId ?? [])
  const room = await roomOf(tx, campaign, lanes, at)
  const total = [...room.values()].reduce((sum, each) => sum + each, 0)
  if (total === 0) return 0
  const due = await takeDue(tx, id, { senderIds, isPooled: pool !== null }, at, Math.min(batch, total))
  if (due.length === 0) return 0
  const [silent, answered] = campaign.kind === 'follow_up' ? bySilence(campaign, due) : [due, []]
  const place = pool
    ? (touch: DueTouch) => placeInPool(touch, pool, at)
    : (touch: DueTouch) => placeWithSender(touch, senderIds, room)
  const { placed, crowded } = shareOut(silent, campaign.connectorId, place, room)
  const ownHours = quietOf(campaign.quietFrom, campaign.quietUntil)
  const quiet = ownHours ?? (await readCampaignSettings(tx)).quiet
  const drafts = placed.map(({ touch, ...place }) => draftOf(campaign, { permitId, quiet }, touch, place))
  const sent = await sendMany(tx, drafts, clock)
  const fates = placed.map(({ touch }, index) => fateOf(touch, sent[index]!, at))
  await putOff(tx, id, [
    ...fates.flatMap((fate) => ('dueAt' in fate ? [fate] : [])),
    ...crowded.map((touch) => later(touch, new Date(at.getTime() + noRoomMs), null)),
  ])
  const settled = [...answered.map(asAnswered), ...fates.flatMap((fate) => ('state' in fate ? [fate] : []))]
  const waits = campaign.steps.map(({ waitSeconds }) => waitSeconds)
  await settleTouches(tx, id, settled, waits, at)
  await askAboutHeld(tx, campaign, settled.filter(({ state }) => state === 'held').length, at)
  return due.length
}

/** A follow-up is for people who are silent: whoever wrote while the step waited gets no more of it. */
function bySilence({ steps }: CampaignRow, due: readonly DueTouch[]): [DueTouch[], DueTouch[]] {
  const hasWritten = ({ step, dueAt, lastInboundAt }: DueTouch) =>
    lastInboundAt !== null &&
    lastInboundAt.getTime() > dueAt.getTime() - (steps[step]?.waitSeconds ?? 0) * 1000
  return [due.filter((touch) => !hasWritten(touch)), due.filter(hasWritten)]
}

/** From which sender a touch goes, or which one Twilio will most likely pick. */
interface Place {
  senderId: string
  byService: boolean
}

/** A contact keeps the sender they have a thread with; the others go to the sender with the most room. */
function placeWithSender(
  { senderId }: DueTouch,
  senderIds: readonly string[],
  room: ReadonlyMap<string, number>,
): Place {
  const left = (id: string) => room.get(laneOf(id)) ?? 0
  const roomiest = senderIds.reduce((best, id) => (left(id) > left(best) ? id : best))
  return { senderId: senderId ?? roomiest, byService: false }
}

/** Who has a window open with a sender of the pool is written to by that one; a template for everybody else goes by the service. */
function placeInPool(touch: DueTouch, { members }: ServicePool, at: Date): Place {
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
  place: (touch: DueTouch) => Place,
  room: Map<string, number>,
): { placed: (Place & { touch: DueTouch })[]; crowded: DueTouch[] } {
  const placed: (Place & { touch: DueTouch })[] = []
  const crowded: DueTouch[] = []
  for (const touch of due) {
    const there = place(touch)
    const lane = there.byService ? laneOfService(connectorId) : laneOf(there.senderId)
    const left = room.get(lane) ?? 0
    if (left <= 0) crowded.push(touch)
    else placed.push({ touch, ...there })
    room.set(lane, left - 1)
  }
  return { placed, crowded }
}

function draftOf(
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

const later = ({ contactId, step }: DueTouch, dueAt: Date, reason: string | null): PutOff => ({
  contactId,
  step,
  dueAt,
  reason,
})

const asAnswered = ({ contactId, step }: DueTouch): SettledTouch => ({
  contactId,
  step,
  state: 'skipped',
  messageId: null,
  reason: 'replied',
})

/** What may only get a template and has none waits for one. */
const mayLack = [
  'window_closed',
  'window_never_opened',
  'template_not_approved',
  'template_variables_missing',
]

/** What waits for an hour or a day is put off, what lacks a template is held, everything else that is refused is skipped with its reason. */
function fateOf(touch: DueTouch, sent: Sent, at: Date): SettledTouch | PutOff {
  const { contactId, step, templateId } = touch
  if (!('refused' in sent)) return { contactId, step, state: 'sent', messageId: sent.messageId, reason: null }
  const { refused, facts } = sent
  if (refused === 'quiet_hours' && facts['until'] instanceof Date)
    return later(touch, facts['until'], refused)
  if (refused === 'daily_limit_reached') return later(touch, new Date(at.getTime() + nextPlaceMs), refused)
  const lacks = mayLack.includes(refused)
  // Only a text, and no approved template says it.
  const reason = lacks && templateId === null ? 'template_not_suited' : refused
  return { contactId, step, state: lacks ? 'held' : 'skipped', messageId: null, reason }
}
