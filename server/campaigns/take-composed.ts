import type { OutboundAgentRow } from '#agents/outbound-agent.ts'
import type { Tx } from '#platform/db.ts'
import { type CampaignRow, goesStraight } from './campaign.ts'
import { composeSubject, keepComposed, loadSubjects, whoFills } from './compose-touches.ts'
import { type Due, type DueTouch, takeDue } from './due-touch-store.ts'
import { dropBeyond } from './replan-touches.ts'
import type { PlannedTouch } from './touch-store.ts'

/**
 * The next touches that are due, with what they say. Where nobody looks at them first, those that are not composed yet are composed here, and
 * written once; what lacks something is written down as held.
 * @returns how many were `taken`, with those that are held now
 */
export async function takeComposed(
  tx: Tx,
  campaign: CampaignRow,
  due: Due,
  { limit, hasModel }: { limit: number; hasModel: boolean },
): Promise<{ ready: DueTouch[]; taken: number }> {
  const composed = await takeDue(tx, due, 'approved', limit)
  const left = limit - composed.length
  const agent = left > 0 && goesStraight(campaign) ? await whoFills(tx, campaign, hasModel) : undefined
  if (agent === undefined) return { ready: composed, taken: composed.length }
  const planned = await takeDue(tx, due, 'planned', left)
  const ready = [...composed, ...(await composeDue(tx, campaign, agent, planned, due.at))]
  return { ready, taken: composed.length + planned.length }
}

async function composeDue(
  tx: Tx,
  campaign: CampaignRow,
  agent: OutboundAgentRow | null,
  due: readonly (DueTouch & PlannedTouch)[],
  at: Date,
): Promise<DueTouch[]> {
  if (due.length === 0) return []
  const subjects = await loadSubjects(tx, campaign, agent, due)
  if (subjects.length < due.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  const worded = subjects.map((subject) => ({ touch: subject.touch, wording: composeSubject(subject, null) }))
  const held = worded.filter(({ wording }) => wording.composed.held !== null).map(({ wording }) => wording)
  if (held.length > 0) await keepComposed(tx, campaign, held, at)
  return worded.flatMap(({ touch, wording }) => {
    const { text, templateId, variables, held: lacks } = wording.composed
    return lacks === null ? [{ ...touch, text, templateId, variables, wording }] : []
  })
}
