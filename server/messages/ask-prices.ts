import { enterCharges } from '#ledger/enter-charges.ts'
import { chargeOf } from '#ledger/ledger-entry.ts'
import type { Database } from '#platform/db.ts'
import type { TwilioMessage } from '#twilio/listed-messages.ts'
import { isTwilioRefusal } from '#twilio/refusals-of-twilio.ts'
import type { TwilioList } from './fill-gaps.ts'
import { findBySids, listUnpriced } from './price-store.ts'

/** Twilio's clock and ours may differ; a message is looked for from this long before we wrote it. */
const marginMs = 5 * 60_000

/**
 * Asks Twilio what the messages of the last while cost and writes it into the ledger. Twilio: no callback tells a price, and it is there only
 * some time after the last status, so its list is read again until each has one or is too old to be asked about.
 * @param lookBackMs how old, in milliseconds, a message may be
 * @returns how many prices were new
 */
export async function askPrices(
  database: Database,
  organizationId: string,
  listOf: (connectorId: string) => Promise<Pick<TwilioList, 'listMessages'> | undefined>,
  lookBackMs: number,
): Promise<number> {
  const unpriced = await database.withOrganization(organizationId, (tx) =>
    listUnpriced(tx, new Date(Date.now() - lookBackMs)),
  )
  let entered = 0
  for (const { connectorId, since } of unpriced) {
    const list = await listOf(connectorId)
    if (!list) continue
    const filter = { sentAfter: new Date(since.getTime() - marginMs), pageSize: 1000 }
    for await (const page of list.listMessages(filter)) {
      if (isTwilioRefusal(page)) break
      entered += await enter(database, organizationId, page)
    }
  }
  return entered
}

async function enter(
  database: Database,
  organizationId: string,
  page: readonly TwilioMessage[],
): Promise<number> {
  const charges = new Map(
    page.flatMap(({ sid, price, priceUnit }) => {
      const charge = chargeOf(price, priceUnit)
      return charge ? [[sid, charge] as const] : []
    }),
  )
  if (charges.size === 0) return 0
  return await database.withOrganization(organizationId, async (tx) => {
    const ours = await findBySids(tx, [...charges.keys()])
    return await enterCharges(
      tx,
      ours.map(({ id, sid }) => ({ messageId: id, ...charges.get(sid)! })),
    )
  })
}
