import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import type { Tx } from '#platform/db.ts'
import { newId } from '#platform/ids.ts'
import { findOrCreateContact } from './find-or-create-contact.ts'
import type { ConsentEvidence } from './opt-out.ts'
import { recordOptIn, recordOptOut } from './record-opt-out.ts'
import { isSuppressed, suppressedSince } from './suppression.ts'

const noon = new Date('2026-03-02T12:00:00.000Z')
const minutes = (n: number) => new Date(noon.getTime() + n * 60_000)
let fresh: FreshDatabase
let organizationId: string
let contactId: string
let sender: string
let contact: string
let digits = 1000

beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())
beforeEach(async () => {
  organizationId = newId()
  digits += 1
  sender = `whatsapp:+1202555${digits}`
  contact = `whatsapp:+551198765${digits}`
  contactId = await inside(
    async (tx) => (await findOrCreateContact(tx, { address: contact, at: noon })).contactId,
  )
})

const inside = <T>(act: (tx: Tx) => Promise<T>) => fresh.db.withOrganization(organizationId, act)
const evidence = (at: Date, wording = 'STOP'): ConsentEvidence => ({
  contactId,
  senderAddress: sender,
  source: 'word',
  wording,
  at,
})
const stop = async (at: Date) => (await inside((tx) => recordOptOut(tx, evidence(at)))).changed
const start = async (at: Date) => (await inside((tx) => recordOptIn(tx, evidence(at, 'START')))).changed
const closed = (from = sender, to = contact) => inside((tx) => isSuppressed(tx, from, [to]))
const activityKinds = () =>
  inside(async (tx) =>
    (await tx.db.selectFrom('activity').select('kind').orderBy('id').execute()).map((row) => row.kind),
  )

describe('a wish to hear nothing more', () => {
  test('closes this sender and no other, with its evidence', async () => {
    expect(await stop(noon)).toBe(true)
    expect(await inside((tx) => suppressedSince(tx, sender, [contact]))).toEqual(noon)
    expect(await closed('whatsapp:+12025559999')).toBe(false)
    expect(await activityKinds()).toEqual(['contact_created', 'opted_out'])
    const rows = await inside((tx) => tx.db.selectFrom('consent').select(['kind', 'wording', 'at']).execute())
    expect(rows).toEqual([{ kind: 'opt_out', wording: 'STOP', at: noon }])
  })

  test('said twice is kept twice and changes nothing the second time', async () => {
    await stop(noon)
    expect(await stop(minutes(1))).toBe(false)
    expect(await activityKinds()).toEqual(['contact_created', 'opted_out'])
    const rows = await inside((tx) => tx.db.selectFrom('consent').select('id').execute())
    expect(rows).toHaveLength(2)
  })

  test('ends with START', async () => {
    await stop(noon)
    expect(await start(minutes(1))).toBe(true)
    expect(await closed()).toBe(false)
    expect(await activityKinds()).toEqual(['contact_created', 'opted_out', 'opted_in'])
  })

  test('outlives a change of organization', async () => {
    await stop(noon)
    organizationId = newId()
    expect(await closed()).toBe(true)
  })

  test('reaches an address that turns out to be the same person', async () => {
    await stop(noon)
    await inside((tx) =>
      findOrCreateContact(tx, { address: contact, userId: `BR.x${digits}`, at: minutes(1) }),
    )
    expect(await closed(sender, `whatsapp:BR.x${digits}`)).toBe(true)
  })
})

describe('words that are found late', () => {
  test('an old START does not undo a younger STOP', async () => {
    await stop(minutes(10))
    expect(await start(minutes(5))).toBe(false)
    expect(await closed()).toBe(true)
  })

  test('an old START does not undo a STOP that was said twice', async () => {
    await stop(noon)
    await stop(minutes(10))
    await start(minutes(5))
    expect(await closed()).toBe(true)
  })

  test('an old STOP does not undo a younger START', async () => {
    await stop(noon)
    await start(minutes(10))
    expect(await stop(minutes(5))).toBe(false)
    expect(await closed()).toBe(false)
  })
})

test('START of someone who never said STOP leaves no trace', async () => {
  expect(await start(noon)).toBe(false)
  expect(await inside((tx) => tx.db.selectFrom('consent').select('id').execute())).toEqual([])
})

/** Resolves when a transaction of this database waits for an advisory lock. */
async function someoneWaits(): Promise<void> {
  const look = () =>
    inside((tx) =>
      sql`select from pg_locks where locktype = 'advisory' and not granted
        and database = (select oid from pg_database where datname = current_database())`.execute(tx.db),
    )
  while ((await look()).rows.length === 0) continue
}

describe('STOP against a send', () => {
  test('STOP waits for a send that looked before it, and no send after it passes', async () => {
    const [looked, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const order: string[] = []
    const send = inside(async (tx) => {
      expect(await isSuppressed(tx, sender, [contact])).toBe(false)
      looked.resolve()
      await commit.promise
      order.push('send')
    })
    await looked.promise
    const stopping = stop(noon).then(() => order.push('stop'))
    await someoneWaits()
    commit.resolve()
    await Promise.all([send, stopping])
    expect(order).toEqual(['send', 'stop'])
    expect(await closed()).toBe(true)
  })

  test('a send that waited for STOP sees it', async () => {
    const [written, commit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const stopping = inside(async (tx) => {
      await recordOptOut(tx, evidence(noon))
      written.resolve()
      await commit.promise
    })
    await written.promise
    const sending = closed()
    await someoneWaits()
    commit.resolve()
    await stopping
    expect(await sending).toBe(true)
  })

  test('sends do not wait for each other', async () => {
    await inside(async (tx) => {
      await isSuppressed(tx, sender, [contact])
      expect(await closed()).toBe(false)
    })
  })
})
