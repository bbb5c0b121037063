import type { Message } from '#entities.ts'
import { refuse, type Refusal } from '#errors.ts'
import type { Store } from '#store.ts'

const DAY_MS = 86_400_000

/** The account's messages that match the filters of `GET Messages.json`, newest first, lazily. */
export function listMessages(
  store: Store,
  accountSid: string,
  query: URLSearchParams,
  now: number,
): Iterable<Message> | Refusal {
  const to = query.get('To')
  const from = query.get('From')
  const day = readInstant(query.get('DateSent'))
  const until = readInstant(query.get('DateSent<'))
  const since = readInstant(query.get('DateSent>'))
  if (day === 'invalid' || until === 'invalid' || since === 'invalid')
    return refuse(20422, 'Invalid DateSent: use YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ')
  const fits = (message: Message): boolean => {
    if (message.accountSid !== accountSid || message.notice || message.listedAt > now) return false
    if (to !== null && message.to !== to) return false
    if (from !== null && message.from !== from) return false
    // Twilio keeps whole seconds.
    const at = Math.floor((message.sentAt ?? message.createdAt) / 1_000) * 1_000
    if (day && (at < day.at || at >= day.at + (day.isDay ? DAY_MS : 1_000))) return false
    if (until && at > until.at) return false
    return !since || at >= since.at
  }
  const rows = shortest(store, accountSid, to, from)
  return newestFirst(rows, placeOfToken(store, rows, query.get('PageToken')), fits)
}

/** A filter by a user's address reads that user's thread instead of everything. */
function shortest(
  store: Store,
  accountSid: string,
  to: string | null,
  from: string | null,
): readonly Message[] {
  for (const address of [to, from])
    if (address !== null && !store.sendersByAddress.has(address)) return store.messagesOfUser(address)
  return store.messagesOfAccount(accountSid)
}

/** Index of the row that the token names; rows are in the order of `seq`. */
function placeOfToken(store: Store, rows: readonly Message[], token: string | null): number {
  const named = token === null ? undefined : store.message(token.slice(2))
  if (!named) return rows.length - 1
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]!.seq < named.seq) low = middle + 1
    else high = middle
  }
  return high
}

function* newestFirst(
  rows: readonly Message[],
  start: number,
  fits: (message: Message) => boolean,
): Generator<Message> {
  for (let place = start; place >= 0; place--) if (fits(rows[place]!)) yield rows[place]!
}

/** Twilio accepts dates, ISO instants, and the older written forms. */
function readInstant(text: string | null): { at: number; isDay: boolean } | null | 'invalid' {
  if (text === null || text === '') return null
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const at = Date.parse(isDay ? `${text}T00:00:00Z` : text)
  return Number.isNaN(at) ? 'invalid' : { at, isDay }
}
