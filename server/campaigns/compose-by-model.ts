import type { LanguageModel } from 'ai'
import { findOutboundAgent } from '#agents/find-outbound-agent.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { alive, type CampaignRow } from './campaign.ts'
import { findCampaign, listAlive } from './campaign-store.ts'
import { composedUntil, composeSubject, keepComposed, loadSubjects, type Subject } from './compose-touches.ts'
import { composeWithModel, type Worded } from './compose-with-model.ts'
import { dropBeyond } from './replan-touches.ts'
import { takePlanned } from './touch-store.ts'

/** Messages worded at once for one campaign. */
const atOnce = 8
/** A model has this long for one message, both tries together. */
const wordingLimitMs = 25_000

/**
 * Words the next touches of the organization's campaigns whose agent has a model for a brain. Nothing is locked while the
 * model works: what was steered, changed or composed by somebody else meanwhile is not written.
 * @returns whether there may be more
 */
export async function composeByModel(
  database: Database,
  organizationId: string,
  model: LanguageModel,
  clock: Clock,
): Promise<boolean> {
  const campaigns = await database.withOrganization(organizationId, (tx) => listAlive(tx, alive))
  let more = false
  for (const { id } of campaigns) {
    const subjects = await database.withOrganization(organizationId, (tx) =>
      takeSubjects(tx, id, clock.now()),
    )
    if (subjects.length === 0) continue
    const worded = await Promise.all(subjects.map((subject) => word(model, subject)))
    await database.withOrganization(organizationId, (tx) => keep(tx, subjects, worded, clock.now()))
    more = true
  }
  return more
}

async function takeSubjects(tx: Tx, campaignId: string, at: Date): Promise<Subject[]> {
  const campaign = await findCampaign(tx, campaignId)
  const agent = campaign?.agentId ? await findOutboundAgent(tx, campaign.agentId) : undefined
  if (!campaign || agent?.brain !== 'model') return []
  const planned = await takePlanned(tx, campaign.id, composedUntil(campaign, at), atOnce)
  const subjects = await loadSubjects(tx, campaign, agent, planned)
  if (subjects.length < planned.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  return subjects
}

/** Null where the plan says it with a template alone: there is nothing to word. */
async function word(model: LanguageModel, subject: Subject): Promise<Worded | null> {
  const { campaign, agent, step, language, facts } = subject
  const { text: outline, templateId } = step
  if (!agent || (outline === '' && templateId !== null && campaign.goal === '')) return null
  const wish = { agent, goal: campaign.goal, outline, language, facts }
  return await composeWithModel(model, wish, AbortSignal.timeout(wordingLimitMs))
}

async function keep(
  tx: Tx,
  subjects: readonly Subject[],
  worded: readonly (Worded | null)[],
  at: Date,
): Promise<void> {
  const before = subjects[0]!.campaign
  const campaign = await findCampaign(tx, before.id, true)
  if (!campaign || !isSamePlan(before, campaign)) return
  await keepComposed(
    tx,
    campaign,
    subjects.map((subject, which) => composeSubject(subject, worded[which] ?? null)),
    at,
  )
  await publish(tx, { topic: 'campaign', subjectId: campaign.id })
}

/** A change of a launched plan raises its epoch. */
const isSamePlan = (before: CampaignRow, now: CampaignRow): boolean =>
  alive.includes(now.state) && now.permitEpoch === before.permitEpoch
