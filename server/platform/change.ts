import type { LiveTopic } from '@parley/contract/news.ts'
import { type RawBuilder, sql } from 'kysely'

/** What the screens that look on are told: this is not as it was. */
export interface Change {
  topic: LiveTopic
  subjectId: string
  facts: Record<string, unknown>
}

/** Wakes those who read events; the payload is the organization. */
export const eventChannel = 'parley_event'

/** Changes of one row: a reader takes rows whole. */
const together = 100

/** The changes of a transaction as JSON: each once, in their order, an array of rows. */
export function rowsOf(changes: readonly Change[]): string {
  const once = [...new Set(changes.map((change) => JSON.stringify(change)))]
  const rows = Array.from({ length: Math.ceil(once.length / together) }, (_, row) =>
    once.slice(row * together, (row + 1) * together).join(','),
  )
  return `[${rows.map((row) => `[${row}]`).join(',')}]`
}

/** Writes them, by one statement. */
export const insertion = (organizationId: string, changes: readonly Change[]): RawBuilder<unknown> => sql`
  insert into event (organization_id, changes)
  select ${organizationId}, changes from json_array_elements(${rowsOf(changes)}::json) as row (changes)`
