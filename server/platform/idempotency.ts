import { createHash } from 'node:crypto'
import { type Database, json, type Tx } from './db.ts'
import { refuse, type Refused } from './refusal.ts'

/** An answer that was given, to be given again. */
export interface Kept {
  status: number
  answer: unknown
}

export interface Repetition {
  organizationId: string
  /** The client's `Idempotency-Key` header. */
  key: string
  operation: string
  /** Of everything that makes the request what it is. */
  hash: Buffer
}

export const requestHash = (...parts: unknown[]): Buffer =>
  createHash('sha256').update(JSON.stringify(parts)).digest()

/**
 * Claims the key for this request. Null: go on, then `keepAnswer` or `releaseKey`. Else what to answer instead.
 * A program that died in between leaves the key claimed: whether it had finished is not known, so the request is not
 * run a second time under this key.
 */
export async function claimKey(db: Database, repetition: Repetition): Promise<Kept | Refused | null> {
  const { organizationId, key, operation, hash } = repetition
  return db.withOrganization(organizationId, async (tx) => {
    const claimed = await tx.db
      .insertInto('idempotency')
      .values({ organizationId, key, operation, requestHash: hash })
      .onConflict((conflict) => conflict.doNothing())
      .returning('key')
      .executeTakeFirst()
    if (claimed) return null
    const earlier = await tx.db
      .selectFrom('idempotency')
      .select(['requestHash', 'status', 'answer'])
      .where('organizationId', '=', organizationId)
      .where('key', '=', key)
      .executeTakeFirst()
    if (earlier && !earlier.requestHash.equals(hash)) return refuse('idempotency_key_reused')
    if (!earlier || earlier.status === null) return refuse('request_in_progress')
    return { status: earlier.status, answer: earlier.answer }
  })
}

export async function keepAnswer(db: Database, repetition: Repetition, kept: Kept): Promise<void> {
  const { organizationId, key } = repetition
  await db.withOrganization(organizationId, (tx) =>
    tx.db
      .updateTable('idempotency')
      .set({ status: kept.status, answer: json(kept.answer ?? null) })
      .where('organizationId', '=', organizationId)
      .where('key', '=', key)
      .execute(),
  )
}

/** The request failed by a fault of ours before it changed anything: it may come again under its key. */
export async function releaseKey(db: Database, repetition: Repetition): Promise<void> {
  const { organizationId, key } = repetition
  await db.withOrganization(organizationId, (tx) =>
    tx.db
      .deleteFrom('idempotency')
      .where('organizationId', '=', organizationId)
      .where('key', '=', key)
      .where('status', 'is', null)
      .execute(),
  )
}

/** Forgets keys from before the instant; clients may rely on a day. */
export async function forgetKeys(tx: Tx, before: Date): Promise<void> {
  await tx.db
    .deleteFrom('idempotency')
    .where('organizationId', '=', tx.organizationId)
    .where('createdAt', '<', before)
    .execute()
}
