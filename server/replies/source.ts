import type { Knowledge } from './brain.ts'

/** How much of a passage is shown, in characters. */
const longest = 300

/** What stands beside an answer of the passage it was drawn from. */
export const sourceOf = ({ articleId, passageId, title, text, score }: Knowledge) => ({
  articleId,
  passageId,
  title,
  excerpt: excerptOf(text),
  score,
})

/** The beginning of a longer text, in whole words. */
function excerptOf(text: string): string {
  if (text.length <= longest) return text
  const start = text.slice(0, longest)
  const lastGap = start.search(/\s\S*$/)
  return `${lastGap === -1 ? start.slice(0, -1) : start.slice(0, lastGap)}…`
}
