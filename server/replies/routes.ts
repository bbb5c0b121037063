import { agentOperations } from '@parley/contract/agents.ts'
import { type Doors, door } from '#platform/door.ts'
import { isRefusal, refuse } from '#platform/refusal.ts'
import { phrasesIn } from './phrases.ts'
import { type Outside, think } from './think.ts'
import { thinkingLimitMs } from './turn.ts'
import { loadTrial } from './try-agent.ts'

export function replyRoutes(doors: Doors, outside: Outside) {
  door(doors, agentOperations.tryAgent, async ({ principal, params, body }) => {
    const prompt = await doors.db.withOrganization(principal.organizationId, (tx) =>
      loadTrial(tx, params.agentId, body.question),
    )
    if (isRefusal(prompt)) return prompt
    if (prompt.agent.brain === 'model' && !outside.model) return refuse('brain_not_configured')
    const thought = await think(prompt, outside, AbortSignal.timeout(thinkingLimitMs))
    if (thought.kind === 'nothing') return { answer: null, handOver: null, sources: [] }
    if (thought.kind === 'hand_over') {
      if (prompt.agent.brain === 'application' && thought.reason === 'agent_failed') {
        return refuse('application_unreachable', { reason: thought.detail })
      }
      const { noKnowledge, askedForPerson } = phrasesIn(prompt.question.language)
      return {
        answer: thought.reason === 'no_knowledge' ? noKnowledge : askedForPerson,
        handOver: thought.reason,
        sources: [],
      }
    }
    const sources = thought.sources.map(({ articleId, passageId, title, text, score }) => ({
      articleId,
      passageId,
      title,
      excerpt: text.slice(0, 300),
      score,
    }))
    return { answer: thought.messages.map((said) => said.body).join('\n\n'), handOver: null, sources }
  })
}
