import type { LanguageModel } from 'ai'
import { campaignOperations } from '@parley/contract/campaigns.ts'
import { outboundOperations } from '@parley/contract/outbound.ts'
import { findOutboundAgent } from '#agents/find-outbound-agent.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { mergeFacts } from './compose-touch.ts'
import { valuesOf } from './compose-touches.ts'
import { composeWithModel } from './compose-with-model.ts'
import { factsOf } from './fact.ts'
import { loadKnown } from './known-store.ts'
import { proposeText } from './propose-text.ts'
import { proposePlan } from './propose-plan.ts'

const limitMs = 30_000

/** What an outbound agent would say: to one contact, and as the text of a plan. Nothing is kept and nothing sent. */
export function outboundTrialRoutes(doors: Doors, model: LanguageModel | null): void {
  door(doors, outboundOperations.tryOutboundAgent, async ({ principal, params, body }) => {
    const loaded = await doors.db.withOrganization(principal.organizationId, async (tx) => {
      const agent = await findOutboundAgent(tx, params.outboundAgentId)
      const known = (await loadKnown(tx, [body.contactId])).get(body.contactId)
      return agent && known ? { agent, known } : refuse('not_found')
    })
    if (isRefusal(loaded)) return loaded
    const { agent, known } = loaded
    if (agent.brain === 'model' && !model) return refuse('brain_not_configured')
    const language = known.language ?? agent.language
    const facts = factsOf(known, agent, language)
    const wish = { agent, goal: body.goal, outline: body.text, language, facts }
    const worded =
      agent.brain === 'model' && model
        ? await composeWithModel(model, wish, AbortSignal.timeout(limitMs))
        : null
    if (worded && 'text' in worded)
      return {
        text: worded.text,
        language,
        facts: worded.facts,
        missing: [],
        composedBy: 'model' as const,
        note: null,
      }
    const merged = mergeFacts(body.text || proposeText(agent, body.goal, language, 0), valuesOf(facts))
    return {
      text: merged.text,
      language,
      facts: facts.filter(({ name }) => Object.hasOwn(merged.used, name)),
      missing: merged.missing,
      composedBy: 'built_in' as const,
      note: worded?.refused ?? null,
    }
  })

  door(doors, campaignOperations.proposeCampaign, async ({ principal, body }) => {
    const agent = await doors.db.withOrganization(principal.organizationId, (tx) =>
      findOutboundAgent(tx, body.agentId),
    )
    if (!agent) return refuse('not_found')
    if (agent.brain === 'model' && !model) return refuse('brain_not_configured')
    return await proposePlan(
      agent,
      body,
      agent.brain === 'model' ? model : null,
      AbortSignal.timeout(limitMs),
    )
  })
}
