import { type RawBuilder, sql } from 'kysely'
import { nowhere } from '#contacts/contact-address.ts'
import type { Tx } from '#platform/db.ts'

interface Counted {
  value: string
  count: number
}

/** More than anybody looks through. */
const most = 250

/** What contacts have that one can ask for, the most frequent first. */
export async function listFacets(
  tx: Tx,
): Promise<{ countries: Counted[]; languages: Counted[]; tags: Counted[] }> {
  const count = async (value: RawBuilder<unknown>, from: RawBuilder<unknown>) => {
    const { rows } = await sql<Counted>`
      select ${value} as value, count(*)::int as count from ${from}
      where organization_id = ${tx.organizationId} and ${value} is not null
      group by 1 order by 2 desc, 1 limit ${most}`.execute(tx.db)
    return rows
  }
  return {
    countries: await count(sql`nullif(country, ${sql.lit(nowhere)})`, sql`contact`),
    languages: await count(sql`split_part(language, '-', 1)`, sql`contact`),
    tags: await count(sql`tag`, sql`contact cross join unnest(tags) as tag`),
  }
}
