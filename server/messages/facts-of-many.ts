import { holdOffOptOuts } from '#contacts/suppression.ts'
import { openConversations, type QuietThread } from '#conversations/open-conversations.ts'
import type { Tx } from '#platform/db.ts'
import { expectedOf, type Wanted } from './campaign-draft.ts'
import { type DailyUse, limitOf, readDailyUse } from './daily-limit.ts'
import { listAddressesOf, listLastInbound, listStopped, listSuppressed } from './send-many-store.ts'
import { listOptIns, listSenderFacts, type SenderFacts } from './send-store.ts'
import { type Pools, poolsOf, sendersOf } from './service-lane.ts'

/** What the gate needs to know of a batch, by `pair` where nothing else is said. */
export interface Facts {
  threads: ReadonlyMap<string, QuietThread>
  senders: ReadonlyMap<string, SenderFacts>
  suppressed: ReadonlyMap<string, Date>
  /** By contact: a STOP is meant for every number that campaigns go out from. */
  stopped: ReadonlyMap<string, Date>
  optIns: ReadonlyMap<string, { id: string; at: Date }>
  /** By connector, of what goes by a service. */
  pools: Pools
  /** When contacts last wrote to senders of a pool. */
  lastInbound: ReadonlyMap<string, Date>
  /** By portfolio, without this batch. */
  days: ReadonlyMap<string, DailyUse>
}

/** Names a sender, by address or id, and a contact in a map. */
export const pair = (sender: string, contactId: string) => `${sender} ${contactId}`

/** Loads the facts in sets and locks the threads and the opt-outs, until the transaction ends. */
export async function loadFacts(tx: Tx, wanted: readonly Wanted[], at: Date): Promise<Facts> {
  const drafts = wanted.map(({ draft }) => draft)
  // Nobody wrote yet where no thread is, so what is said there is the template.
  const openings = wanted.map((one) => ({ ...one.draft, first: expectedOf(one) }))
  const threads = await openConversations(tx, openings, at)
  const contactIds = drafts.map(({ contactId }) => contactId)
  const pools = await poolsOf(tx, drafts)
  const pooled = [...pools.values()].flatMap(({ members }) => members.map(({ senderId }) => senderId))
  const senderIds = [...new Set([...drafts.map((draft) => draft.senderId), ...pooled])]
  const senders = new Map((await listSenderFacts(tx, senderIds)).map((sender) => [sender.id, sender]))
  const senderAddresses = [...new Set([...senders.values()].map(({ address }) => address))]
  const addresses = Map.groupBy(await listAddressesOf(tx, contactIds), ({ contactId }) => contactId)
  const asked = drafts.flatMap((draft) => {
    const from = senders.get(draft.senderId)?.address ?? ''
    const mayPick = new Set([from, ...sendersOf({ ...draft, from }, pools)])
    return [...mayPick].map((senderAddress) => ({ contactId: draft.contactId, senderAddress }))
  })
  await holdOffOptOuts(
    tx,
    asked.flatMap(({ contactId, senderAddress }) =>
      (addresses.get(contactId) ?? []).map(({ address }) => ({ senderAddress, contactAddress: address })),
    ),
  )
  const suppressed = await listSuppressed(tx, contactIds, senderAddresses)
  const stopped = await listStopped(tx, contactIds)
  const optIns = await listOptIns(tx, asked)
  const portfolios = new Set([...senders.values()].flatMap((sender) => limitOf(sender)?.portfolio ?? []))
  const to = threads.map(({ contactAddress }) => contactAddress)
  const days =
    portfolios.size > 0 ? await readDailyUse(tx, [...portfolios], to, at) : new Map<string, DailyUse>()
  return {
    threads: new Map(threads.map((thread) => [pair(thread.senderId, thread.contactId), thread])),
    senders,
    pools,
    lastInbound: new Map(
      (await listLastInbound(tx, contactIds, pooled)).map((one) => [
        pair(one.senderId, one.contactId),
        one.at,
      ]),
    ),
    suppressed: new Map(suppressed.map((one) => [pair(one.senderAddress, one.contactId), one.since])),
    stopped: new Map(stopped.map(({ contactId, since }) => [contactId, since])),
    optIns: new Map(optIns.map((one) => [pair(one.senderAddress, one.contactId), one])),
    days,
  }
}
