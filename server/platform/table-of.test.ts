import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { addOrganization } from '../../tests/rows.ts'
import { freshDatabase, type FreshDatabase } from '../../tests/database.ts'
import type { ListType } from './array-wire.ts'
import { tableOf } from './table-of.ts'

let fresh: FreshDatabase
let organizationId: string
beforeAll(async () => {
  fresh = await freshDatabase()
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
})
afterAll(() => fresh[Symbol.asyncDispose]())

const read = (rows: readonly object[], columns: Record<string, ListType>) =>
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

test('a UUID arrives whatever its case, and what is none is refused', async () => {
  const id = '0f8fad5b-d9cb-469f-a165-70867728950e'
  expect(await read([{ id }, { id: id.toUpperCase() }], { id: 'uuid' })).toEqual([{ id }, { id }])
  const broken = [
    '',
    `${id}0`,
    id.slice(1),
    ...['g', ':', '/', '@', '`', 'é', '€'].map((one) => one + id.slice(1)),
  ]
  for (const wrong of [...broken, id.replaceAll('-', 'x'), id.replaceAll('-', '')])
    expect(() => tableOf('given', [{ id: wrong }], { id: 'uuid' })).toThrow('is not a UUID')
})

test('what is neither an integer nor true or false is refused, not made one', () => {
  for (const wrong of [1.5, Number.NaN, '7'])
    expect(() => tableOf('given', [{ count: wrong }], { count: 'integer' })).toThrow('is not an integer')
  for (const wrong of [1, 'true'])
    expect(() => tableOf('given', [{ late: wrong }], { late: 'boolean' })).toThrow('neither true nor false')
})

test('instants before the year 2000 and far after it arrive, as text too', async () => {
  const at = [
    '1969-12-31T23:59:59.999Z',
    '1999-12-31T23:59:59.001Z',
    '2000-01-01T00:00:00.000Z',
    '2345-06-07T08:09:10.011Z',
  ]
  const expected = at.map((text) => ({ at: new Date(text) }))
  expect(await read(expected, { at: 'timestamptz' })).toEqual(expected)
  expect(
    await read(
      at.map((text) => ({ at: text })),
      { at: 'timestamptz' },
    ),
  ).toEqual(expected)
  expect(() => tableOf('given', [{ at: new Date('never') }], { at: 'timestamptz' })).toThrow(
    'is not an instant',
  )
})

test('small and large numbers arrive', async () => {
  const rows = [-(2 ** 31), -1, 0, 1, 2 ** 31 - 1].map((count) => ({ count }))
  expect(await read(rows, { count: 'integer' })).toEqual(rows)
})

test('a list of more than a megabyte arrives whole', async () => {
  const rows = Array.from({ length: 2000 }, (_, at) => ({ text: `${at} ${'é'.repeat(300)}` }))
  expect(await read(rows, { text: 'text' })).toEqual(rows)
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
