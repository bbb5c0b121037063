import { previewOf, type Said } from '#messages/preview.ts'

/** What a message tells a brain: its words; of a form each answer with its name; of what has no words, what it is. */
export function wordsOf(said: Said): string {
  const answers = said.body === '' ? (said.details.answers ?? []) : []
  if (answers.length === 0) return said.body || previewOf(said)
  return answers.map(({ name, value }) => (name === '' ? value : `${name}: ${value}`)).join('\n')
}
