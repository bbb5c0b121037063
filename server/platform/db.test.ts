import { sql } from 'kysely'
import { DatabaseError } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { asOwner } from '../../tests/rows.ts'
import { json, violates } from './db.ts'
import { newId } from './ids.ts'
import { refuse } from './refusal.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

const event = (organizationId: string, facts: unknown = {}) => ({
  organizationId,
  changes: json([{ topic: 'conversation', subjectId: newId(), facts }]),
})

test('an organization sees its own rows and no others', async () => {
  const [aurora, stranger] = [newId(), newId()]
  await fresh.db.withOrganization(aurora, (tx) => tx.db.insertInto('event').values(event(aurora)).execute())
  const count = (id: string) =>
    fresh.db.withOrganization(
      id,
      async (tx) => (await tx.db.selectFrom('event').select('id').execute()).length,
    )
  expect(await count(aurora)).toBe(1)
  expect(await count(stranger)).toBe(0)
})

test('a row of another organization cannot be written', async () => {
  const write = fresh.db.withOrganization(newId(), (tx) =>
    tx.db.insertInto('event').values(event(newId())).execute(),
  )
  await expect(write).rejects.toThrow(/row-level security/)
})

test('an insertion alone writes rows of its organization and no others, and the connection forgets it', async () => {
  const [aurora, stranger] = [newId(), newId()]
  const changes = json([])
  await fresh.db.insertAlone(
    aurora,
    (organization) =>
      sql`insert into event (organization_id, changes) select ${organization}, ${changes}::jsonb from generate_series(1, 3)`,
  )
  const count = await fresh.db.withOrganization(
    aurora,
    async (tx) => await tx.db.selectFrom('event').select('id').execute(),
  )
  expect(count).toHaveLength(3)
  const strange = fresh.db.insertAlone(
    aurora,
    (organization) =>
      sql`insert into event (organization_id, changes) select case when ${organization} is null then null else ${stranger}::uuid end, ${changes}::jsonb`,
  )
  await expect(strange).rejects.toThrow(/row-level security/)
  const closed = fresh.db.insertAlone(
    aurora,
    () => sql`insert into event (organization_id, changes) values (${aurora}, ${changes}::jsonb)`,
  )
  await expect(closed).rejects.toThrow(/row-level security/)
})

test('a query after the end of its transaction throws', async () => {
  const escaped = await fresh.db.withOrganization(newId(), async (tx) => tx)
  await expect(escaped.db.selectFrom('event').selectAll().execute()).rejects.toThrow(/after the end/)
})

test('a failed statement undoes the whole transaction, even when its error was swallowed', async () => {
  const organizationId = newId()
  const careless = fresh.db.withOrganization(organizationId, async (tx) => {
    await tx.db.insertInto('event').values(event(organizationId)).execute()
    await sql`select 1 / 0`.execute(tx.db).catch(() => undefined)
  })
  await expect(careless).rejects.toThrow(/undone/)
})

test('what was asked for after the commit runs once, and not after a rollback', async () => {
  const ran: string[] = []
  await fresh.db.withOrganization(newId(), async (tx) => tx.afterCommit(() => ran.push('committed')))
  await fresh.db
    .withOrganization(newId(), async (tx) => {
      tx.afterCommit(() => ran.push('rolled back'))
      throw new Error('no')
    })
    .catch(() => undefined)
  expect(ran).toEqual(['committed'])
})

test('a refusal undoes what was written before it, where that is asked for', async () => {
  const organizationId = newId()
  const ran: string[] = []
  const write = (undoRefused: boolean) =>
    fresh.db.withOrganization(
      organizationId,
      async (tx) => {
        await tx.db.insertInto('event').values(event(organizationId)).execute()
        tx.afterCommit(() => ran.push('committed'))
        return refuse('not_found')
      },
      { undoRefused },
    )
  const count = () =>
    fresh.db.withOrganization(
      organizationId,
      async (tx) => (await tx.db.selectFrom('event').select('id').execute()).length,
    )
  expect(await write(true)).toMatchObject({ refused: 'not_found' })
  expect([await count(), ran]).toEqual([0, []])
  await write(false)
  expect([await count(), ran]).toEqual([1, ['committed']])
})

