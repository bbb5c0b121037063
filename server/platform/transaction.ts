import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Pool, PoolClient } from 'pg'
import { askChange, bindQueries, inOnePacket, send } from './connection.ts'
import { isId } from './ids.ts'
import type { Tables } from './tables.generated.ts'

/** A table of one transaction, filled at once. */
export interface Stage {
  /** The statement that makes it, with `on commit drop`. */
  create: string
  /** The statement that fills it, `copy … from stdin`. */
  copy: string
  /** Its rows in COPY's text form, in pieces. */
  rows: readonly Uint8Array[]
}

/** Begins a transaction that sees and writes this organization's rows and no others. */
export function beginFor(organizationId: string, level?: string): string {
  if (!isId(organizationId)) throw new Error('An organization is named by its UUID in lower case')
  const isolation = level ? ` isolation level ${level}` : ''
  // One round trip. The id is a checked UUID, so it can stand in the text.
  return `begin${isolation}; set local app.organization = '${organizationId}'`
}

const undone = 'The transaction was undone because one of its statements had failed and nobody noticed.'

interface Ending<T> {
  /** Whether it is committed, by what `act` answered. */
  isKept?: (result: T) => boolean
  /** The last change of a transaction that is committed. It travels with the commit. */
  last?: () => RawBuilder<unknown> | null
}

/** Commits, behind a last change if there is one. When that fails, the commit behind it is a rollback. */
async function commit(client: PoolClient, last: RawBuilder<unknown> | null): Promise<void> {
  const sent = inOnePacket(client, () => {
    const before = last ? askChange(client, last) : Promise.resolve(0)
    return [send<{ command: string }>(client, { text: 'commit' }), before] as const
  })
  const [{ command }] = await Promise.all(sent)
  if (command === 'ROLLBACK') throw new Error(undone)
}

/** Runs `act` between begin and commit on a client of its own. `begin` must be one statement text. */
export async function transact<T>(
  pool: Pool,
  begin: string,
  act: (db: Kysely<Tables>, client: PoolClient) => Promise<T>,
  { isKept = () => true, last = () => null }: Ending<T> = {},
): Promise<T> {
  const client = await pool.connect()
  const { db, end } = bindQueries(client)
  let broken = false
  try {
    // Not waited for: the first query of `act` travels with it. Should it fail, every query behind it fails as well,
    // because without it there is no organization, and row-level security gives and takes nothing.
    const begun = send(client, { text: begin })
    begun.catch(() => undefined)
    const result = await act(db, client)
    await begun
    end()
    if (isKept(result)) await commit(client, last())
    else await send(client, { text: 'rollback' })
    return result
  } catch (error) {
    end()
    await send(client, { text: 'rollback' }).catch(() => {
      broken = true
    })
    throw error
  } finally {
    client.release(broken)
  }
}

/** Makes and fills the table. */
export async function fillStage(client: PoolClient, { create, copy, rows }: Stage): Promise<void> {
  await client.query(create)
  const { from } = await import('pg-copy-streams')
  await pipeline(Readable.from(rows), client.query(from(copy)))
}

/** The organization's id as a value of a statement. To read it opens the organization to the rest of its transaction. */
export type OpeningId = RawBuilder<unknown>

/** One insertion, with neither begin nor commit around it: PostgreSQL reads the values of a row before it asks whether the row is allowed. */
export async function insertAlone(
  pool: Pool,
  organizationId: string,
  insertion: (organization: OpeningId) => RawBuilder<unknown>,
): Promise<number> {
  const opening = sql`(select set_config('app.organization', ${organizationId}, true)::uuid)`
  const client = await pool.connect()
  try {
    return await askChange(client, insertion(opening))
  } finally {
    client.release()
  }
}
