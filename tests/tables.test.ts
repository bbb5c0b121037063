import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { generateTables } from '../scripts/generate-tables.ts'
import { freshDatabase } from './database.ts'

test('the row types are those of the migrated database', async () => {
  await using fresh = await freshDatabase()
  const file = join(import.meta.dirname, '../server/platform/tables.generated.ts')
  expect(readFileSync(file, 'utf8'), 'run "npm run generate"').toBe(await generateTables(fresh.url))
})
