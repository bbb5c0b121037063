import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../tests/database.ts'
import { SealBroken } from './envelope.ts'
import { newId } from './ids.ts'
import { loadSecretKeys, type SecretKeys } from './secret-keys.ts'
import { checkSecretKeys, openSecrets, rewrapKeys, type SecretPlace } from './secrets.ts'
import { readSignedFile, signFile } from './signed-url.ts'

let fresh: FreshDatabase
beforeAll(async () => {
  fresh = await freshDatabase()
})
afterAll(() => fresh[Symbol.asyncDispose]())

const key = (id: string) => ({ id, key: randomBytes(32) })
const keys: SecretKeys = [key('first')]
const secrets = openSecrets(keys)
const place = (id = newId()): SecretPlace => ({ table: 'connector', column: 'auth_token', id })
const seal = (organizationId: string, at: SecretPlace, text: string) =>
  fresh.db.withOrganization(organizationId, (tx) => secrets.seal(tx, at, text))
const open = (organizationId: string, at: SecretPlace, sealed: Buffer, by = secrets) =>
  fresh.db.withOrganization(organizationId, (tx) => by.open(tx, at, sealed))

test('a secret opens where it was sealed, also after a restart', async () => {
  const [organizationId, at] = [newId(), place()]
  const sealed = await seal(organizationId, at, 'the auth token ✓')
  expect(sealed.toString('latin1')).not.toContain('token')
  expect(await open(organizationId, at, sealed)).toBe('the auth token ✓')
  expect(await open(organizationId, at, sealed, openSecrets(keys))).toBe('the auth token ✓')
})

test('equal secrets look different', async () => {
  const [organizationId, at] = [newId(), place()]
  expect((await seal(organizationId, at, 'x')).equals(await seal(organizationId, at, 'x'))).toBe(false)
})

test('a secret moved to another organization, row or column, or altered by one bit, does not open', async () => {
  const [aurora, stranger, at] = [newId(), newId(), place()]
  const sealed = await seal(aurora, at, 'token')
  await seal(stranger, at, 'their own')
  await expect(open(stranger, at, sealed)).rejects.toThrow(SealBroken)
  await expect(open(newId(), at, sealed)).rejects.toThrow(SealBroken)
  await expect(open(aurora, place(), sealed)).rejects.toThrow(SealBroken)
  await expect(open(aurora, { ...at, column: 'webhook_token' }, sealed)).rejects.toThrow(SealBroken)
  for (let byte = 0; byte < sealed.length; byte += 5) {
    const altered = Buffer.from(sealed)
    altered[byte] = (altered[byte] ?? 0) ^ 1
    await expect(open(aurora, at, altered)).rejects.toThrow(SealBroken)
  }
  expect(await open(aurora, at, sealed)).toBe('token')
})

test('a key whose transaction was rolled back seals nothing later', async () => {
  const [organizationId, at] = [newId(), place()]
  await fresh.db
    .withOrganization(organizationId, async (tx) => {
      await secrets.seal(tx, at, 'lost')
      throw new Error('rolled back')
    })
    .catch(() => undefined)
  const sealed = await seal(organizationId, at, 'kept')
  expect(await open(organizationId, at, sealed, openSecrets(keys))).toBe('kept')
})

test('two first secrets at once share one key', async () => {
  const [organizationId, at] = [newId(), place()]
  const both = await Promise.all([seal(organizationId, at, 'a'), seal(organizationId, at, 'b')])
  const opened = await Promise.all(both.map((sealed) => open(organizationId, at, sealed, openSecrets(keys))))
  expect(opened).toEqual(['a', 'b'])
})

test('after a rotation the old secret key is no longer needed, and the secrets are the same', async () => {
  const owner = new Client({ connectionString: fresh.url })
  await owner.connect()
  const organizations = [newId(), newId(), newId()]
  for (const id of organizations) {
    await owner.query(
      `insert into auth.organization (id, name, slug, "createdAt") values ($1, 'x', $1, now())`,
      [id],
    )
  }
  const at = place()
  const sealed = await Promise.all(organizations.map((id) => seal(id, at, id)))
  const next = key('second')
  expect(await rewrapKeys(fresh.db, [next, ...keys])).toBe(3)
  expect(await rewrapKeys(fresh.db, [next, ...keys])).toBe(0)
  const onlyNew = openSecrets([next])
  for (const [index, id] of organizations.entries()) {
    expect(await open(id, at, sealed[index] ?? Buffer.alloc(0), onlyNew)).toBe(id)
  }
  await expect(
    open(organizations[0] ?? '', at, sealed[0] ?? Buffer.alloc(0), openSecrets(keys)),
  ).rejects.toThrow(/secret key "second" is missing/)
  await checkSecretKeys(fresh.db, [next])
  // A start with a key that this database does not know ends with a sentence, not with every secret's fault.
  await expect(checkSecretKeys(fresh.db, keys)).rejects.toThrow(/set SECRET_KEY/)
  await owner.end()
})

test('a first start makes a key that only its owner can read, and later starts use it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'parley-key-'))
  const config = { kind: 'file', path: join(folder, 'data', 'secret.key') } as const
  const [one, other] = await Promise.all([loadSecretKeys(config), loadSecretKeys(config)])
  expect(one[0].key.equals(other[0].key)).toBe(true)
  expect(statSync(config.path).mode & 0o777).toBe(0o600)
  expect(readFileSync(config.path, 'utf8').trim()).toHaveLength(64)
  rmSync(folder, { recursive: true })
})

test('a signed link opens its file until it expires, and nothing else', () => {
  const file = { organizationId: newId(), key: 'a/b', expiresAt: new Date(2_000_000_000_000) }
  const signed = signFile(keys, file)
  const now = new Date(1_999_999_999_000)
  expect(readSignedFile(keys, signed, now)).toEqual(file)
  expect(readSignedFile(keys, signed, file.expiresAt)).toBeNull()
  expect(readSignedFile([key('new'), ...keys], signed, now)).toEqual(file)
  expect(readSignedFile([key('other')], signed, now)).toBeNull()
  const [payload = '', mac = ''] = signed.split('.')
  const forged = Buffer.from(JSON.stringify([newId(), 2_000_000_000, 'a/b'])).toString('base64url')
  for (const each of [
    `${forged}.${mac}`,
    payload,
    `${payload}.`,
    `${signed}.x`,
    '',
    '.',
    'a.b',
    `${payload}.${'A'.repeat(43)}`,
  ]) {
    expect(readSignedFile(keys, each, now)).toBeNull()
  }
})
