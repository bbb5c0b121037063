import { Readable } from 'node:stream'
import type { Actor } from '#activities/activity.ts'
import type { Database, Tx } from '#platform/db.ts'
import { csvLine, readSuppressionFile } from './suppression-file.ts'
import { closeBrought, listClosed, otherAddresses } from './suppression-list-store.ts'
import { lockPairs } from './suppression-store.ts'

const pageSize = 1000

/** The list of a number as CSV, a page of rows at a time, however long it is. */
export function exportClosed(database: Database, organizationId: string, senderAddress: string): Readable {
  const lines = async function* () {
    yield csvLine(['sender', 'address', 'since'])
    for (let after = ''; ;) {
      const rows = await database.withOrganization(organizationId, (tx) =>
        listClosed(tx, senderAddress, after, pageSize),
      )
      yield rows
        .map(({ contactAddress, since }) =>
          csvLine([bare(senderAddress), bare(contactAddress), since.toISOString()]),
        )
        .join('')
      if (rows.length < pageSize) return
      after = rows.at(-1)!.contactAddress
    }
  }
  return Readable.from(lines())
}

const bare = (address: string): string => address.replace('whatsapp:', '')

/** As many unreadable lines as are worth showing. */
const shownLines = 20

/** Closes what a file names. Whoever is closed already stays as they are, and nothing is opened. */
export async function importClosed(
  tx: Tx,
  file: { text: string; name: string },
  senderAddress: string,
  by: Actor,
  at: Date,
) {
  const { addresses, unreadable } = readSuppressionFile(file.text)
  let closed = 0
  for (let from = 0; from < addresses.length; from += pageSize) {
    const some = addresses.slice(from, from + pageSize)
    const others = await otherAddresses(tx, some)
    const pairs = [...some, ...others].map((contactAddress) => ({ senderAddress, contactAddress }))
    await lockPairs(tx, pairs, 'exclusive')
    closed += await closeBrought(tx, { senderAddress, addresses: some, others, place: file.name, by, at })
  }
  return {
    closed,
    already: addresses.length - closed,
    unreadable: unreadable.slice(0, shownLines),
    unreadableCount: unreadable.length,
  }
}
