import type { OutboundAgentRow } from '#agents/outbound-agent.ts'
import type { Tx } from '#platform/db.ts'
import { type CampaignRow, goesStraight } from './campaign.ts'
import { composeSubject, loadSubjects, whoFills } from './compose-touches.ts'
import { type Due, type DueTouch, takeDue, type TakenTouch } from './due-touch-store.ts'
import { dropBeyond } from './replan-touches.ts'
import { saveComposed } from './touch-store.ts'

/** Touches to give to the outbox, how many were taken for that, and how many of these are held because they lack something. */
interface TakenComposed {
  ready: DueTouch[]
  taken: number
  held: number
}

/**
 * The next touches that are due, with what they say. Where nobody looks at them first, those that are not composed yet are composed here, and
 * written once; what lacks something is written down as held.
 */
export async function takeComposed(
  tx: Tx,
  campaign: CampaignRow,
  due: Due,
  { limit, hasModel }: { limit: number; hasModel: boolean },
): Promise<TakenComposed> {
  const agent = goesStraight(campaign) ? await whoFills(tx, campaign, hasModel) : undefined
  const taken = await takeDue(tx, due, agent === undefined ? ['approved'] : ['approved', 'planned'], limit)
  const planned = taken.filter(({ isPlanned }) => isPlanned)
  if (planned.length === 0) return { ready: taken, taken: taken.length, held: 0 }
  const { ready, held } = await compose(tx, campaign, agent ?? null, planned)
  const composed = taken.filter(({ isPlanned }) => !isPlanned)
  return { ready: [...composed, ...ready], taken: taken.length, held }
}

async function compose(
  tx: Tx,
  campaign: CampaignRow,
  agent: OutboundAgentRow | null,
  planned: readonly TakenTouch[],
): Promise<{ ready: DueTouch[]; held: number }> {
  const subjects = await loadSubjects(tx, campaign, agent, planned)
  if (subjects.length < planned.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  const worded = subjects.map((subject) => ({ touch: subject.touch, wording: composeSubject(subject, null) }))
  const held = worded.filter(({ wording }) => wording.composed.held !== null)
  await saveComposed(
    tx,
    campaign.id,
    held.map(({ wording }) => ({ ...wording, state: 'held' as const })),
  )
  const ready = worded.flatMap(({ touch, wording }) => {
    const { text, templateId, variables, held: lacks } = wording.composed
    return lacks === null ? [{ ...touch, text, templateId, variables, wording }] : []
  })
  return { ready, held: held.length }
}
