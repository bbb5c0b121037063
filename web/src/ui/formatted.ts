export interface Piece {
  text: string
  as: 'plain' | 'strong' | 'em' | 's' | 'code'
}

const marks = { '*': 'strong', _: 'em', '~': 's', '`': 'code' } as const

// A mark opens at the edge of a word and closes at one, with something that is no space inside.
const marked = /(?<![\p{L}\p{N}])(?<mark>[*_~`])(?=\S)(?<inside>[^\n]*?\S)\k<mark>(?![\p{L}\p{N}])/gu

/** WhatsApp: *bold*, _italic_, ~struck~ and `code`, within one line; marks that do not pair stay as they are. */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  const add = (piece: string, as: Piece['as']) => piece && pieces.push({ text: piece, as })
  for (const match of text.matchAll(marked)) {
    add(text.slice(from, match.index), 'plain')
    const { mark = '', inside = '' } = match.groups ?? {}
    add(inside, marks[mark as keyof typeof marks])
    from = match.index + match[0].length
  }
  add(text.slice(from), 'plain')
  return pieces
}
