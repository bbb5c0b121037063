import type { LanguageModel } from 'ai'
import { findOutboundAgent } from '#agents/find-outbound-agent.ts'
import type { Clock } from '#platform/clock.ts'
import type { Database, Tx } from '#platform/db.ts'
import { publish } from '#platform/live.ts'
import { considerTemplates, type Judge } from '#templates/choose-template.ts'
import { alive, type CampaignRow } from './campaign.ts'
import { findCampaign, listAlive } from './campaign-store.ts'
import {
  composedUntil,
  composeSubject,
  intendedFor,
  keepComposed,
  loadSubjects,
  type Subject,
} from './compose-touches.ts'
import { composeWithModel, type Worded } from './compose-with-model.ts'
import { dropBeyond } from './replan-touches.ts'
import { takePlanned } from './touch-store.ts'

/** Messages worded at once for one campaign. */
const atOnce = 8
/** A model has this long for one message, both tries together. */
const wordingLimitMs = 25_000

/** Who thinks: a model words, and a judge says which template says the same. */
export interface Thinking {
  model: LanguageModel
  judge: Judge
}

/**
 * Words the next touches of the organization's campaigns whose agent has a model for a brain. Nothing is locked while the
 * model works: what was steered, changed or composed by somebody else meanwhile is not written.
 * @returns whether there may be more
 */
export async function composeByModel(
  database: Database,
  organizationId: string,
  { model, judge }: Thinking,
  clock: Clock,
): Promise<boolean> {
  const campaigns = await database.withOrganization(organizationId, (tx) => listAlive(tx, alive))
  let more = false
  for (const { id } of campaigns) {
    const subjects = await database.withOrganization(organizationId, (tx) =>
      takeSubjects(tx, id, clock.now()),
    )
    if (subjects.length === 0) continue
    const composed = await Promise.all(subjects.map((subject) => compose(model, judge, subject)))
    const { campaign } = subjects[0]!
    await database.withOrganization(organizationId, (tx) => keep(tx, campaign, composed, clock.now()))
    more = true
  }
  return more
}

async function takeSubjects(tx: Tx, campaignId: string, at: Date): Promise<Subject[]> {
  const campaign = await findCampaign(tx, campaignId)
  const agent = campaign?.agentId ? await findOutboundAgent(tx, campaign.agentId) : undefined
  // What is held is not said for now, and by the time it is, other things may be true.
  if (!campaign || campaign.holdReason !== null || agent?.brain !== 'model') return []
  const planned = await takePlanned(
    tx,
    campaign.id,
    { after: null, until: composedUntil(campaign, at) },
    atOnce,
  )
  const subjects = await loadSubjects(tx, campaign, agent, planned)
  if (subjects.length < planned.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  return subjects
}

/** Worded, and with the template the judge names among the ranked; the ranking decides where the judge gives no answer in time. */
async function compose(model: LanguageModel, judge: Judge, subject: Subject) {
  const worded = await word(model, subject)
  const intention = intendedFor(subject, worded)
  const considered = intention && (await considerTemplates(intention, subject.approved, judge))
  return composeSubject(subject, worded, considered?.chosen)
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
  before: CampaignRow,
  composed: readonly ReturnType<typeof composeSubject>[],
  at: Date,
): Promise<void> {
  const campaign = await findCampaign(tx, before.id, true)
  if (!campaign || !isSamePlan(before, campaign)) return
  await keepComposed(tx, campaign, composed, at)
  publish(tx, { topic: 'campaign', subjectId: campaign.id })
}

/** A change of a launched plan raises its epoch. */
const isSamePlan = (before: CampaignRow, now: CampaignRow): boolean =>
  alive.includes(now.state) && now.permitEpoch === before.permitEpoch
