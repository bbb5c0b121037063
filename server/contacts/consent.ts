import { type RawBuilder, sql } from 'kysely'

/** One row of evidence, as far as the rule looks at it. */
export interface ConsentRow {
  id: string
  kind: 'opt_in' | 'opt_out'
  /** Null: said to the organization, whichever of its numbers writes. */
  senderAddress: string | null
  /** When it was said. */
  at: Date
}

/** Where a contact stands, and the row that says so. */
export type ConsentStanding<Row extends ConsentRow> =
  | { standing: 'opted_in' | 'opted_out'; by: Row }
  | { standing: 'none'; by: null }

/**
 * What the evidence of one contact comes to: the last word counts, and of two words of one instant the one against. With a
 * number, only what was said to it or to the whole organization is heard.
 */
export function consentStanding<Row extends ConsentRow>(
  rows: readonly Row[],
  senderAddress: string | null = null,
): ConsentStanding<Row> {
  const [last] = rows
    .filter(
      (row) => senderAddress === null || row.senderAddress === null || row.senderAddress === senderAddress,
    )
    .sort(laterFirst)
  if (!last) return { standing: 'none', by: null }
  return { standing: last.kind === 'opt_in' ? 'opted_in' : 'opted_out', by: last }
}

const laterFirst = (a: ConsentRow, b: ConsentRow): number =>
  b.at.getTime() - a.at.getTime() || compare(b.kind, a.kind) || compare(b.id, a.id)
const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/** A column or a value to compare with. */
type Operand = RawBuilder<unknown>

/**
 * The same rule inside a statement: the standing of a contact as the text `opt_in`, `opt_out` or null.
 * @param of `organizationId` and `contactId` as columns of the statement around it; without a sender every word is heard
 */
export function standingSql(of: {
  organizationId: Operand
  contactId: Operand
  senderAddress?: Operand
}): RawBuilder<'opt_in' | 'opt_out' | null> {
  const heard = of.senderAddress
    ? sql`(said.sender_address is null or said.sender_address = ${of.senderAddress})`
    : sql`true`
  // "opt_out" sorts behind "opt_in", so falling order puts it first.
  return sql`(
    select said.kind from consent said
    where said.organization_id = ${of.organizationId} and said.contact_id = ${of.contactId} and ${heard}
    order by said.at desc, said.kind desc, said.id desc limit 1)`
}

/** Whether the contact's last word is an opt-in, as a condition of a statement. */
export const optedInSql = (of: Parameters<typeof standingSql>[0]): RawBuilder<boolean> =>
  sql`coalesce(${standingSql(of)} = 'opt_in', false)`
