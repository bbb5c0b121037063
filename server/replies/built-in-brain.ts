import { type Knowledge, type Question, saying, type Thought } from './brain.ts'
import { phrasesIn, smallTalk } from './phrases.ts'

/** Below this share of the question's words found in the best passage, the brain says that it does not know. */
export const knowledgeFloor = 0.5

const answerLimit = 700

/** One of several messages that wait for an answer, and what the knowledge has about it alone. */
export interface Part {
  text: string
  knowledge: readonly Knowledge[]
}

/**
 * Answers from the knowledge and from nothing else, without a model: the best passage, shortened to the sentences that
 * speak of the question. The same question gets the same answer. Several messages are one question, because people write one in pieces;
 * only where each of them is answered by itself, and not all by the same passage, are they as many questions.
 */
export function thinkBuiltIn(
  question: Question,
  knowledge: readonly Knowledge[],
  parts: readonly Part[] = [],
): Thought {
  return answerEach(question, parts) ?? answerWhole(question, knowledge)
}

function answerEach(question: Question, parts: readonly Part[]): Thought | null {
  const answers = new Map<string, { body: string; source: Knowledge }>()
  for (const { text, knowledge } of parts) {
    const thought = answerWhole({ ...question, text }, knowledge)
    const [source] = thought.kind === 'answer' ? thought.sources : []
    if (thought.kind !== 'answer' || !source) return null
    answers.set(source.passageId, { body: thought.messages[0]!.body, source })
  }
  if (answers.size < 2) return null
  const said = [...answers.values()]
  return {
    kind: 'answer',
    messages: said.map(({ body }) => ({ body })),
    sources: said.map(({ source }) => source),
  }
}

function answerWhole(question: Question, knowledge: readonly Knowledge[]): Thought {
  const phrases = phrasesIn(question.language)
  const talk = smallTalk(question.text)
  if (talk === 'person') return { kind: 'hand_over', reason: 'asked_for_person', detail: '' }
  if (talk) return saying(phrases[talk])
  const best = knowledge[0]
  if (!best || best.score < knowledgeFloor) {
    return { kind: 'hand_over', reason: 'no_knowledge', detail: question.text.slice(0, 200) }
  }
  return saying(shorten(best.text, question.text), [best])
}

/** Whole sentences from the first one that speaks of the question, up to the limit; a short text is left as it is. */
export function shorten(text: string, question: string): string {
  if (text.length <= answerLimit) return text
  const sentences = text.split(/(?<=[.!?])\s+/u)
  const words = new Set(question.toLowerCase().match(/\p{L}{4,}/gu) ?? [])
  const speaks = (sentence: string) =>
    (sentence.toLowerCase().match(/\p{L}{4,}/gu) ?? []).some((word) => words.has(word))
  const first = Math.max(0, sentences.findIndex(speaks))
  let answer = ''
  for (const sentence of sentences.slice(first)) {
    if (answer && answer.length + sentence.length > answerLimit) break
    answer += (answer ? ' ' : '') + sentence
  }
  return answer
}
