import { notify } from '#activities/notify.ts'
import { administrators, memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import type { CampaignRow } from './campaign.ts'
import { saveCampaign } from './campaign-store.ts'

/** Tells whoever planned or launched the campaign; the administrators where none of them is a member any more. */
export async function tellOwners(
  tx: Tx,
  { id, name, createdBy, launchedBy }: CampaignRow,
  kind: 'campaign_held' | 'touches_held',
  facts: Record<string, unknown>,
): Promise<void> {
  const members = await memberNames(tx)
  const own = [createdBy, launchedBy].filter((memberId) => memberId !== null && members.has(memberId))
  const memberIds = own.length > 0 ? (own as string[]) : await administrators(tx)
  await notify(tx, { memberIds, kind, facts: { campaignId: id, campaign: name, ...facts } })
}

/** Asks once for each plan to look at touches that lack something. */
export async function askAboutHeld(tx: Tx, campaign: CampaignRow, held: number, at: Date): Promise<void> {
  if (held === 0 || campaign.askedAt !== null) return
  await saveCampaign(tx, campaign.id, { askedAt: at })
  await tellOwners(tx, campaign, 'touches_held', { count: held })
}
