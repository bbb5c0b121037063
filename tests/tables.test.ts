import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateTables } from '../scripts/generate-tables.ts'
import { freshDatabase } from './database.ts'
import { asOwner } from './rows.ts'

test('the row types are those of the migrated database', async () => {
  await using fresh = await freshDatabase()
  const file = join(import.meta.dirname, '../server/platform/tables.generated.ts')
  expect(readFileSync(file, 'utf8'), 'run "npm run generate"').toBe(await generateTables(fresh.url))
})

test('no index knows how far a message has come, so that most of its steps are written in place', async () => {
  await using fresh = await freshDatabase()
  const { rows } = await asOwner(fresh.url, (client) =>
    client.query<{ definition: string }>(
      `select indexdef as definition from pg_indexes where tablename = 'message'`,
    ),
  )
  expect(rows.length).toBeGreaterThan(10)
  const moving = /\b(status|status_reason|updated_at|lease_until|left_at|provider_sid)\b/
  expect(rows.filter(({ definition }) => moving.test(definition))).toEqual([])
})
