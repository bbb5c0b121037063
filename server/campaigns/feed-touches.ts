import { sql } from 'kysely'
import { timeZoneOf } from '#contacts/time-zone.ts'
import { laneOf } from '#messages/message.ts'
import { type CampaignDraft, sendMany, type Sent } from '#messages/send-many.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { afterQuietHours } from '#platform/quiet-hours.ts'
import { type DueTouch, putOff, type SettledTouch, settleTouches, takeDue } from './touch-store.ts'

/**
 * Messages of campaigns that may wait in the outbox for one sender: a few seconds of its pace. More would only make a pause, a
 * change and other campaigns wait.
 */
const waitingLimit = 320
const batch = 250

/**
 * Gives the next due touches of a campaign to the outbox, as many as its senders have room for. Those in somebody's quiet hours
 * are put off to their end.
 * @returns how many touches were taken
 */
export async function feedTouches(tx: Tx, campaign: CampaignRow, clock: Clock): Promise<number> {
  const at = clock.now()
  const room = await roomOf(tx, campaign.senderIds)
  const total = [...room.values()].reduce((sum, each) => sum + each, 0)
  if (total === 0 || campaign.permitId === null) return 0
  const due = await takeDue(tx, campaign.id, campaign.senderIds, at, Math.min(batch, total))
  if (due.length === 0) return 0
  const [ready, later] = splitByQuietHours(campaign, due, at)
  await putOff(tx, campaign.id, later)
  const placed = shareOut(ready, campaign.senderIds, room)
  const drafts = placed.map(({ touch, senderId }) => draftOf(campaign, campaign.permitId!, touch, senderId))
  const sent = await sendMany(tx, drafts, clock)
  const settled = placed.map(({ touch }, index) => settledAs(touch, sent[index]!))
  await settleTouches(
    tx,
    campaign.id,
    settled,
    campaign.steps.map(({ waitSeconds }) => waitSeconds),
    at,
  )
  return due.length
}

/** How many more messages of campaigns each sender may have waiting. None before half of them have left: a few at a time cost as much as many. */
async function roomOf(tx: Tx, senderIds: readonly string[]): Promise<Map<string, number>> {
  const lanes = senderIds.map(laneOf)
  const { rows } = await sql<{ lane: string; waiting: number }>`
    select lane, count(*)::int as waiting from message
    where organization_id = ${tx.organizationId} and lane = any(${lanes}::text[]) and status = 'queued' and origin = 'campaign'
    group by lane`.execute(tx.db)
  const waiting = new Map(rows.map((row) => [row.lane, row.waiting]))
  return new Map(
    senderIds.map((id) => {
      const here = waiting.get(laneOf(id)) ?? 0
      return [id, here > waitingLimit / 2 ? 0 : waitingLimit - here]
    }),
  )
}

function splitByQuietHours(
  { quietFrom, quietUntil }: CampaignRow,
  due: readonly DueTouch[],
  at: Date,
): [DueTouch[], { contactId: string; step: number; dueAt: Date }[]] {
  const quiet = quietFrom === null || quietUntil === null ? null : { from: quietFrom, until: quietUntil }
  const ready: DueTouch[] = []
  const later: { contactId: string; step: number; dueAt: Date }[] = []
  for (const touch of due) {
    const dueAt = quiet ? afterQuietHours(at, touch.timeZone ?? timeZoneOf(touch.address), quiet) : at
    if (dueAt > at) later.push({ contactId: touch.contactId, step: touch.step, dueAt })
    else ready.push(touch)
  }
  return [ready, later]
}

/** A contact keeps the sender they have a thread with; the others go to the sender with the most room. */
function shareOut(
  due: readonly DueTouch[],
  senderIds: readonly string[],
  room: Map<string, number>,
): { touch: DueTouch; senderId: string }[] {
  return due.map((touch) => {
    const roomiest = senderIds.reduce((best, id) => ((room.get(id) ?? 0) > (room.get(best) ?? 0) ? id : best))
    const senderId = touch.senderId ?? roomiest
    room.set(senderId, (room.get(senderId) ?? 0) - 1)
    return { touch, senderId }
  })
}

function draftOf(campaign: CampaignRow, permitId: string, touch: DueTouch, senderId: string): CampaignDraft {
  const { contactId, address, text, templateId, variables } = touch
  return {
    contactId,
    contactAddress: address,
    senderId,
    connectorId: campaign.connectorId,
    body: text,
    template: templateId ? { templateId, variables: variables ?? {} } : null,
    agentId: campaign.agentId,
    permit: { id: permitId, epoch: campaign.permitEpoch },
  }
}

/** What may only get a template and has none waits for one; everything else that is refused is skipped with its reason. */
function settledAs({ contactId, step }: DueTouch, sent: Sent): SettledTouch {
  const touch = { contactId, step }
  if (!('refused' in sent)) return { ...touch, state: 'sent', messageId: sent.messageId, reason: null }
  const waits = [
    'window_closed',
    'window_never_opened',
    'template_not_approved',
    'template_variables_missing',
  ]
  return {
    ...touch,
    state: waits.includes(sent.refused) ? 'held' : 'skipped',
    messageId: null,
    reason: sent.refused,
  }
}
