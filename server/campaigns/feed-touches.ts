import { timeZoneOf } from '#contacts/time-zone.ts'
import { type CampaignDraft, sendMany, type Sent } from '#messages/send-many.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { roomOf } from './room-of.ts'
import { askAboutHeld } from './tell-owners.ts'
import {
  type DueTouch,
  type PutOff,
  putOff,
  type SettledTouch,
  settleTouches,
  takeDue,
} from './touch-store.ts'

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
  const room = await roomOf(tx, campaign, at)
  const total = [...room.values()].reduce((sum, each) => sum + each, 0)
  if (total === 0) return 0
  const due = await takeDue(tx, id, campaign.senderIds, at, Math.min(batch, total))
  if (due.length === 0) return 0
  const [silent, answered] = campaign.kind === 'follow_up' ? bySilence(campaign, due) : [due, []]
  const { placed, crowded } = shareOut(silent, campaign.senderIds, room)
  const drafts = placed.map(({ touch, senderId }) => draftOf(campaign, permitId, touch, senderId))
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

/** A contact keeps the sender they have a thread with; the others go to the sender with the most room. */
function shareOut(
  due: readonly DueTouch[],
  senderIds: readonly string[],
  room: Map<string, number>,
): { placed: { touch: DueTouch; senderId: string }[]; crowded: DueTouch[] } {
  const placed: { touch: DueTouch; senderId: string }[] = []
  const crowded: DueTouch[] = []
  for (const touch of due) {
    const roomiest = senderIds.reduce((best, id) => ((room.get(id) ?? 0) > (room.get(best) ?? 0) ? id : best))
    const senderId = touch.senderId ?? roomiest
    const left = room.get(senderId) ?? 0
    if (left <= 0) crowded.push(touch)
    else placed.push({ touch, senderId })
    room.set(senderId, left - 1)
  }
  return { placed, crowded }
}

function draftOf(campaign: CampaignRow, permitId: string, touch: DueTouch, senderId: string): CampaignDraft {
  const { contactId, address, text, templateId, variables } = touch
  const { quietFrom: from, quietUntil: until } = campaign
  const zone = touch.timeZone ?? timeZoneOf(address)
  return {
    contactId,
    contactAddress: address,
    senderId,
    connectorId: campaign.connectorId,
    body: text,
    template: templateId ? { templateId, variables: variables ?? {} } : null,
    agentId: campaign.agentId,
    permit: { id: permitId, epoch: campaign.permitEpoch },
    quiet: from === null || until === null ? null : { from, until, zone },
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
