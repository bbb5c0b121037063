import { type RawBuilder, sql } from 'kysely'
import { listOf, type ListType } from './array-wire.ts'

/**
 * Rows as a table of a statement, to stand behind `from`: an array for each column, which PostgreSQL reads in a fraction of the time that
 * JSON takes. Texts are kept as PostgreSQL can keep them; what is undefined is null there.
 * @param name what the statement calls it
 * @param columns the names and types of its columns; they are source code, never input
 */
export function tableOf<Row extends object>(
  name: string,
  rows: readonly Row[],
  columns: Partial<Record<keyof Row & string, ListType>>,
): RawBuilder<unknown> {
  const types = Object.entries<ListType | undefined>(columns) as [keyof Row & string, ListType][]
  const arrays = types.map(([column, type]) => {
    const list = listOf(
      type,
      rows.map((row) => row[column]),
    )
    return sql`${list}::${sql.raw(type)}[]`
  })
  const names = types.map(([column]) => `"${column}"`)
  return sql`unnest(${sql.join(arrays)}) as ${sql.raw(`${name} (${names.join(', ')})`)}`
}
