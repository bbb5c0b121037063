import type { LanguageModel } from 'ai'
import type { Knowledge, Question, Thought } from './brain.ts'
import { leaveToMember, reservedQuestion } from './leave-to-member.ts'
import { type Application, type FetchOutside, thinkInApplication } from './application-brain.ts'
import { type Part, thinkBuiltIn } from './built-in-brain.ts'
import { thinkWithModel } from './model-brain.ts'
import type { AnsweringAgent } from './reply-store.ts'
import type { FormParameters } from '#twilio/parse-form.ts'

/** What brains reach outside: the configured model, if any, and the customer's own application. */
export interface Outside {
  model: LanguageModel | null
  fetchOutside: FetchOutside
}

/** Everything one thought rests on, loaded before it begins: no transaction stays open while a brain works. */
export interface Prompt {
  agent: AnsweringAgent
  question: Question
  knowledge: readonly Knowledge[]
  /** For the built-in brain, where several messages wait: each of them by itself. */
  parts?: readonly Part[]
  /** For the application brain: how to ask it, and with which of Twilio's parameters. */
  application: (Application & { parameters: FormParameters }) | null
}

/**
 * Lets the agent's brain work, within its time. A brain that fails, hangs or is not there becomes a hand-over with the
 * reason, never silence. What a digital twin leaves to its member is looked for before its brain is asked, and after.
 */
export async function think(prompt: Prompt, outside: Outside, signal: AbortSignal): Promise<Thought> {
  const { twin } = prompt.agent
  const left = twin && reservedQuestion(twin, prompt.question.text)
  if (left) return left
  try {
    const thought = await workOf(prompt, outside, signal)
    return twin ? leaveToMember(twin, thought) : thought
  } catch (error) {
    const detail = signal.aborted
      ? 'no answer in time'
      : error instanceof Error
        ? error.message
        : String(error)
    return { kind: 'hand_over', reason: 'agent_failed', detail: detail.slice(0, 200) }
  }
}

async function workOf(
  prompt: Prompt,
  { model, fetchOutside }: Outside,
  signal: AbortSignal,
): Promise<Thought> {
  const { agent, question, knowledge, parts, application } = prompt
  if (agent.brain === 'built_in') return thinkBuiltIn(question, knowledge, parts)
  if (agent.brain === 'model') {
    if (!model) throw new Error('no model is configured')
    return await thinkWithModel(model, instructionsOf(agent), question, knowledge, signal)
  }
  if (!application) throw new Error('no application is configured')
  return await thinkInApplication(application, application.parameters, fetchOutside, signal)
}

/** A twin writes as its member, and never for them in what binds. */
function instructionsOf({ instructions, twin }: AnsweringAgent): string {
  if (!twin) return instructions
  return `You write in the place of ${twin.memberName}, in the first person. You promise, confirm, accept and agree to nothing; prices, contracts and money are not yours to speak of. If the guest asks for any of that, choose "hand_over".\n${instructions}`
}
