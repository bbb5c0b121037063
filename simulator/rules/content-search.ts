import type { Content } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'

type Fits = (content: Content) => boolean

/**
 * The contents that fit the search of version 2, in its order. Twilio: names and texts are regular expressions, lists
 * may be given several times, and `ChannelEligibility` is a channel and a status, as in `whatsapp:approved`.
 */
export function searchContents(contents: readonly Content[], query: URLSearchParams): Content[] | Refusal {
  const filters = [
    since(query.get('DateCreatedAfter'), (created, at) => created >= at),
    since(query.get('DateCreatedBefore'), (created, at) => created <= at),
    pattern(query.get('ContentName'), (content) => content.friendlyName),
    pattern(query.get('Content'), (content) => JSON.stringify(content.types)),
    oneOf(query.getAll('Language'), (content) => [content.language]),
    oneOf(query.getAll('ContentType'), (content) => Object.keys(content.types)),
    oneOf(query.getAll('ChannelEligibility'), (content) => [`whatsapp:${content.approval.status}`]),
  ]
  if (filters.includes('invalid'))
    return refuse(20422, 'Invalid Parameter: a date or a pattern of the search')
  const fits = filters as Fits[]
  return inOrder(
    contents.filter((content) => fits.every((fit) => fit(content))),
    query,
  )
}

function since(text: string | null, compare: (created: number, at: number) => boolean): Fits | 'invalid' {
  if (text === null) return () => true
  const at = Date.parse(text)
  // Twilio keeps whole seconds.
  return Number.isNaN(at)
    ? 'invalid'
    : ({ createdAt }) => compare(Math.floor(createdAt / 1_000), Math.floor(at / 1_000))
}

function pattern(text: string | null, read: (content: Content) => string): Fits | 'invalid' {
  if (text === null) return () => true
  try {
    const expression = new RegExp(text, 'i')
    return (content) => expression.test(read(content))
  } catch {
    return 'invalid'
  }
}

function oneOf(wanted: readonly string[], read: (content: Content) => readonly string[]): Fits {
  if (wanted.length === 0) return () => true
  return (content) => read(content).some((one) => wanted.includes(one))
}

function inOrder(contents: Content[], query: URLSearchParams): Content[] {
  const byName = query.get('SortByContentName')
  const byDate = query.get('SortByDate')
  if (byName !== null) contents.sort((a, b) => a.friendlyName.localeCompare(b.friendlyName) * signOf(byName))
  else if (byDate !== null) contents.sort((a, b) => (a.updatedAt - b.updatedAt) * signOf(byDate))
  return contents
}

function signOf(direction: string): number {
  return direction.toLowerCase() === 'desc' ? -1 : 1
}
