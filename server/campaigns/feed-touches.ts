import { laneOfService } from '#messages/message.ts'
import { sendMany } from '#messages/send-many.ts'
import type { Clock } from '#platform/clock.ts'
import type { Tx } from '#platform/db.ts'
import { isRefusal } from '#platform/refusal.ts'
import type { CampaignRow } from './campaign.ts'
import { quietOf, readCampaignSettings } from './campaign-settings.ts'
import { takeComposed } from './take-composed.ts'
import { decideTouches, draftOf, fateOf } from './decide-touch.ts'
import { lanesOf, roomOf } from './room-of.ts'
import { putOff, settleTouches } from './due-touch-store.ts'
import { askAboutHeld } from './tell-owners.ts'
import { usablePool } from './usable-pool.ts'

const batch = 500

/**
 * Gives the next due touches of a campaign to the outbox, as many as its senders have room for. What only has to wait, for the end of somebody's
 * quiet hours or for a place in the portfolio's day, is put off.
 * @returns how many touches were taken; `full` when what was given before still waits in every lane
 */
export async function feedTouches(
  tx: Tx,
  campaign: CampaignRow,
  clock: Clock,
  hasModel = false,
): Promise<number | 'full'> {
  const at = clock.now()
  const { id, permitId } = campaign
  if (permitId === null) return 0
  const pool = campaign.throughService ? await usablePool(tx, campaign.connectorId) : null
  // The next round holds the campaign.
  if (isRefusal(pool)) return 0
  const lanes = lanesOf(campaign, pool)
  const senderIds = lanes.flatMap(({ senderId }) => senderId ?? [])
  const room = await roomOf(tx, campaign, lanes, at)
  // Almost everything of a campaign through a service goes by its lane: while that is full, nothing is taken only to be put off.
  const total = pool
    ? (room.get(laneOfService(campaign.connectorId)) ?? 0)
    : [...room.values()].reduce((sum, each) => sum + each, 0)
  if (total === 0) return room.size > 0 ? 'full' : 0
  const due = { campaignId: id, senderIds, isPooled: pool !== null, at }
  const { ready, taken, held } = await takeComposed(tx, campaign, due, {
    limit: Math.min(batch, total),
    hasModel,
  })
  if (taken === 0) return 0
  const { placed, later, settled: answered } = decideTouches(campaign, ready, { senderIds, pool, room }, at)
  const ownHours = quietOf(campaign.quietFrom, campaign.quietUntil)
  const quiet = ownHours ?? (await readCampaignSettings(tx)).quiet
  const drafts = placed.map(({ touch, ...place }) => draftOf(campaign, { permitId, quiet }, touch, place))
  const sent = await sendMany(tx, drafts, clock)
  const fates = placed.map(({ touch }, index) => fateOf(touch, sent[index]!, at))
  await putOff(tx, id, [...later, ...fates.flatMap((fate) => ('dueAt' in fate ? [fate] : []))])
  const settled = [...answered, ...fates.flatMap((fate) => ('state' in fate ? [fate] : []))]
  const waits = campaign.steps.map(({ waitSeconds }) => waitSeconds)
  await settleTouches(tx, id, settled, waits, at)
  await askAboutHeld(tx, campaign, held + settled.filter(({ state }) => state === 'held').length, at)
  return taken
}
