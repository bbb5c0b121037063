export interface Card {
  name: string
  phones: string[]
}

/** The people of a vCard (RFC 6350): names and numbers. Lines nobody knows are passed over. */
export function readCards(text: string): Card[] {
  // A line that begins with a blank goes on from the one before.
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/)
  const cards: Card[] = []
  for (const line of lines) {
    const [, property, value = ''] = /^(?:[\w-]+\.)?([A-Za-z-]+)(?:;[^:]*)?:(.*)$/.exec(line) ?? []
    const card = cards.at(-1)
    const said = value
      .replace(/\\n/gi, ' ')
      .replace(/\\([,;\\])/g, '$1')
      .trim()
    switch (property?.toUpperCase()) {
      case 'BEGIN':
        cards.push({ name: '', phones: [] })
        break
      case 'FN':
        if (card) card.name = said
        break
      case 'TEL':
        if (card && said) card.phones.push(said.replace(/^tel:/i, ''))
    }
  }
  return cards.filter(({ name, phones }) => name || phones.length > 0)
}
