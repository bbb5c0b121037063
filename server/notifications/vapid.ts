import { sql } from 'kysely'
import type { Database, Tx } from '#platform/db.ts'
import { decrypt, encrypt, keyIdOf, SealBroken } from '#platform/envelope.ts'
import { nobody } from '#platform/ids.ts'
import type { SecretKeys } from '#platform/secret-keys.ts'

/** Who we are to the push services (VAPID, RFC 8292): keys in base64url. */
export interface Vapid {
  publicKey: string
  privateKey: string
}

const context = 'push_identity|private_sealed'

async function read(tx: Tx) {
  return await tx.db.selectFrom('pushIdentity').select(['publicKey', 'privateSealed']).executeTakeFirst()
}

function open(keys: SecretKeys, sealed: Buffer): string {
  const key = keys.find(({ id }) => id === keyIdOf(sealed))
  if (!key) throw new SealBroken(`The secret key "${keyIdOf(sealed)}" is missing. Add it to SECRET_KEY.`)
  return decrypt(key.key, sealed, context).toString()
}

/** Finds the pair, or makes it at the first use; of two programs that make one together, both use the first. */
export function openVapid(database: Database, keys: SecretKeys): () => Promise<Vapid> {
  let known: Promise<Vapid> | null = null
  const load = () =>
    database.withOrganization(nobody, async (tx) => {
      if (!(await read(tx))) {
        const { default: webPush } = await import('web-push')
        const { publicKey, privateKey } = webPush.generateVAPIDKeys()
        const privateSealed = encrypt(keys[0].key, keys[0].id, Buffer.from(privateKey), context)
        await tx.db
          .insertInto('pushIdentity')
          .values({ publicKey, privateSealed })
          .onConflict((conflict) => conflict.doNothing())
          .execute()
      }
      const row = await read(tx)
      if (!row) throw new Error('The keys for push could not be stored')
      return { publicKey: row.publicKey, privateKey: open(keys, row.privateSealed) }
    })
  return () => {
    known ??= load().catch((error: unknown) => {
      known = null
      throw error
    })
    return known
  }
}

/** Seals the pair anew with the current secret key. Answers whether there was one to seal. */
export async function rewrapVapid(database: Database, keys: SecretKeys): Promise<boolean> {
  return await database.withOrganization(nobody, async (tx) => {
    const row = await read(tx)
    if (!row || keyIdOf(row.privateSealed) === keys[0].id) return false
    const again = encrypt(keys[0].key, keys[0].id, Buffer.from(open(keys, row.privateSealed)), context)
    await tx.db
      .updateTable('pushIdentity')
      .set({ privateSealed: again })
      .where(sql<boolean>`single`)
      .execute()
    return true
  })
}
