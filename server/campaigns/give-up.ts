import { openPermit, renewPermit } from '#messages/permit.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { saveCampaign } from './campaign-store.ts'
import { dropUnsent, takeBackAll } from './end-touches.ts'

const reason = 'campaign_over'

/** Its days are over: what has not left never will, neither what is planned nor what rests in the outbox. */
export async function giveUp(
  tx: Tx,
  { id, permitId, permitEpoch }: Pick<CampaignRow, 'id' | 'permitId' | 'permitEpoch'>,
  at: Date,
): Promise<void> {
  if (permitId) {
    await takeBackAll(tx, id, await renewPermit(tx, permitId), reason)
    // A retry may still want it.
    await openPermit(tx, permitId)
  }
  await dropUnsent(tx, id, reason)
  await saveCampaign(tx, id, { state: 'done', finishedAt: at, permitEpoch: permitEpoch + 1 })
}
