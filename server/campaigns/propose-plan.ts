import type { LanguageModel } from 'ai'
import type { CampaignKind } from '@parley/contract/campaigns.ts'
import { z } from 'zod'
import { asData, invisible } from '#agents/as-data.ts'
import { askModel } from '#agents/ask-model.ts'
import { type OutboundAgentRow, toneIn } from '#agents/outbound-agent.ts'
import { checkComposed, composedLimit, type Finding } from './check-composed.ts'
import { mergeFacts } from './compose-touch.ts'
import { type Fact, factsOf } from './fact.ts'
import { type Proposed, proposeSteps } from './propose-text.ts'

export interface Proposal {
  steps: Proposed[]
  /** Of the organization, that stand in it. */
  facts: Fact[]
  composedBy: 'built_in' | 'model'
  note: Finding | null
}

/** A contact of whom everything is known: what a plan may name. */
const anybody = {
  name: 'x',
  language: null,
  owner: 'x',
  tags: ['x'],
  fields: {},
  lead: { title: 'x', value: 1_000_000, currency: 'XXX', stage: 'x', pipeline: 'x' },
}

const Plan = z.object({ texts: z.array(z.string()) })

/**
 * What an outbound agent would say to reach a goal, as texts of a plan with facts to fill in. A model's texts are held to the
 * same check as its messages; where they fail it, or the brain is built in, the sentences of the house are proposed.
 */
export async function proposePlan(
  agent: OutboundAgentRow,
  wanted: { goal: string; kind: z.infer<typeof CampaignKind>; language?: string | undefined },
  model: LanguageModel | null,
  signal: AbortSignal,
): Promise<Proposal> {
  const { goal, kind, language = agent.language } = wanted
  const usual = proposeSteps(agent, goal, language, kind)
  const facts = factsOf(anybody, agent, language)
  const made = model
    ? await askTwice(model, { agent, goal, language, facts, count: usual.length }, signal)
    : null
  const steps =
    made && Array.isArray(made) ? usual.map((step, at) => ({ ...step, text: made[at] ?? step.text })) : usual
  const texts = steps.map(({ text }) => text).join('\n')
  return {
    steps,
    facts: facts.filter(({ name, source }) => source === 'organization' && texts.includes(`{{${name}`)),
    composedBy: Array.isArray(made) ? 'model' : 'built_in',
    note: made !== null && !Array.isArray(made) ? made : null,
  }
}

interface Outline {
  agent: OutboundAgentRow
  goal: string
  language: string
  facts: readonly Fact[]
  count: number
}

/** It is told once what was wrong. */
async function askTwice(
  model: LanguageModel,
  outline: Outline,
  signal: AbortSignal,
): Promise<string[] | Finding> {
  let wrong: Finding | null = null
  for (let tries = 0; tries < 2 && !signal.aborted; tries += 1) {
    const made = await ask(model, outline, wrong, signal)
    if (!Array.isArray(made)) wrong = made
    else {
      wrong = made.length < outline.count ? { kind: 'empty', what: '' } : firstFinding(made, outline)
      if (wrong === null) return made.slice(0, outline.count)
    }
  }
  return wrong ?? { kind: 'failed', what: 'no answer in time' }
}

async function ask(
  model: LanguageModel,
  { agent, goal, language, facts, count }: Outline,
  wrong: Finding | null,
  signal: AbortSignal,
): Promise<string[] | Finding> {
  const named = facts.map(({ name, source, value }) =>
    source === 'organization' ? `{{${name}}}: ${value}` : `{{${name}}}`,
  )
  const instructions = `You write the texts of a WhatsApp campaign of a business: ${count} of them, each sent only while there is no answer to the one before.
- Say nothing that is not in the facts, the brief or the goal: no other number, price, date, link, promise or name.
- Name what differs from person to person by the placeholders of the list, with a word that stands in: {{first_name|there}}.
- Two to four short sentences each, at most ${composedLimit} characters, one question at the end.

The business says about its voice:
${agent.instructions}
${toneIn(agent, language)?.tone ?? ''}
${wrong ? `Your last texts were not taken: ${wrong.kind} ${asData(wrong.what)} was not given.` : ''}`
  try {
    const { texts } = await askModel(model, {
      instructions,
      prompt: `Language: ${language}\n\nGoal: ${goal}\n\nBrief: ${agent.brief}\n\nPlaceholders:\n${named.join('\n')}`,
      answer: Plan,
      maxTokens: 2000,
      retries: 1,
      signal,
    })
    return texts.map((text) => text.replaceAll(invisible, '').trim())
  } catch (error) {
    return { kind: 'failed', what: (error instanceof Error ? error.message : 'no answer').slice(0, 200) }
  }
}

function firstFinding(texts: readonly string[], { agent, goal, language, facts }: Outline): Finding | null {
  const values = Object.fromEntries(facts.map(({ name }) => [name, 'x']))
  const ground = { facts, texts: [agent.brief, agent.name, goal, ...toneWords(agent, language)], language }
  for (const text of texts) {
    const { text: said, missing } = mergeFacts(text, values)
    const found = missing[0] ? ({ kind: 'fact', what: missing[0] } as const) : checkComposed(said, ground)
    if (found) return found
  }
  return null
}

function toneWords(agent: OutboundAgentRow, language: string): string[] {
  const tone = toneIn(agent, language)
  return tone ? [tone.greeting, tone.closing] : []
}
