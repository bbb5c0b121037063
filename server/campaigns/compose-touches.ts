import { sql } from 'kysely'
import { memberNames } from '#organizations/member-names.ts'
import type { Tx } from '#platform/db.ts'
import { approvedTemplates } from '#templates/approved-templates.ts'
import { type CampaignRow, needsReview } from './campaign.ts'
import { composeTouch, type ContactFacts } from './compose-touch.ts'
import { dropBeyond } from './replan-touches.ts'
import { askAboutHeld } from './tell-owners.ts'
import { countReviewed, type PlannedTouch, saveComposed, takePlanned } from './touch-store.ts'

const batch = 500
/** A touch is composed this long before it is due, so that a person has the time to look at it. */
const aheadMs = 24 * 3_600_000
/** What waits to be launched is composed however far off it is. */
const whollyAheadMs = 10_000 * aheadMs

/** Composes the next touches of a campaign. @returns how many */
export async function composeTouches(tx: Tx, campaign: CampaignRow, at: Date): Promise<number> {
  const until = new Date(at.getTime() + (campaign.state === 'prepared' ? whollyAheadMs : aheadMs))
  const planned = await takePlanned(tx, campaign.id, until, batch)
  if (planned.length === 0) return 0
  const approved = await approvedTemplates(tx, campaign.connectorId)
  const names = await memberNames(tx)
  let reviewed = campaign.approval === 'first' ? await countReviewed(tx, campaign.id) : 0
  const composed = planned.flatMap((touch) => {
    const step = campaign.steps[touch.step]
    if (!step) return []
    const made = composeTouch(step, factsOf(touch, names), touch.language, approved)
    const waits = needsReview(campaign, reviewed)
    if (waits && made.held === null) reviewed += 1
    const state = made.held !== null ? ('held' as const) : waits ? ('review' as const) : ('approved' as const)
    return [{ contactId: touch.contactId, step: touch.step, state, composed: made }]
  })
  await saveComposed(tx, campaign.id, composed)
  await askAboutHeld(tx, campaign, composed.filter(({ state }) => state === 'held').length, at)
  if (composed.length < planned.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  return planned.length
}

/** What a text may say about the contact. */
function factsOf({ name, ownerId }: PlannedTouch, members: ReadonlyMap<string, string>): ContactFacts {
  const owner = ownerId ? members.get(ownerId) : undefined
  const facts: Record<string, string | undefined> = {
    name,
    first_name: name.split(/\s+/)[0],
    owner,
    owner_first_name: owner?.split(/\s+/)[0],
  }
  return Object.assign(
    Object.create(null) as Record<string, string>,
    Object.fromEntries(Object.entries(facts).filter(([, value]) => value)),
  )
}

/** Whether anything of the campaign may still come. */
export async function hasMore(tx: Tx, campaignId: string): Promise<boolean> {
  const { rows } = await sql<{ more: boolean }>`
    select exists (select from touch where organization_id = ${tx.organizationId} and campaign_id = ${campaignId}
      and state in ('planned', 'review', 'approved', 'held')) as more`.execute(tx.db)
  return rows[0]?.more ?? false
}
