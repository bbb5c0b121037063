import { sql } from 'kysely'
import { findOutboundAgent } from '#agents/find-outbound-agent.ts'
import type { OutboundAgentRow } from '#agents/outbound-agent.ts'
import type { Tx } from '#platform/db.ts'
import { approvedTemplates } from '#templates/approved-templates.ts'
import type { Refused } from '#platform/refusal.ts'
import type { Candidate, Intention, Ranked } from '#templates/choose-template.ts'
import { type CampaignRow, goesStraight, needsReview } from './campaign.ts'
import { composeTouch, type ContactFacts, intentionOf, mergeFacts } from './compose-touch.ts'
import type { Worded } from './compose-with-model.ts'
import { type Fact, factsOf, type Known } from './fact.ts'
import { loadKnown } from './known-store.ts'
import { proposeText } from './propose-text.ts'
import { dropBeyond } from './replan-touches.ts'
import { askAboutHeld } from './tell-owners.ts'
import {
  type ComposedTouch,
  countReviewed,
  type PlannedTouch,
  saveComposed,
  takePlanned,
} from './touch-store.ts'

const batch = 500
/** A touch is composed this long before it is due, so that a person has the time to look at it. */
const aheadMs = 24 * 3_600_000
/** What waits to be launched is composed however far off it is. */
const whollyAheadMs = 10_000 * aheadMs

/** Touches due before this instant are composed now. */
export const composedUntil = ({ state }: CampaignRow, at: Date): Date =>
  new Date(at.getTime() + (state === 'prepared' ? whollyAheadMs : aheadMs))

/** Who fills facts into a campaign's texts: its agent, or nobody. Undefined where a model words them, which takes seconds and is done outside a transaction. */
export async function whoFills(
  tx: Tx,
  { agentId }: Pick<CampaignRow, 'agentId'>,
  hasModel: boolean,
): Promise<OutboundAgentRow | null | undefined> {
  const agent = (agentId && (await findOutboundAgent(tx, agentId))) || null
  return agent?.brain === 'model' && hasModel ? undefined : agent
}

/**
 * Composes the next touches of a campaign by filling facts into texts. Where nobody looks at them first, those that are due already are composed
 * as they are given to the outbox.
 * @returns how many
 */
export async function composeTouches(
  tx: Tx,
  campaign: CampaignRow,
  at: Date,
  hasModel = false,
): Promise<number> {
  const agent = await whoFills(tx, campaign, hasModel)
  if (agent === undefined) return 0
  const span = { after: goesStraight(campaign) ? at : null, until: composedUntil(campaign, at) }
  const planned = await takePlanned(tx, campaign.id, span, batch)
  if (planned.length === 0) return 0
  const subjects = await loadSubjects(tx, campaign, agent, planned)
  await keepComposed(
    tx,
    campaign,
    subjects.map((subject) => composeSubject(subject, null)),
    at,
  )
  if (subjects.length < planned.length) await dropBeyond(tx, campaign.id, campaign.steps.length)
  return planned.length
}

/** Everything one touch rests on. */
export interface Subject<Touch extends PlannedTouch = PlannedTouch> {
  campaign: CampaignRow
  agent: OutboundAgentRow | null
  touch: Touch
  step: CampaignRow['steps'][number]
  /** The language it is written in: the contact's, else the agent's. */
  language: string
  facts: Fact[]
  approved: readonly Candidate[]
}

/** Touches of steps that the plan no longer has are left out. */
export async function loadSubjects<Touch extends PlannedTouch>(
  tx: Tx,
  campaign: CampaignRow,
  agent: OutboundAgentRow | null,
  planned: readonly Touch[],
): Promise<Subject<Touch>[]> {
  const approved = await approvedTemplates(tx, campaign.connectorId)
  const known = await loadKnown(
    tx,
    planned.map(({ contactId }) => contactId),
  )
  return planned.flatMap((touch) => {
    const step = campaign.steps[touch.step]
    if (!step) return []
    const language = touch.language ?? agent?.language ?? 'en'
    const facts = factsOf(known.get(touch.contactId) ?? nothingKnown, agent, language)
    return [{ campaign, agent, touch, step, language, facts, approved }]
  })
}

const nothingKnown: Known = { name: '', language: null, owner: null, tags: [], fields: {}, lead: null }

/** Facts as a text names them, without what every object has. */
export const valuesOf = (facts: readonly Fact[]): ContactFacts =>
  Object.assign(
    Object.create(null) as Record<string, string>,
    Object.fromEntries(facts.map(({ name, value }) => [name, value])),
  )

