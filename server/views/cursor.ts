import { sql } from 'kysely'
import { isId } from '#platform/ids.ts'
import { refuse, type Refused } from '#platform/refusal.ts'

/** Where a page ended: what it is sorted by, an instant as PostgreSQL writes it (microseconds) or a name, and the id. */
export interface Place {
  at: string
  id: string
}

const form = /^(\d{4}-\d{2}-\d{2} [\d:.]+\+00)\|(.+)$/

/** A cursor for clients, who take it as it is. */
const cursorOf = ({ at, id }: Place): string => Buffer.from(`${at}|${id}`).toString('base64url')

/** The place after which a page begins; null for the first page. A cursor that is not ours is refused. */
export function readCursor(cursor: string | undefined): Place | null | Refused {
  if (cursor === undefined) return null
  const [, at = '', id = ''] = form.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  const isInstant = !Number.isNaN(Date.parse(at.replace(' ', 'T').replace('+00', 'Z')))
  if (isInstant && isId(id)) return { at, id }
  return foreign()
}

/** The same for a list that is sorted by a name. */
export function readNameCursor(cursor: string | undefined): Place | null | Refused {
  if (cursor === undefined) return null
  const [, at, id = ''] = /^(.*)\|([^|]+)$/su.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  return at !== undefined && !at.includes('\0') && isId(id) ? { at, id } : foreign()
}

function foreign(): Refused {
  const issues = [
    {
      path: 'query.cursor',
      message: 'Take it from "nextCursor" as it is, or leave it out for the first page',
    },
  ]
  return refuse('invalid_request', { issues })
}

/** Rows after a place, in a list that is sorted by these columns, both falling. */
export const afterPlace = (place: Place | null, at: string, id: string) =>
  place === null
    ? sql`true`
    : sql`(${sql.ref(at)}, ${sql.ref(id)}) < (${place.at}::timestamptz, ${place.id}::uuid)`

/** Rows behind a place, in a list that is sorted by a name and an id, both rising. */
export const afterName = (place: Place | null, name: string, id: string) =>
  place === null
    ? sql`true`
    : sql`(${sql.ref(name)}, ${sql.ref(id)}) > (${place.at}::text, ${place.id}::uuid)`

/** A page of `limit` from rows that were asked for with one more, and the cursor of the next page, if there is one. */
export function pageOf<Row extends { place: string; id: string }>(
  rows: readonly Row[],
  limit: number,
): { rows: Row[]; nextCursor: string | null } {
  const page = rows.slice(0, limit)
  const last = page.at(-1)
  const nextCursor = last && rows.length > limit ? cursorOf({ at: last.place, id: last.id }) : null
  return { rows: page, nextCursor }
}
