import { agentOperations } from '@parley/contract/agents.ts'
import { twinOperations } from '@parley/contract/twins.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import type { HandOverReason } from './brain.ts'
import { phrasesIn } from './phrases.ts'
import { type Outside, type Prompt, think } from './think.ts'
import { thinkingLimitMs } from './turn.ts'
import { loadTrial, loadTwinTrial } from './try-agent.ts'
import { sourceOf } from './source.ts'

export function replyRoutes(doors: Doors, outside: Outside) {
  door(doors, agentOperations.tryAgent, async ({ principal, params, body }) => {
    const prompt = await doors.db.withOrganization(principal.organizationId, (tx) =>
      loadTrial(tx, params.agentId, body.question),
    )
    return isRefusal(prompt) ? prompt : await tryOut(prompt, outside)
  })
  door(doors, twinOperations.tryTwin, async ({ principal, body }) => {
    const { memberId } = principal
    if (memberId === null) return refuse('no_twin')
    const prompt = await doors.db.withOrganization(principal.organizationId, (tx) =>
      loadTwinTrial(tx, memberId, body.question),
    )
    return isRefusal(prompt) ? prompt : await tryOut(prompt, outside)
  })
}

async function tryOut(prompt: Prompt, outside: Outside) {
  if (prompt.agent.brain === 'model' && !outside.model) return refuse('brain_not_configured')
  const thought = await think(prompt, outside, AbortSignal.timeout(thinkingLimitMs))
  if (thought.kind === 'nothing') return { answer: null, handOver: null, sources: [] }
  if (thought.kind === 'hand_over') return noticeOf(prompt, thought.reason, thought.detail)
  const sources = thought.sources.map(sourceOf)
  return { answer: thought.messages.map((said) => said.body).join('\n\n'), handOver: null, sources }
}

function noticeOf({ agent, question }: Prompt, reason: HandOverReason, detail: string) {
  if (agent.brain === 'application' && reason === 'agent_failed')
    return refuse('application_unreachable', { reason: detail })
  const { noKnowledge, askedForPerson, comeBack } = phrasesIn(question.language)
  const answer = agent.twin ? comeBack : reason === 'no_knowledge' ? noKnowledge : askedForPerson
  return { answer, handOver: reason, sources: [] }
}
