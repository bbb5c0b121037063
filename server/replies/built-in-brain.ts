import { type Knowledge, type Question, saying, type Thought } from './brain.ts'
import { phrasesIn, smallTalk } from './phrases.ts'

/** Below this share of the question's words found in the best passage, the brain says that it does not know. */
export const knowledgeFloor = 0.5

const answerLimit = 700

/**
 * Answers from the knowledge and from nothing else, without a model: the best passage, shortened to the sentences that
 * speak of the question. The same question gets the same answer.
 */
export function thinkBuiltIn(question: Question, knowledge: readonly Knowledge[]): Thought {
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
