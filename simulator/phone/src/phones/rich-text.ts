/** A stretch of a message: plain, styled with the marks people type, or a link. */
export type Span = { kind: 'plain' | 'bold' | 'italic' | 'strike' | 'code' | 'link'; text: string }

const marks = { '*': 'bold', _: 'italic', '~': 'strike', '`': 'code' } as const

// A mark counts at the edge of a word only: snake_case and 2*3*4 stay as typed.
const styled =
  /```([\s\S]+?)```|(?<![\p{L}\p{N}])([*_~`])(?=\S)([^\n]*?\S)\2(?![\p{L}\p{N}])|https?:\/\/[^\s<>]+/gu

/** Splits a message body into spans, in order, losing nothing but the marks. */
export function spansOf(body: string): Span[] {
  const spans: Span[] = []
  let from = 0
  for (const found of body.matchAll(styled)) {
    if (found.index > from) spans.push({ kind: 'plain', text: body.slice(from, found.index) })
    const [whole, block, mark, inside] = found
    from = found.index + whole.length
    if (block !== undefined) spans.push({ kind: 'code', text: block })
    else if (mark !== undefined && inside !== undefined)
      spans.push({ kind: marks[mark as keyof typeof marks], text: inside })
    else {
      // A full stop or a bracket after an address belongs to the sentence.
      const link = whole.replace(/[.,;:!?)\]]+$/, '')
      from = found.index + link.length
      spans.push({ kind: 'link', text: link })
    }
  }
  if (from < body.length) spans.push({ kind: 'plain', text: body.slice(from) })
  return spans
}

/** The words of a body without the marks. */
export function plainOf(body: string): string {
  return spansOf(body)
    .map((span) => span.text)
    .join('')
}

/** A message of one to three emoji and nothing else is drawn large. */
export function isLoneEmoji(body: string): boolean {
  const clusters = [...new Intl.Segmenter().segment(body.trim())].map((one) => one.segment)
  return (
    clusters.length > 0 &&
    clusters.length <= 3 &&
    clusters.every((one) => /\p{Extended_Pictographic}/u.test(one))
  )
}
