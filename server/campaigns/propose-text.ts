import type { CampaignKind } from '@parley/contract/campaigns.ts'
import type { z } from 'zod'
import { detectLanguage } from '#agents/language.ts'
import { baseOf, type OutboundAgentRow, toneIn } from '#agents/outbound-agent.ts'
import { plain } from '#agents/plain-text.ts'
import { type Intent, patterns, tells } from './propose-words.ts'

export interface Proposed {
  text: string
  waitSeconds: number
}

const day = 86_400
/** How many messages each kind of campaign begins with, and how long it waits between them, in seconds. */
const rhythm: Record<z.infer<typeof CampaignKind>, readonly number[]> = {
  one_shot: [0],
  drip: [0, 3 * day, 7 * day],
  follow_up: [0, 2 * day],
}

/** What an outbound agent would say to reach a goal, without a model: the same goal gets the same words. */
export function proposeSteps(
  agent: OutboundAgentRow,
  goal: string,
  language: string,
  kind: z.infer<typeof CampaignKind>,
): Proposed[] {
  return rhythm[kind].map((waitSeconds, step) => ({
    text: proposeText(agent, goal, language, step),
    waitSeconds,
  }))
}

/** One message in one language: how the agent greets there, a sentence for what the goal is, a fact that serves it, how it closes. */
export function proposeText(agent: OutboundAgentRow, goal: string, language: string, step: number): string {
  const words = patterns[baseOf(language)] ?? patterns['en']!
  const tone = toneIn(agent, language)
  const greeting = tone?.greeting || words.greeting
  const says = words.says[intentOf(goal)][Math.min(step, 2) as 0 | 1 | 2]
  const serving = step === 0 ? servingFact(agent, goal, language) : undefined
  const fact = serving ? ` ${words.fact.replace('{{fact}}', `{{org.${serving.name}}}`)}` : ''
  const [first, last] = cutQuestion(says)
  const body = first ? `${first}${fact} ${last}` : `${says}${fact}`
  return [
    `${greeting} ${/[,]$/u.test(greeting) ? body : capital(body)}`,
    ...(tone?.closing ? [tone.closing] : []),
  ].join('\n\n')
}

export function intentOf(goal: string): Intent {
  const said = plain(goal)
  return tells.find(([, words]) => words.test(said))?.[0] ?? 'general'
}

/** A fact of the organization that speaks of the goal, in the language of the message. */
function servingFact({ facts }: OutboundAgentRow, goal: string, language: string) {
  const wanted = new Set(plain(goal).match(/\p{L}{4,}/gu) ?? [])
  return facts.find(({ name, value }) => {
    const spoken = detectLanguage(value)
    if (spoken !== null && spoken !== baseOf(language)) return false
    return (plain(`${name.replaceAll('_', ' ')} ${value}`).match(/\p{L}{4,}/gu) ?? []).some((word) =>
      wanted.has(word),
    )
  })
}

/** What comes before the last question, and that question. */
function cutQuestion(text: string): [string, string] {
  const at = text.search(/(?<=[.] )[^.]*\?$/u)
  return at > 0 ? [text.slice(0, at).trimEnd(), text.slice(at)] : ['', text]
}

const capital = (text: string): string => text.replace(/^[¿¡]?\p{L}/u, (letter) => letter.toUpperCase())
