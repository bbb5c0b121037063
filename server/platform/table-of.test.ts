import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOrganization } from '../../tests/rows.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/database.ts'
import { tableOf } from './table-of.ts'

let fresh: FreshDatabase
let organizationId: string
beforeAll(async () => {
  fresh = await freshDatabase()
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
})
afterAll(() => fresh[Symbol.asyncDispose]())

const read = (
  rows: readonly object[],
  columns: Record<string, 'text' | 'jsonb' | 'integer' | 'boolean' | 'timestamptz'>,
) =>
  fresh.db.withOrganization(organizationId, async (tx) => {
    const { rows: found } = await sql<
      Record<string, unknown>
    >`select * from ${tableOf('given', rows, columns as object)}`.execute(tx.db)
    return found
  })

test('a value arrives as it is, whatever stands in it', async () => {
  const texts = [
    '',
    'NULL',
    'null',
    '{a,b}',
    'a "quoted" \\ word',
    ' spaced ',
    "it's",
    'two\nlines',
    '👋🏽 olá',
    ',',
    '\\"',
  ]
  expect(
    await read(
      texts.map((text) => ({ text })),
      { text: 'text' },
    ),
  ).toEqual(texts.map((text) => ({ text })))
})

test('numbers, instants, JSON and what is not there arrive', async () => {
  const at = new Date('2026-03-02T23:30:00.123Z')
  const row = { count: 7, late: false, at, details: { title: 'a "b" \\ c', list: [1, null] }, none: null }
  expect(
    await read([row, {}], {
      count: 'integer',
      late: 'boolean',
      at: 'timestamptz',
      details: 'jsonb',
      none: 'text',
    }),
  ).toEqual([row, { count: null, late: null, at: null, details: null, none: null }])
})

test('what PostgreSQL cannot keep is left out', async () => {
  const cut = '👋'.slice(0, 1)
  expect(
    await read([{ text: `a\0b${cut}`, details: { [`k${cut}`]: 'v\0' } }], { text: 'text', details: 'jsonb' }),
  ).toEqual([{ text: 'ab', details: { k: 'v' } }])
})

test('no rows are no rows', async () => {
  expect(await read([], { text: 'text' })).toEqual([])
})