/** What is said to the contact, before a template is found for it. `worded` is what a model made of it; null when facts are filled in. */
function sayTo(subject: Subject, worded: Worded | null) {
  const { campaign, agent, touch, step: planned, language, facts } = subject
  const values = valuesOf(facts)
  const step = isLeftTo(agent, campaign.goal, planned.text, touch.step)
    ? { ...planned, text: proposeText(agent, campaign.goal, language, touch.step) }
    : planned
  const byModel = worded !== null && 'text' in worded
  const body = byModel
    ? { text: worded.text, used: namedValues(worded.facts), missing: [] }
    : mergeFacts(step.text, values)
  const reader = { language: touch.language ?? agent?.language ?? null, optedIn: touch.optedIn }
  return { step, values, reader, body, byModel }
}

/**
 * Whether the agent says what the goal asks for, in the contact's language: where the plan has no text, or the agent's own proposal as it
 * was made. What a person wrote is said as they wrote it.
 */
const isLeftTo = (
  agent: OutboundAgentRow | null,
  goal: string,
  text: string,
  step: number,
): agent is OutboundAgentRow =>
  agent !== null && goal !== '' && (text === '' || text === proposeText(agent, goal, agent.language, step))

/** What a judge of templates is asked about; null where there is nothing to choose. */
export function intendedFor(subject: Subject, worded: Worded | null): Intention | null {
  const { step, values, reader, body } = sayTo(subject, worded)
  return intentionOf(step, values, reader, body)
}

/**
 * @param worded what a model made of it; null when facts are filled into the text of the plan
 * @param chosen the template a judge chose; without, the best ranked
 */
export function composeSubject(
  subject: Subject,
  worded: Worded | null,
  chosen?: Ranked | Refused,
): Omit<ComposedTouch, 'state'> {
  const { agent, touch, facts, approved } = subject
  const { step, values, reader, body, byModel } = sayTo(subject, worded)
  const composed = composeTouch(step, values, reader, approved, body, chosen && (() => chosen))
  const refused = worded !== null && 'refused' in worded ? worded.refused : null
  const speechless = refused !== null && composed.text === '' && composed.templateId === null
  return {
    contactId: touch.contactId,
    step: touch.step,
    composed: speechless ? { ...composed, held: 'text_not_grounded' } : composed,
    composedBy: byModel ? 'model' : agent ? 'built_in' : 'plan',
    sources: sourcesOf(composed.facts, facts),
    note: refused,
  }
}

const namedValues = (facts: readonly Fact[]): Record<string, string> =>
  Object.fromEntries(facts.map(({ name, value }) => [name, value]))

function sourcesOf(used: Readonly<Record<string, string>>, facts: readonly Fact[]): ComposedTouch['sources'] {
  return Object.fromEntries(
    facts
      .filter(({ name }) => Object.hasOwn(used, name))
      .map(({ name, source, detail }) => [name, { source, detail }]),
  )
}

/** Writes them down, each as far as the plan trusts it. */
export async function keepComposed(
  tx: Tx,
  campaign: CampaignRow,
  touches: readonly Omit<ComposedTouch, 'state'>[],
  at: Date,
): Promise<void> {
  let reviewed = campaign.approval === 'first' ? await countReviewed(tx, campaign.id) : 0
  const decided = touches.map((touch): ComposedTouch => {
    const waits = needsReview(campaign, reviewed)
    if (touch.composed.held !== null) return { ...touch, state: 'held' }
    if (waits) reviewed += 1
    return { ...touch, state: waits ? 'review' : 'approved' }
  })
  await saveComposed(tx, campaign.id, decided)
  await askAboutHeld(tx, campaign, decided.filter(({ state }) => state === 'held').length, at)
}

/** Whether anything of the campaign may still come: a touch, or a message that has not left the outbox. */
export async function hasMore(
  tx: Tx,
  { id, permitId }: Pick<CampaignRow, 'id' | 'permitId'>,
): Promise<boolean> {
  const { rows } = await sql<{ more: boolean }>`
    select exists (select from touch where organization_id = ${tx.organizationId} and campaign_id = ${id}
        and state in ('planned', 'review', 'approved', 'held'))
      -- Each as an index has it.
      or exists (select from message where organization_id = ${tx.organizationId} and permit_id = ${permitId} and phase = 'outbox')
      or exists (select from attempt join message on message.organization_id = attempt.organization_id and message.id = attempt.message_id
        where attempt.organization_id = ${tx.organizationId} and state = 'dispatching' and permit_id = ${permitId}) as more`.execute(
    tx.db,
  )
  return rows[0]?.more ?? false
}
