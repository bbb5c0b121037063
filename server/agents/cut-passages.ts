/** A piece of an article that is searched and cited by itself. */
export interface Cut {
  /** The headings above it, outermost first. */
  heading: string
  text: string
}

/** Long enough for a whole answer, short enough to be one. */
const longest = 900

/** Cuts a text at its headings and paragraphs. Short neighbours under one heading stay together. */
export function cutPassages(body: string): Cut[] {
  const cuts: Cut[] = []
  const headings: string[] = []
  let current = ''
  const flush = () => {
    if (current) cuts.push({ heading: headings.filter(Boolean).join(' › '), text: current })
    current = ''
  }
  for (const block of body.replaceAll('\r\n', '\n').split(/\n{2,}|\n(?=#{1,6} )|(?<=^#{1,6} .*)\n/mu)) {
    const text = block.trim()
    const heading = /^(#{1,6})\s+(.*)$/u.exec(text)
    if (heading) {
      flush()
      headings.length = heading[1]!.length - 1
      headings[heading[1]!.length - 1] = heading[2]!.replaceAll(/[#*_`]+/g, '').trim()
      continue
    }
    for (const piece of pieces(text)) {
      if (current && current.length + piece.length + 2 > longest) flush()
      current = current ? `${current}\n\n${piece}` : piece
    }
  }
  flush()
  return cuts
}

/** A paragraph that is too long is cut between sentences, and a sentence that is too long between words. */
function pieces(paragraph: string): string[] {
  if (paragraph === '') return []
  if (paragraph.length <= longest) return [paragraph]
  const parts: string[] = []
  let current = ''
  for (const unit of paragraph.split(/(?<=[.!?。！？])\s+|(?<=\S{1,40})\n/u).flatMap(breakLong)) {
    if (current && current.length + unit.length + 1 > longest) {
      parts.push(current)
      current = ''
    }
    current = current ? `${current} ${unit}` : unit
  }
  return current ? [...parts, current] : parts
}

function breakLong(sentence: string): string[] {
  if (sentence.length <= longest) return [sentence]
  return sentence.match(new RegExp(`[\\s\\S]{1,${longest}}(?:\\s|$)|[\\s\\S]{1,${longest}}`, 'gu')) ?? []
}
