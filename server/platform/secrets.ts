import { randomBytes } from 'node:crypto'
import { ConfigContradiction } from './config.ts'
import type { Database, Tx } from './db.ts'
import { decrypt, encrypt, keyIdOf, SealBroken } from './envelope.ts'
import type { SecretKeys } from './secret-keys.ts'

/** Where a secret stands. It opens only there: moved to another row, column or organization it is worthless. */
export interface SecretPlace {
  table: string
  column: string
  /** The row's id. */
  id: string
}

/** Seals the organization's secrets with a key of its own, which is itself sealed with the program's secret key. */
export interface Secrets {
  seal(tx: Tx, place: SecretPlace, text: string): Promise<Buffer>
  /** Throws `SealBroken` when it was not sealed for this place, or its key is gone. */
  open(tx: Tx, place: SecretPlace, sealed: Buffer): Promise<string>
}

/** The one data key of an organization today; the column leaves room for more. */
const dataKeyId = 'data-1'
const mostKept = 1000

const contextOf = (organizationId: string, { table, column, id }: SecretPlace) =>
  [organizationId, table, column, id].join('|')
const wrapContext = (organizationId: string, keyId: string) => `${organizationId}|organization_key|${keyId}`

function unwrap(keys: SecretKeys, organizationId: string, keyId: string, sealed: Buffer): Buffer {
  const wrappedBy = keyIdOf(sealed)
  const key = keys.find(({ id }) => id === wrappedBy)
  if (!key) {
    throw new SealBroken(
      `The secret key "${wrappedBy}" is missing. Add it to SECRET_KEY, after the current one, and start again.`,
    )
  }
  return decrypt(key.key, sealed, wrapContext(organizationId, keyId))
}

const wrap = (keys: SecretKeys, organizationId: string, keyId: string, dataKey: Buffer) =>
  encrypt(keys[0].key, keys[0].id, dataKey, wrapContext(organizationId, keyId))

async function readWrapped(tx: Tx, keyId: string): Promise<Buffer | undefined> {
  const row = await tx.db
    .selectFrom('organizationKey')
    .select('sealed')
    .where('organizationId', '=', tx.organizationId)
    .where('keyId', '=', keyId)
    .executeTakeFirst()
  return row?.sealed
}

export function openSecrets(keys: SecretKeys): Secrets {
  const opened = new Map<string, Buffer>()

  const dataKey = async (tx: Tx, keyId: string, make: boolean): Promise<Buffer> => {
    const name = `${tx.organizationId}|${keyId}`
    const known = opened.get(name)
    if (known) return known
    if (make) {
      const fresh = wrap(keys, tx.organizationId, keyId, randomBytes(32))
      await tx.db
        .insertInto('organizationKey')
        .values({ organizationId: tx.organizationId, keyId, sealed: fresh })
        .onConflict((conflict) => conflict.doNothing())
        .execute()
    }
    const sealed = await readWrapped(tx, keyId)
    if (!sealed) throw new SealBroken(`The organization's key "${keyId}" is missing`)
    const key = unwrap(keys, tx.organizationId, keyId, sealed)
    // Remembered only once it is surely stored: a key that a rollback took away must seal nothing more.
    tx.afterCommit(() => {
      if (opened.size >= mostKept) opened.clear()
      opened.set(name, key)
    })
    return key
  }
  return {
    async seal(tx, place, text) {
      const key = await dataKey(tx, dataKeyId, true)
      return encrypt(key, dataKeyId, Buffer.from(text), contextOf(tx.organizationId, place))
    },
    async open(tx, place, sealed) {
      const key = await dataKey(tx, keyIdOf(sealed), false)
      return decrypt(key, sealed, contextOf(tx.organizationId, place)).toString()
    },
  }
}

const looked = 20

/** Throws `ConfigContradiction` when what this database holds was sealed with other secret keys: a database and a key belong together. */
export async function checkSecretKeys(db: Database, keys: SecretKeys): Promise<void> {
  const organizations = await db.acrossOrganizations((finder) =>
    finder.selectFrom('organizationList').select('organizationId').limit(looked).execute(),
  )
  for (const { organizationId } of organizations) {
    const sealed = await db.withOrganization(organizationId, (tx) => readWrapped(tx, dataKeyId))
    if (!sealed) continue
    try {
      unwrap(keys, organizationId, dataKeyId, sealed)
      return
    } catch (error) {
      if (!(error instanceof SealBroken)) throw error
      throw new ConfigContradiction(
        'This database was sealed with another secret key: set SECRET_KEY to that one. One that Parley made itself is in secret.key of the DATA_DIR it was started with.',
      )
    }
  }
}

/**
 * Seals every organization's key anew with the current secret key, organization by organization, while the program runs.
 * Afterwards the older secret keys may be dropped. Answers how many were changed.
 */
export async function rewrapKeys(db: Database, keys: SecretKeys): Promise<number> {
  const organizations = await db.acrossOrganizations((finder) =>
    finder.selectFrom('organizationList').select('organizationId').execute(),
  )
  let changed = 0
  for (const { organizationId } of organizations) {
    await db.withOrganization(organizationId, async (tx) => {
      const rows = await tx.db
        .selectFrom('organizationKey')
        .select(['keyId', 'sealed'])
        .where('organizationId', '=', organizationId)
        .forUpdate()
        .execute()
      for (const { keyId, sealed } of rows) {
        if (keyIdOf(sealed) === keys[0].id) continue
        const again = wrap(keys, organizationId, keyId, unwrap(keys, organizationId, keyId, sealed))
        await tx.db
          .updateTable('organizationKey')
          .set({ sealed: again })
          .where('organizationId', '=', organizationId)
          .where('keyId', '=', keyId)
          .execute()
        changed++
      }
    })
  }
  return changed
}