test('values keep their kind: instants, integers, JSON with its spelling, bytes', async () => {
  const organizationId = newId()
  const row = await fresh.db.withOrganization(organizationId, async (tx) => {
    await tx.db
      .insertInto('event')
      .values(event(organizationId, { snake_case: [1, 'a'] }))
      .execute()
    return tx.db.selectFrom('event').selectAll().executeTakeFirstOrThrow()
  })
  expect(row.at).toBeInstanceOf(Date)
  expect(row.id).toBeTypeOf('number')
  expect(row.changes).toMatchObject([{ facts: { snake_case: [1, 'a'] } }])
  const big = fresh.db.withOrganization(organizationId, (tx) =>
    sql`select 9007199254740993::bigint`.execute(tx.db),
  )
  await expect(big).rejects.toThrow(/too large/)
})

test('an organization must be a UUID, so it cannot carry SQL', async () => {
  await expect(fresh.db.withOrganization("x'; drop table event; --", async () => 1)).rejects.toThrow(/UUID/)
})

test('one thousand alternating organizations on one pool never see each other, errors included', async () => {
  const organizations = Array.from({ length: 20 }, () => newId())
  for (const id of organizations) {
    await fresh.db.withOrganization(id, (tx) => tx.db.insertInto('event').values(event(id)).execute())
  }
  const looks = Array.from({ length: 1000 }, async (_, at) => {
    const id = organizations[at % organizations.length] ?? ''
    return fresh.db
      .withOrganization(id, async (tx) => {
        const rows = await tx.db.selectFrom('event').select('organizationId').execute()
        if (at % 7 === 0) throw new Error('deliberate')
        return rows.every((row) => row.organizationId === id) && rows.length === 1
      })
      .catch((error: Error) => error.message === 'deliberate')
  })
  expect((await Promise.all(looks)).every(Boolean)).toBe(true)
})

test('the finder reads only what the migrations open to it, and writes nothing', async () => {
  await expect(
    fresh.db.acrossOrganizations((finder) => finder.selectFrom('event').selectAll().execute()),
  ).rejects.toThrow(/permission denied/)
  await expect(
    fresh.db.acrossOrganizations((finder) => finder.deleteFrom('connector').execute()),
  ).rejects.toThrow(/permission denied|read-only/)
  const due = await fresh.db.acrossOrganizations((finder) =>
    finder.selectFrom('message').select(['organizationId', 'dueAt']).execute(),
  )
  expect(due).toEqual([])
})

test('a clash of two transactions is run again when asked', async () => {
  const organizationId = newId()
  await fresh.db.withOrganization(organizationId, (tx) =>
    tx.db
      .insertInto('organizationKey')
      .values({ organizationId, keyId: 'a', sealed: Buffer.from('0') })
      .execute(),
  )
  let rounds = 0
  const add = () =>
    fresh.db.withOrganization(
      organizationId,
      async (tx) => {
        rounds++
        const key = await tx.db.selectFrom('organizationKey').selectAll().executeTakeFirstOrThrow()
        const sealed = Buffer.from(String(Number(key.sealed.toString()) + 1))
        await tx.db
          .updateTable('organizationKey')
          .set({ sealed })
          .where('organizationId', '=', organizationId)
          .execute()
      },
      { isolation: 'repeatable read', retry: true },
    )
  await Promise.all([add(), add(), add()])
  const final = await fresh.db.withOrganization(organizationId, (tx) =>
    tx.db.selectFrom('organizationKey').selectAll().executeTakeFirstOrThrow(),
  )
  expect(final.sealed.toString()).toBe('3')
  expect(rounds).toBeGreaterThanOrEqual(3)
})

test('a refused duplicate names its constraint', async () => {
  const organizationId = newId()
  const insert = () =>
    fresh.db.withOrganization(organizationId, (tx) =>
      tx.db
        .insertInto('organizationKey')
        .values({ organizationId, keyId: 'a', sealed: Buffer.from('x') })
        .execute(),
    )
  await insert()
  const error = await insert().catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(DatabaseError)
  expect(violates(error, 'organization_key_pkey')).toBe(true)
})

test('a connection that is lost between two queries of a transaction ends the transaction and not the program', async () => {
  const lost = fresh.db.withOrganization(newId(), async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx.db)
    await asOwner(fresh.url, (client) => client.query('select pg_terminate_backend($1)', [rows[0]?.pid]))
    await new Promise((done) => setTimeout(done, 100))
    await tx.db.selectFrom('event').select('id').execute()
  })
  await expect(lost).rejects.toThrow()
  expect(
    await fresh.db.withOrganization(newId(), (tx) => tx.db.selectFrom('event').select('id').execute()),
  ).toEqual([])
})
