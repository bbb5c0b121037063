import { sql } from 'kysely'
import type { Database, Tx } from '#platform/db.ts'
import type { ListedMedia, MessageFilter, TwilioMessage } from '#twilio/listed-messages.ts'
import { isTwilioRefusal, type TwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import { type InboundRow, insertInbound } from './journal-inbound.ts'
import { rowOfListed } from './row-of-listed.ts'

/** Twilio's list, seen through one connector's credentials. */
export interface TwilioList {
  accountSid: string
  listMessages(filter: MessageFilter): AsyncGenerator<TwilioMessage[] | TwilioRefusal, void>
  listMedia(messageSid: string): Promise<ListedMedia[] | TwilioRefusal>
}

export interface GapsFilled {
  /** Inbound messages that Twilio's list showed. */
  looked: number
  /** Those of them that we did not have. */
  found: number
}

/**
 * Looks through Twilio's list for messages that never reached us. Twilio: the list may show a message late, by minutes
 * or hours, so the window overlaps the one before it and duplicates are refused by their SID. A cursor that only moves
 * forward would lose them for good.
 * @param addresses our active senders of this connector; what others received is not ours to read
 */
export async function fillGaps(
  database: Database,
  place: { organizationId: string; connectorId: string; addresses: ReadonlySet<string> },
  list: TwilioList,
  since: Date,
): Promise<GapsFilled | TwilioRefusal> {
  const filled: GapsFilled = { looked: 0, found: 0 }
  for await (const page of list.listMessages({ sentAfter: since })) {
    if (isTwilioRefusal(page)) return page
    const inbound = page.filter(
      ({ direction, from, to }) => direction === 'inbound' && from && place.addresses.has(to),
    )
    filled.looked += inbound.length
    const missing = await database.withOrganization(place.organizationId, (tx) =>
      notYetKnown(tx, place.connectorId, inbound),
    )
    const rows: InboundRow[] = []
    // Oldest first, so that a thread that was missed as a whole is taken in its order.
    for (const message of missing.toReversed()) {
      const media = message.mediaCount > 0 ? await list.listMedia(message.sid) : []
      if (isTwilioRefusal(media)) return media
      rows.push(rowOfListed(place, { accountSid: list.accountSid, message, media }, 'gap_fill'))
    }
    if (rows.length === 0) continue
    filled.found += await database.withOrganization(place.organizationId, (tx) => insertInbound(tx, rows))
  }
  return filled
}

async function notYetKnown(
  tx: Tx,
  connectorId: string,
  messages: readonly TwilioMessage[],
): Promise<TwilioMessage[]> {
  const sids = messages.map(({ sid }) => sid)
  const { rows } = await sql<{ messageSid: string }>`
    select message_sid from inbound_event
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and message_sid = any(${sids}::text[])
    union all
    -- Its webhook may be forgotten by now.
    select provider_sid from message
    where organization_id = ${tx.organizationId} and connector_id = ${connectorId} and inbound_sid = any(${sids}::text[])`.execute(
    tx.db,
  )
  const known = new Set(rows.map(({ messageSid }) => messageSid))
  return messages.filter(({ sid }) => !known.has(sid))
}
