import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { freshDatabase, type FreshDatabase } from '../../tests/database.ts'
import { addOrganization } from '../../tests/rows.ts'
import { arrayText } from './array-text.ts'

let fresh: FreshDatabase
let organizationId: string
beforeAll(async () => {
  fresh = await freshDatabase()
  organizationId = (await addOrganization(fresh.url, { Marta: 'owner' })).organizationId
})
afterAll(() => fresh[Symbol.asyncDispose]())

const echo = (values: readonly unknown[], type: string) =>
  fresh.db.withOrganization(organizationId, async (tx) => {
    const { rows } = await sql<{ values: unknown[] }>`select ${values}::${sql.raw(type)}[] as values`.execute(
      tx.db,
    )
    return rows[0]!.values
  })

test.each<[string, unknown[]]>([
  [
    'text',
    [
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
      null,
    ],
  ],
  ['integer', [0, -7, null, 2147483647]],
  ['float8', [0.1, -1e21, 3]],
  ['uuid', ['01a2273a-849f-7000-96e7-0e746719559d']],
  ['text', []],
  ['boolean', [true, false, null]],
])('an array of %s arrives as it is', async (type, values) => {
  expect(await echo(values, type)).toEqual(values)
})

test('what is neither text nor number is left to the driver', () => {
  expect(arrayText([new Date()])).toBeUndefined()
  expect(arrayText([['a']])).toBeUndefined()
  expect(arrayText([true])).toBeUndefined()
  expect(arrayText(['a', 1, null])).toBe('{"a",1,NULL}')
})
